"""A difference for machines, in the shape of schemas/diff-output.schema.json."""

from collections.abc import Mapping
from fractions import Fraction

from langroute_repo.diff.changes import Change
from langroute_repo.diff.effect import Effect
from langroute_repo.diff.impact import EndpointImpact, LanguageImpact
from langroute_repo.diff.reading import Reading
from langroute_repo.output import diff as output
from langroute_repo.render.difference.report import DiffReport, Row
from langroute_repo.render.difference.words import noted
from langroute_repo.render.scores.estimate import estimate

Hashes = Mapping[str, str | None]


def diff_output(report: DiffReport, before: Hashes, after: Hashes) -> output.DiffOutput:
    """The whole, with the plan hash of each environment on both sides."""
    impact = report.impact
    return output.DiffOutput(
        schema_version=1,
        headline=report.headline,
        risk=report.risk,
        languages=_languages(report),
        others=[_change(*one) for one in impact.told if not one[0].language],
        endpoints=[_endpoint(one) for one in impact.endpoints],
        plan_hash=output.PlanHashes(before=dict(before), after=dict(after)),
        sections=[
            output.DiffSection(title=title, rows=[_row(row) for row in report.rows(group)])
            for title, group in report.sections()
        ],
        tables=[
            output.DiffTable(
                title=one.title, header=list(one.header), rows=[list(row) for row in one.rows]
            )
            for one in report.tables()
        ],
    )


def _languages(report: DiffReport) -> list[output.DiffLanguage]:
    changes: dict[str, list[output.DiffChange]] = {}
    for change, effect in report.impact.told:
        if change.language:
            changes.setdefault(change.language, []).append(_change(change, effect))
    impacts = report.impact.languages
    return [
        output.DiffLanguage(language=tag, effect=_language(impacts.get(tag)), changes=rows)
        for tag, rows in changes.items()
    ]


def _row(row: Row) -> output.DiffRow:
    return output.DiffRow(
        where=row.where,
        languages=row.languages,
        change=row.change,
        effect=row.lines,
        pictures=row.pictures(),
    )


def _change(change: Change, effect: Effect) -> output.DiffChange:
    return output.DiffChange(
        kind=str(change.kind),
        path=change.file + ("#" + ".".join(map(str, change.path)) if change.path else ""),
        before=change.before,
        after=change.after,
        effect=_effect(effect),
        direct=change.direct,
    )


def _effect(effect: Effect) -> output.Effect:
    old, new, split = effect.before, effect.after, effect.split
    was, now = _model(old), _model(new)
    return output.Effect(
        model=now if was == now else None,
        model_before=None if was == now else was,
        model_after=None if was == now else now,
        passes_before=effect.passes_before,
        passes_after=effect.passes_after,
        events_per_day=effect.events_per_day,
        traffic_before=effect.traffic_before,
        traffic_after=effect.traffic_after,
        passing_before=estimate(old.passing) if old else None,
        passing_after=estimate(new.passing) if new else None,
        recall_before=estimate(old.recall) if old else None,
        recall_after=estimate(new.recall) if new else None,
        precision_before=estimate(old.precision) if old else None,
        precision_after=estimate(new.precision) if new else None,
        moved=float(split.moved) if split else None,
        kept=float(split.kept) if split else None,
        note=noted(effect.notes) or None,
    )


def _model(reading: Reading | None) -> str | None:
    return reading.model if reading else None


def _language(impact: LanguageImpact | None) -> output.LanguageEffect:
    if impact is None:
        return output.LanguageEffect.model_validate({})
    split = impact.sides.split
    return output.LanguageEffect(
        passes_before=impact.passes_before,
        passes_after=impact.passes_after,
        per_day=impact.sides.per_day,
        events_per_day=impact.more,
        moved=float(split.moved) if split else None,
        kept=float(split.kept) if split else None,
    )


def _endpoint(one: EndpointImpact) -> output.EndpointEffect:
    return output.EndpointEffect(
        model=one.model,
        before=_number(one.before),
        after=_number(one.after),
        capacity_before=_number(one.capacity_before),
        capacity_after=_number(one.capacity_after),
        not_counted=list(one.unknown),
    )


def _number(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
