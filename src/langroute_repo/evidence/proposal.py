"""Begins config/log.yaml from a log: which of its columns may be ours, by their names and values.

Every line is a guess that a person goes through. What is in no column is left as a comment, so
that the first build says what is missing instead of counting something else.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from langroute_repo.evidence.log import COLUMNS, OPTIONAL, EvidenceError
from langroute_repo.tree.modeline import modeline
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.wording import listed, nearest

# What logs call them, beside our names.
WORDS: Mapping[str, tuple[str, ...]] = {
    "event_id": ("id", "event.id", "event_key", "key", "uuid", "request_id", "message_id"),
    "time": ("ts", "timestamp", "at", "created_at", "answered_at", "datetime", "event_time"),
    "language": ("lang", "locale", "lang_code", "language_code"),
    "model": ("model_name", "model_id", "deployment", "endpoint", "model_version"),
    "role": ("kind", "variant", "is_canary", "stage", "slot", "traffic_type"),
    "status": ("http_status", "status_code", "code", "ok", "success", "outcome", "result"),
    "score": ("confidence", "probability", "prob", "p", "prediction", "relevance"),
    "relevant": ("label", "verdict", "is_relevant", "feedback", "annotation"),
}
NUMBERS = ("DOUBLE", "FLOAT", "DECIMAL", "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "U", "HUGEINT")
NEAR = 0.75
ROLES = {
    "primary": ("live", "prod", "production", "main", "champion", "control"),
    "canary": ("trial", "canary", "candidate", "challenger", "treatment"),
    "shadow": ("mirror", "shadow", "copy", "dark"),
}
YES = ("yes", "y", "true", "1", "relevant", "positive", "keep")
NO = ("no", "n", "false", "0", "irrelevant", "negative", "noise", "drop")
GOOD = ("ok", "true", "success", "succeeded", "200")
# Above these a number since 1970 is one of the next finer unit.
UNITS = ((1e11, "seconds"), (1e14, "milliseconds"), (1e17, "microseconds"))
SIMPLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
AMBIGUOUS = ("yes", "no", "on", "off", "true", "false", "null", "y", "n")


class Seen(NamedTuple):
    """A column of a log: its type, its few values if it has few, and the highest of its numbers."""

    name: str
    kind: str
    values: Sequence[str]
    highest: float | None


def proposal(tree: Tree, log: str, seen: Sequence[Seen]) -> str:
    """The text of the file; EvidenceError where the log has our columns, or none that is near."""
    names = [one.name for one in seen]
    if all(ours in names for ours in COLUMNS if ours != OPTIONAL):
        raise EvidenceError(f"{log} has our columns", "it needs no config/log.yaml")
    matched = _matched(seen)
    if not matched:
        message = f"no column of {log} is called as one of ours"
        raise EvidenceError(message, f"it has {listed(names)}")
    unused = [
        one.name
        for one in seen
        if one not in matched.values() and not one.kind.startswith("STRUCT")
    ]
    return "\n".join(
        [
            modeline("config/log.yaml"),
            "# Begun from a log: each line is a guess by names and values. Go through every line.",
            *(_line(tree, ours, matched.get(ours)) for ours in COLUMNS),
            f"# Columns that are not used: {_comment(unused) or 'none'}",
            "",
        ]
    )


def _matched(seen: Sequence[Seen]) -> dict[str, Seen]:
    """The nearest pairs first; each of theirs is at most one of ours."""
    pairs = sorted(
        ((_nearness(ours, one), ours, one) for ours in COLUMNS for one in seen),
        key=lambda pair: (-pair[0], pair[1], pair[2].name),
    )
    found: dict[str, Seen] = {}
    for nearness, ours, one in pairs:
        if nearness >= NEAR and ours not in found and one not in found.values():
            found[ours] = one
    return found


def _nearness(ours: str, one: Seen) -> float:
    if one.kind.startswith("STRUCT") or (ours == "score" and not one.kind.startswith(NUMBERS)):
        return 0
    name = one.name.lower()
    known = (ours, *WORDS[ours])
    return max(
        SequenceMatcher(None, word, theirs).ratio() - 0.05 * ((word != ours) + (theirs != name))
        for word in known
        for theirs in {name, name.rpartition(".")[2]}
    )


def _line(tree: Tree, ours: str, one: Seen | None) -> str:
    if one is None:
        return f"# {ours}: which column is it?"
    said = {"column": written(one.name)} if one.name != ours else {}
    said |= dict(_said(tree, ours, one))
    about = f"{one.kind}{', such as ' + _comment(one.values) if _shown(ours, one) else ''}"
    if ours == "time" and one.kind == "TIMESTAMP":
        about += ", in UTC? Otherwise add its zone: Europe/Warsaw"
    if not said:
        return f"# {ours} has our name: {about}"
    inside = ", ".join(f"{key}: {value}" for key, value in said.items())
    return f"{ours}: {{{inside}}} # {about}"


def _shown(ours: str, one: Seen) -> bool:
    """Ids and times of a log are nobody's to commit."""
    return bool(_comment(one.values)) and ours not in ("event_id", "time", "score")


def _said(tree: Tree, ours: str, one: Seen) -> Iterator[tuple[str, str]]:
    """What the values need to be ours."""
    if ours == "time" and one.highest is not None:
        units = [unit for limit, unit in UNITS if one.highest < limit]
        yield "format", (units or ["nanoseconds"])[0]
    elif ours == "time" and one.kind == "VARCHAR":
        yield "format", "iso"
    elif ours == "score":
        ends = [float(model.score.maximum) for _, _, model in valid(tree.models)]
        if ends and one.highest is not None and max(ends) <= 1 < one.highest <= 100:
            yield "divided_by", "100"
    elif ours == "status":
        good = [value for value in one.values if value.lower() in GOOD]
        if good and not all(value.isdigit() for value in one.values):
            yield "success", f"[{', '.join(map(written, good))}]"
    elif ours == "relevant" and one.kind != "BOOLEAN":
        named = {value: "true" for value in one.values if value.lower() in YES}
        named |= {value: "false" for value in one.values if value.lower() in NO}
        yield from _mapping("values", named)
        unknown = [value for value in one.values if value not in named]
        if named and unknown:
            yield "unknown", f"[{', '.join(map(written, unknown))}]"
    elif ours in ("model", "role"):
        yield from _mapping("values", dict(_meant(tree, ours, one)))


def _mapping(key: str, named: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if named:
        pairs = (f"{written(theirs)}: {ours}" for theirs, ours in named.items())
        yield key, f"{{{', '.join(pairs)}}}"


def _meant(tree: Tree, ours: str, one: Seen) -> Iterator[tuple[str, str]]:
    """Their words that are not ours, with what they probably mean."""
    for value in one.values:
        meant = None
        if ours == "model" and value not in tree.models:
            meant = nearest(value, tree.models)
        elif ours == "role" and one.kind == "BOOLEAN":
            meant = "canary" if value == "true" else "primary"
        elif ours == "role" and value not in ROLES:
            meant = next((role for role, words in ROLES.items() if value.lower() in words), None)
        if meant is not None:
            yield value, meant


def written(text: str) -> str:
    """A text as YAML has it, in quotes where it could be read as something else."""
    plain = SIMPLE.fullmatch(text) and text.lower() not in AMBIGUOUS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _comment(texts: Iterable[str]) -> str:
    """Some of them in one line that ends no comment."""
    return ", ".join("".join(filter(str.isprintable, one))[:30] for one in list(texts)[:8])
