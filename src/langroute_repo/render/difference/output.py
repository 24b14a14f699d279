"""A difference for machines, in the shape of schemas/diff-output.schema.json."""

from collections.abc import Mapping
from fractions import Fraction

from langroute_repo.diff.effect import Effect
from langroute_repo.diff.impact import EndpointImpact, LanguageImpact, Told
from langroute_repo.diff.kind import Known as KindKnown
from langroute_repo.diff.reading import Reading
from langroute_repo.evidence.mixture import Known
from langroute_repo.output import diff as output
from langroute_repo.render.difference.headline import parts
from langroute_repo.render.difference.report import DiffReport, Row, in_one_line
from langroute_repo.render.difference.words import beside_totals, noted, sentences
from langroute_repo.render.judgement.as_output import outlook
from langroute_repo.render.scores.estimate import by_labels, estimate, not_known
from langroute_repo.render.scores.histogram import drawn, figures
from langroute_repo.tree.owners import Approvals

Hashes = Mapping[str, str | None]
NARROW = 40  # columns, which a telephone shows


def diff_output(
    report: DiffReport, before: Hashes, after: Hashes, approvals: Approvals
) -> output.DiffOutput:
    """The whole, with the plan hash of each environment on both sides, and who approves what."""
    impact = report.impact
    return output.DiffOutput(
        schema_version=1,
        headline=report.headline,
        parts=parts(impact),
        risk=report.risk,
        languages=_languages(report),
        others=[_change(one, None) for one in impact.told if not one[0].language],
        endpoints=[_endpoint(one) for one in impact.endpoints],
        approvals=[
            output.DiffApproval(owners=list(owners), paths=paths)
            for owners, paths in approvals.items()
        ],
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
    impacts = report.impact.languages
    changes: dict[str, list[output.DiffChange]] = {tag: [] for tag in report.impact.ranked}
    for one in report.impact.told:
        tag = one[0].language
        if tag:
            changes.setdefault(tag, []).append(_change(one, impacts.get(tag)))
    return [
        output.DiffLanguage(
            language=tag,
            answers=tag in impacts and impacts[tag].answers,
            effect=_language(impacts.get(tag)),
            changes=rows,
        )
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


def _change(one: Told, language: LanguageImpact | None) -> output.DiffChange:
    change, effect = one
    words = in_one_line([change])
    moved = change.kind.known is KindKnown.THRESHOLD
    return output.DiffChange(
        kind=str(change.kind),
        path=change.file + ("#" + ".".join(map(str, change.path)) if change.path else ""),
        before=change.before,
        after=change.after,
        effect=_effect(effect),
        direct=change.direct,
        words=words if change.direct else f"{words}, through {change.cause}",
        told=_told(one, language),
        pictures=[drawn(one, width=NARROW) for one in figures(change, effect)] if moved else [],
    )


def _told(one: Told, language: LanguageImpact | None) -> list[str]:
    if language is None or not language.answers:
        return sentences(*one)
    return beside_totals(*one, language.more, _sole(one[1], language))


def _sole(effect: Effect, language: LanguageImpact) -> bool:
    """Whether a change is of what decides all of a language, so that its figures are the same."""
    sides = language.sides
    return sides.before.decided_by(effect.before) and sides.after.decided_by(effect.after)


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
        recall_before=by_labels(old.recall) if old else None,
        recall_after=by_labels(new.recall) if new else None,
        recall_kept=by_labels(_kept(old, new)),
        recall_not_known=not_known(*(one.recall for one in (old, new) if one)),
        precision_before=by_labels(old.precision) if old else None,
        precision_after=by_labels(new.precision) if new else None,
        precision_not_known=not_known(*(one.precision for one in (old, new) if one)),
        moved=float(split.moved) if split else None,
        kept=float(split.kept) if split else None,
        verdict=outlook(effect.takes.outlook) if effect.takes else None,
        note=noted(effect.notes) or None,
    )


def _kept(old: Reading | None, new: Reading | None) -> Known:
    """Of one model whose threshold is raised."""
    return new.kept_of(old) if old and new and new.at > old.at else None


def _model(reading: Reading | None) -> str | None:
    return reading.model if reading else None


def _language(impact: LanguageImpact | None) -> output.LanguageEffect:
    if impact is None:
        return output.LanguageEffect.model_validate({})
    split, was, now = impact.sides.split, impact.sides.before, impact.known_after
    passes_before, passes_after = impact.reaches
    return output.LanguageEffect(
        passes_before=passes_before,
        passes_after=passes_after,
        per_day=impact.sides.per_day,
        events_per_day=impact.more,
        recall_before=by_labels(was.recall),
        recall_after=by_labels(now.recall) if now else None,
        recall_kept=by_labels(_kept(was.alone, now.alone)) if now else None,
        recall_not_known=not_known(*(one.recall for one in (was, now) if one)),
        precision_before=by_labels(was.precision),
        precision_after=by_labels(now.precision) if now else None,
        precision_not_known=not_known(*(one.precision for one in (was, now) if one)),
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
