"""What became of a language, change by change, in the words of `diff`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from langroute_repo.diff.impact import Told
from langroute_repo.diff.kind import Kind
from langroute_repo.diff.past import PastChange
from langroute_repo.render.difference.report import in_one_line
from langroute_repo.render.difference.words import sentences
from langroute_repo.tree.files.acceptance import AcceptanceFile
from langroute_repo.tree.hosted import Hosted

BEGINNING = "the first state that git has: nothing is held against it"
NOTHING = "comments or order only; nothing else changes"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed, and what it did."""

    what: str
    cause: str
    effects: list[str]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A warning that the change brought, and why it was right."""

    rules: str
    because: str
    until: str
    path: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A change of a language. ``became`` says of each environment what was deployed of it."""

    date: str
    who: str
    merged_by: str
    title: str
    pull: str
    pull_url: str
    commit: str
    commit_url: str
    lines: list[Line]
    accepted: list[Accepted]
    note: str
    became: list[str]


def entries(
    past: Sequence[PastChange], hosted: Hosted | None, became: Mapping[str, list[str]]
) -> list[Entry]:
    """The changes, the newest first; ``became`` by commit."""
    return [_entry(one, hosted, became.get(one.merged.commit.id, [])) for one in past]


def _entry(one: PastChange, hosted: Hosted | None, became: list[str]) -> Entry:
    merged, commit = one.merged, one.merged.commit
    return Entry(
        date=commit.date,
        who=merged.who,
        merged_by="" if commit.author in merged.authors else commit.author,
        title=merged.title,
        pull=f"#{merged.pull}" if merged.pull else "",
        pull_url=hosted.pull(merged.pull) if hosted and merged.pull else "",
        commit=commit.id[:12],
        commit_url=hosted.commit(commit.id) if hosted else "",
        lines=list(_lines(one.told)),
        accepted=[_accepted(path, file) for path, file in one.accepted],
        note=BEGINNING if one.beginning else "" if one.moves else NOTHING,
        became=became,
    )


def _lines(told: Sequence[Told]) -> Iterator[Line]:
    for change, effect in told:
        if change.kind is not Kind.NO_EFFECT:
            yield Line(in_one_line([change]), change.cause or "", sentences(change, effect))


def _accepted(path: str, file: AcceptanceFile) -> Accepted:
    rules = ", ".join(name.split()[0] for name in file.accepts)
    return Accepted(rules, file.because, file.until or "", path)
