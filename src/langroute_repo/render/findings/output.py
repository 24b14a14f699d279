"""Findings for machines, in the published shape of schemas/check-output.schema.json."""

from langroute_repo.findings import Acceptance, Ending, Finding, Report
from langroute_repo.output.check import (
    CheckAcceptance,
    CheckFinding,
    CheckOutput,
    CheckSummary,
    RelatedPlace,
)
from langroute_repo.output.ending import EndingSoon


def check_output(report: Report) -> CheckOutput:
    """``schema_version`` grows when the shape changes for its readers."""
    return CheckOutput(
        schema_version=2,
        findings=[_finding(one) for one in report.findings],
        ending=[ending_soon(one) for one in report.ending],
        notes=list(report.notes),
        summary=CheckSummary(
            errors=report.count("error"),
            warnings=report.count("warning"),
            standing=report.standing,
            accepted=report.accepted,
            excused=report.excused,
            files=report.files,
        ),
    )


def _finding(one: Finding) -> CheckFinding:
    return CheckFinding(
        rule=one.rule,
        level=one.level,
        path=one.path,
        line=one.line,
        column=one.column,
        message=one.message,
        hint=one.hint,
        fingerprint=one.fingerprint,
        standing=one.standing,
        accepted=_accepted(one.accepted) if one.accepted else None,
        excused=one.excused or None,
        since=one.since or None,
        owners=list(one.owners),
        accept_at=one.accept_at or None,
        related=[
            RelatedPlace(
                path=place.path, line=place.line, column=place.column, message=place.message
            )
            for place in one.related
        ],
    )


def _accepted(one: Acceptance) -> CheckAcceptance:
    return CheckAcceptance(because=one.because, path=one.path)


def ending_soon(one: Ending) -> EndingSoon:
    """One of what ends within 30 days."""
    return EndingSoon(day=one.day, path=one.path, what=one.what, owners=list(one.owners))
