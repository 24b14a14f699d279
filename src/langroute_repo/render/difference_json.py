"""A difference for machines, in the shape of schemas/diff-output.schema.json."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from langroute_repo.diff.changes import Change
from langroute_repo.diff.effect import Effect
from langroute_repo.diff.impact import EndpointImpact, LanguageImpact
from langroute_repo.diff.reading import Reading
from langroute_repo.diff.split import Split
from langroute_repo.evidence.interval import Part
from langroute_repo.render.change_words import noted

if TYPE_CHECKING:
    from langroute_repo.render.difference_report import DiffReport, Row

Json = dict[str, Any]
Hashes = Mapping[str, str | None]


def as_json(report: "DiffReport", before: Hashes, after: Hashes) -> str:
    """The whole; a key of an effect is left out where nothing is known."""
    return json.dumps(as_data(report, before, after), indent=2, ensure_ascii=False) + "\n"


def as_data(report: "DiffReport", before: Hashes, after: Hashes) -> Json:
    """The same as an object."""
    impact = report.impact
    languages: dict[str, list[Json]] = {}
    for change, effect in impact.told:
        if change.language:
            languages.setdefault(change.language, []).append(_change(change, effect))
    return {
        "schema_version": 1,
        "headline": report.headline,
        "risk": report.risk,
        "languages": [
            {"language": tag, "effect": _language(impact.languages.get(tag)), "changes": rows}
            for tag, rows in languages.items()
        ],
        "others": [_change(*one) for one in impact.told if not one[0].language],
        "endpoints": [_endpoint(one) for one in impact.endpoints],
        "plan_hash": {"before": dict(before), "after": dict(after)},
        "sections": [
            {"title": title, "rows": [_row(row) for row in report.rows(group)]}
            for title, group in report.sections()
        ],
        "tables": [
            {
                "title": one.title,
                "header": list(one.header),
                "rows": [list(row) for row in one.rows],
            }
            for one in report.tables()
        ],
    }


def _row(row: "Row") -> Json:
    return {
        "where": row.where,
        "languages": row.languages,
        "change": row.change,
        "effect": row.lines,
        "pictures": row.pictures(),
    }


def _change(change: Change, effect: Effect) -> Json:
    path = change.file + ("#" + ".".join(map(str, change.path)) if change.path else "")
    return {
        "kind": str(change.kind),
        "path": path,
        "before": plain(change.before),
        "after": plain(change.after),
        "effect": _effect(effect),
        "direct": change.direct,
    }


def _effect(effect: Effect) -> Json:
    old, new = effect.before, effect.after
    models = {"model_before": old and old.model, "model_after": new and new.model}
    if old and new and old.model == new.model:
        models = {"model": new.model}
    parts: Json = {}
    for name in ("passing", "recall", "precision"):
        parts |= {f"{name}_before": _estimate(old, name), f"{name}_after": _estimate(new, name)}
    return _known(
        {
            **models,
            "passes_before": effect.passes_before,
            "passes_after": effect.passes_after,
            "events_per_day": effect.events_per_day,
            "traffic_before": effect.traffic_before,
            "traffic_after": effect.traffic_after,
            **parts,
            **_split(effect.split),
            "note": noted(effect.notes) or None,
        }
    )


def _estimate(reading: Reading | None, name: str) -> Json | None:
    part: Part | None = getattr(reading, name) if reading else None
    return estimate(part) if part else None


def estimate(part: Part) -> Json:
    """A share with its interval and the number of events it is of."""
    low, high = part.interval
    return {"share": part.share, "low": low, "high": high, "of": part.whole}


def _split(split: Split | None) -> Json:
    return {"moved": _number(split.moved), "kept": _number(split.kept)} if split else {}


def _language(impact: LanguageImpact | None) -> Json:
    if impact is None:
        return {}
    return _known(
        {
            "passes_before": impact.passes_before,
            "passes_after": impact.passes_after,
            "per_day": impact.sides.per_day,
            "events_per_day": impact.more,
            **_split(impact.sides.split),
        }
    )


def _endpoint(one: EndpointImpact) -> Json:
    return _known(
        {
            "model": one.model,
            "before": _number(one.before),
            "after": _number(one.after),
            "capacity_before": _number(one.capacity_before),
            "capacity_after": _number(one.capacity_after),
            "not_counted": list(one.unknown),
        }
    )


def _number(number: Fraction | None) -> float | None:
    return None if number is None else float(number)


def _known(values: Json) -> Json:
    return {key: value for key, value in values.items() if value is not None}


def plain(thing: object) -> Any:
    """A value of a file as JSON has it."""
    if isinstance(thing, Decimal):
        return float(thing)
    if isinstance(thing, dict):
        return {key: plain(one) for key, one in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(one) for one in thing]
    return thing
