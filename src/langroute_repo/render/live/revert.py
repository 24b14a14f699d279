"""What the pull request says that reverts the repository to what is live, and where it says it.

All of it comes from AWS, from git and from files, and is escaped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from langroute_repo.render.hidden_marker import marker
from langroute_repo.render.markdown import code, cut, fenced, prose
from langroute_repo.tree.git import Commit

SHOWN, SHOWN_LINES = 20, 60
ITEM, LINE = 600, 300  # characters
APPROVE = (
    "When a workflow's own token proposes, the checks wait until somebody who may write here "
    "approves the runs, at the bottom of this page; those of a GitHub App start by themselves."
)


@dataclass(frozen=True, slots=True)
class Revert:
    """Facts in words. ``commits`` are reverted, newest first.

    Without any, the files of ``languages`` are as in ``source``, and without these all of config/.

    ``changes`` says what the readers of the environment would get otherwise than by the branch as
    it is, ``left`` how that still differs from what is live. ``moves`` are all environments in the
    order of promotion, and whether what the branch holds for each changes.
    """

    environment: str
    branch: str
    live: str
    source: str
    taken_back: Sequence[str]
    reasons: Sequence[str]
    commits: Sequence[Commit]
    changes: Sequence[str]
    exact: bool
    left: Sequence[str]
    moves: Mapping[str, bool]
    languages: Sequence[str] = ()

    @property
    def title(self) -> str:
        return title(self.environment, self.source)

    @property
    def facts(self) -> dict[str, object]:
        """What makes another revert of it: what runs, and what goes."""
        gone = [one.id[:12] for one in self.commits]
        return {"environment": self.environment, "live": self.source, "commits": gone}


def title(environment: str, source: str) -> str:
    """Of the commit and of the pull request; it names no language."""
    return f"Revert {environment} to {source}"


def message(
    environment: str,
    live: str,
    source: str,
    commits: Sequence[Commit],
    languages: Sequence[str] = (),
) -> str:
    """Of the commit."""
    as_of = (
        f"{', '.join(languages)}: as of {source}." if languages else f"config/ is as of {source}."
    )
    gone = [f"- {one.subject} ({one.id[:12]})" for one in commits[:SHOWN]]
    what = ["This reverts, in config/ only:", *gone] if gone else [as_of]
    return "\n".join([title(environment, source), "", f"{environment} runs {live}.", "", *what])


def body(revert: Revert, head: str) -> str:
    """The text of the pull request; ``head`` is the commit that it proposes."""
    parts = [
        marker("revert", **revert.facts, head=head),
        f"**{prose(revert.environment)} runs {prose(revert.live)}**, and "
        f"{code(revert.branch)} still holds what was taken back. This brings it in line.",
        *_why(revert),
        *_reverted(revert),
        *_left(revert),
        *_on_merge(revert),
        "Until then a push that brings a language as it was taken back is refused. If it is good "
        f"after all, close this; {code(_again(revert))} brings it again.",
        f"<sub>{APPROVE}</sub>",
    ]
    return "\n\n".join(parts) + "\n"


def comment(revert: Revert, number: int, facts: dict[str, object]) -> str:
    """What the pull request that brought it gets to read; ``number`` is the revert's."""
    parts = [
        marker("taken-back", **facts),
        f"**This was taken back in {prose(revert.environment)}**, which runs {prose(revert.live)}.",
        *_why(revert),
        f"#{number} reverts it.",
    ]
    return "\n\n".join(parts) + "\n"


def _again(revert: Revert) -> str:
    return f"./langroute push {revert.environment} --yes --retry-rolled-back"


def _why(revert: Revert) -> Iterator[str]:
    told = list(dict.fromkeys((*revert.taken_back, *revert.reasons)))
    if told:
        yield f"#### Why\n\n{_items(map(prose, _cut(told)))}"


def _reverted(revert: Revert) -> Iterator[str]:
    if revert.commits:
        yield f"#### What it reverts\n\n{_items(map(_commit, revert.commits))}"
    elif revert.languages:
        yield (
            f"#### What it reverts\n\nReverting the commits since {code(revert.source)} does not "
            f"come apart, so {prose(', '.join(revert.languages))} goes back to its file of that "
            "commit, sealed on the evidence of today. What was merged beside it stays."
        )
    else:
        yield (
            f"#### What it reverts\n\nReverting the commits since {code(revert.source)} does not "
            f"come apart, so `config/` is as it was there: **what was merged later goes as well**."
        )
    yield f"From {code(revert.branch)} to this:\n\n{_lines(revert.changes)}"


def _commit(commit: Commit) -> str:
    return f"{commit.date} by {prose(cut(commit.author, 80))}: " + (
        f"{prose(cut(commit.subject, 200))} ({code(commit.id[:12])})"
    )


def _left(revert: Revert) -> Iterator[str]:
    if not revert.exact:
        yield (
            f"#### ⚠️ It does not give exactly what {prose(revert.environment)} runs\n\n"
            f"From what runs to this, which the next push brings:\n\n{_lines(revert.left)}"
        )


def _on_merge(revert: Revert) -> Iterator[str]:
    steps = [
        f"1. **{prose(name)}**: {_step(revert, name, moves)}"
        for name, moves in revert.moves.items()
    ]
    yield "#### On merge\n\n" + "\n".join(steps)


def _step(revert: Revert, name: str, moves: bool) -> str:
    if name == revert.environment:
        if revert.exact:
            return "nothing is deployed, for it runs exactly this"
        return "the push brings what is different, as above"
    if moves:
        return f"what {code(revert.branch)} holds for it goes back as well, and the push brings it"
    return f"what {code(revert.branch)} holds for it stays"


def _items(items: Iterable[str]) -> str:
    told = list(items)
    more = len(told) - SHOWN
    return "\n".join(
        f"- {one}" for one in [*told[:SHOWN], *([f"… and {more:,} more"] if more > 0 else [])]
    )


def _lines(lines: Sequence[str]) -> str:
    if not lines:
        return "Nothing for the readers: it is only written otherwise."
    more = len(lines) - SHOWN_LINES
    rest = [f"… and {more:,} more"] if more > 0 else []
    return fenced([*(cut(one, LINE) for one in lines[:SHOWN_LINES]), *rest])


def _cut(texts: Iterable[str]) -> Iterator[str]:
    return (cut(" ".join(one.split()), ITEM) for one in texts)
