"""Findings for machines, in the published shape of schemas/check-output.schema.json."""

from langroute_repo.findings import Finding, Report
from langroute_repo.output.check import CheckFinding, CheckOutput, CheckSummary, RelatedPlace


def check_output(report: Report) -> CheckOutput:
    """``schema_version`` grows when the shape changes for its readers."""
    return CheckOutput(
        schema_version=1,
        findings=[_finding(one) for one in report.findings],
        stale_acknowledgements=list(report.stale),
        summary=CheckSummary(
            errors=report.count("error"),
            warnings=report.count("warning"),
            acknowledged=report.acknowledged,
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
        acknowledgement=one.acknowledgement if one.level == "warning" else None,
        acknowledged=one.acknowledged,
        related=[
            RelatedPlace(
                path=place.path, line=place.line, column=place.column, message=place.message
            )
            for place in one.related
        ],
    )
