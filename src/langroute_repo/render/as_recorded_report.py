"""What a log of answers says of the files: the same, drawn anew, or otherwise."""

import math
from collections.abc import Iterator

from langroute_repo.render.table import table
from langroute_repo.replay.as_recorded import AsRecorded, Fate, Held
from langroute_repo.tree.values import percentage
from langroute_repo.wording import counted

FATES = {
    Fate.ANEW: "once: the canary is drawn anew, so that others are in its share",
    Fate.OTHERWISE: "though the same model answers",
    Fate.UNKNOWN: "for nobody has recorded what passed, or at which threshold",
    Fate.FOREIGN: "that is neither the primary here nor the canary",
}
STAYS = {True: "same decision", False: "decided otherwise", None: "decision not known"}


def lines(found: AsRecorded, environment: str) -> Iterator[str]:
    """For a terminal."""
    yield f"{counted(found.events, 'recorded event')} held against the files, for {environment}"
    passed = "as the log says" if found.passed else "whatever scored at or above the threshold"
    yield f"what passed before: {passed}"
    if found.languages:
        yield ""
        yield from table([HEAD, *_rows(found)], right=range(1, len(HEAD))).splitlines()
    for fate, why in FATES.items():
        if any(held.fates[fate] for held in found.languages.values()):
            yield ""
            yield f"{fate.value}, {why}:"
            for tag, held in sorted(found.languages.items()):
                if held.fates[fate]:
                    yield from _language(tag, held, fate)
    for reason, rows in found.left_out.most_common():
        yield f"left out {counted(rows, 'row')}: {reason}"


HEAD = ("language", "events", *(fate.value for fate in Fate))


def _rows(found: AsRecorded) -> Iterator[tuple[str, ...]]:
    for tag, held in sorted(found.languages.items()):
        events = held.fates.total()
        yield tag, f"{events:,}", *(f"{held.fates[fate]:,}" for fate in Fate)


def _language(tag: str, held: Held, fate: Fate) -> Iterator[str]:
    yield f"  {tag}  {', '.join(held.samples[fate]) or 'without an id'}"
    moved = fate in (Fate.ANEW, Fate.FOREIGN)
    asked = [one for one in held.moved if moved and (fate is Fate.FOREIGN) == one.foreign]
    for one in sorted(asked, key=lambda one: -held.moved[one]):
        yield f"      {held.moved[one]:,} {one.before} → {one.after}: {STAYS[one.stays]}"
    if fate is Fate.ANEW:
        events = held.fates.total()
        before, after = (percentage(one, events) for one in (held.canary_before, held.canary_after))
        yield f"      the canary answered {before} and would answer {after}"
        if _beyond_chance(held.canary_before / events, held.canary_after / events, events):
            yield "      that is more than chance: is its share there the same, and the unit right?"


def _beyond_chance(before: float, after: float, events: int) -> bool:
    """Whether two draws of one share hardly differ so much: once in 16,000 times they do."""
    share = (before + after) / 2
    return abs(before - after) > 4 * math.sqrt(2 * share * (1 - share) / events)
