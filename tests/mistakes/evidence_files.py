"""Mistakes in evidence and in seals: what vouches for a value is not what it says it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random

from langroute_repo.editing import edit
from langroute_repo.evidence.seal import sealed
from langroute_repo.tree.files.evidence import Evidence, render
from tests.mistakes.company import shape_of, weeks_of, window_of
from tests.mistakes.labels import habit, labelled, relevant, renamed
from tests.mistakes.slot import Slot, slots
from tests.mistakes.state import State, evidence_path, language_path
from tests.mistakes.thresholds import pair, retuned
from tests.mistakes.trial import Try

# So many different refreshes of each evidence file are drawn.
FORTNIGHTS = 4


def evidence_copied(state: State, chance: Random) -> Iterator[Try]:
    """Another language's evidence file is copied over, with or without its tag edited."""
    origin, copy = pair(state, chance)
    path, raw = _file(copy), state.files[_file(origin)]
    if chance.random() < 0.5:
        raw = raw.replace(f'"{origin.tag}"'.encode(), f'"{copy.tag}"'.encode(), 1)
    yield Try("by hand", state, state.edited({path: raw}))


def evidence_edited(state: State, chance: Random) -> Iterator[Try]:
    """A count of an evidence file is edited."""
    slot = chance.choice(slots(state))
    evidence = slot.evidence
    counts = list(evidence.counts)
    counts[chance.randrange(len(counts))] += 50
    raw = render(evidence.model_copy(update={"counts": counts})).encode()
    yield Try("by hand", state, state.edited({_file(slot): raw}))


def evidence_removed(state: State, chance: Random) -> Iterator[Try]:
    """An evidence file is deleted that a seal names."""
    slot = chance.choice(slots(state))
    yield Try("by hand", state, state.edited({_file(slot): None}))


def wrong_events(state: State, chance: Random) -> Iterator[Try]:
    """Evidence is built from another language's events, and the value is sealed on it anew."""
    origin, copy = pair(state, chance)
    evidence = _as(origin.evidence, copy.tag)
    after = state.edited({_file(copy): render(evidence).encode()})
    yield Try(
        "set, no text", state, Slot(after, copy.tag, copy.at).pasted(sealed(copy.value, evidence))
    )


def stale_seal(state: State, chance: Random) -> Iterator[Try]:
    """Evidence is refreshed and the seals stay as they were."""
    slot = chance.choice(slots(state))
    newer = redrawn(slot.evidence, chance.randrange(FORTNIGHTS))
    yield Try("by hand", state, state.edited({_file(slot): render(newer).encode()}))


def seal_of_another(state: State, chance: Random) -> Iterator[Try]:
    """A new value, with the seal of another language: only what it names is pasted."""
    origin, copy = pair(state, chance)
    own = sealed(retuned(copy, chance), copy.evidence)
    foreign = origin.answerer.threshold
    pasted = own.model_copy(update={"evidence": foreign.evidence, "passes": foreign.passes})
    yield Try("seal copied", state, copy.pasted(pasted))


def share_by_hand(state: State, chance: Random) -> Iterator[Try]:
    """A new value whose share is made up, with the evidence that was named before."""
    slot = chance.choice(slots(state))
    value = retuned(slot, chance)
    made_up = slot.answerer.threshold.model_copy(update={"at": value})
    if slot.evidence.passes(float(value)) != made_up.passes:
        yield Try("by hand", state, slot.pasted(made_up))


def seal_removed(state: State, chance: Random) -> Iterator[Try]:
    """A new value that says `evidence: none`, although there is evidence."""
    slot = chance.choice(slots(state))
    none = sealed(retuned(slot, chance), None)
    yield Try("by hand", state, slot.pasted(none))


def _file(slot: Slot) -> str:
    return evidence_path(slot.answerer.model, slot.tag)


def _as(evidence: Evidence, tag: str) -> Evidence:
    """The same counts, as if they were another language's."""
    return renamed(evidence, tag, window_of("new"), weeks_of(evidence.total, "new"))


def redrawn(evidence: Evidence, fortnight: int) -> Evidence:
    """What another two weeks record when nothing changes: as many events, drawn anew."""
    return _redrawn(_Same(evidence), fortnight)


@dataclass(frozen=True)
class _Same:
    """Evidence that is equal to other evidence of the same digest, to be drawn from only once."""

    evidence: Evidence = field(compare=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", self.evidence.digest)


@cache
def _redrawn(same: _Same, fortnight: int) -> Evidence:
    evidence, chance = same.evidence, Random(f"{same.digest} {fortnight}")
    counts, good = [0] * len(evidence.counts), [0] * len(evidence.counts)
    truth = relevant(evidence)
    drawn = chance.choices(range(len(evidence.counts)), evidence.counts, k=evidence.total)
    for cell in drawn:
        counts[cell] += 1
        good[cell] += chance.random() * evidence.counts[cell] < truth[cell]
    per_day = evidence.events.per_day
    shape = shape_of(evidence.model, evidence.language, evidence.total, per_day, window="new")
    return labelled(shape, counts, good, habit(evidence), chance)


def refreshed(state: State, tag: str, chance: Random) -> State:
    """New evidence of every model of a language, and every whole seal renewed at its value."""
    changes: dict[str, bytes | None] = {}
    done = state
    for at, answerer in state.language(tag).answerers():
        old = state.tree.evidence(answerer.model, tag)
        if old is not None:
            newer = redrawn(old, chance.randrange(FORTNIGHTS))
            changes[evidence_path(answerer.model, tag)] = render(newer).encode()
            done = Slot(done, tag, at).pasted(sealed(answerer.threshold.at, newer))
    return done.edited(changes | {language_path(tag): done.raw(tag)})


def comment_on(raw: bytes, text: str) -> bytes:
    """A file with one more comment, behind its modeline."""
    first, rest = raw.split(b"\n", 1)
    return b"\n".join([first, f"# {text}".encode(), rest])


def reordered(raw: bytes) -> bytes:
    """A language's file with its owners and its source in the other order."""
    lines = raw.split(b"\n")
    keys = [index for index, one in enumerate(lines) if one.startswith((b"owners:", b"source:"))]
    first, second = keys
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def with_owner(state: State, tag: str, owner: str) -> State:
    """One more owner, by hand."""
    owners = [*state.language(tag).owners, owner]
    raw = edit.relist(state.raw(tag), ("owners",), owners)
    return state.edited({language_path(tag): raw})
