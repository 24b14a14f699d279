"""A review as one page of Markdown: the comment on the pull request, and the job's summary.

Everything that comes from the review is escaped, and cut where it is out of all proportion.
"""

from collections.abc import Sequence
from functools import partial

from langroute_repo.output.review import Review, ReviewFailure
from langroute_repo.render.comment.approvals import approvals
from langroute_repo.render.comment.changes import endpoints, others, rollouts
from langroute_repo.render.comment.findings import blocking, errors, warnings
from langroute_repo.render.comment.header import Header
from langroute_repo.render.comment.languages import languages
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page_limit import NOTE, Section, fitted
from langroute_repo.render.comment.quiet import accepted, brought, ending, notes, standing
from langroute_repo.render.comment.risk import risk
from langroute_repo.render.comment.since import since, told
from langroute_repo.render.markdown import brief
from langroute_repo.wording import counted, listed

# GitHub takes 65,536 characters; the rest is for what it may count otherwise than we do.
LONGEST_COMMENT = 60_000
# 1 MiB at four bytes each: a longer summary is dropped, and the step stays green.
LONGEST_SUMMARY = 260_000
# What gives way first on a page that is full, step by step: pictures and what a click opens before
# anything that is read at once. The headline stays, and so do the first errors.
ORDER = (
    "languages", "ending", "standing", "warnings", "warnings", "languages", "languages",
    "languages", "standing", "others", "endpoints", "rollouts", "accepted", "accepted",
    "warnings", "warnings", "languages", "approvals", "languages", "languages", "errors",
)  # fmt: skip
HEADLINE, FAILURE = 600, 800  # characters
UNKNOWN = "What this changes is not known"


def comment(review: Review, header: Header, links: Links, previous: str = "") -> str:
    """The whole body of the comment, which replaces the ``previous`` one."""
    found = told(review, previous)
    lines = header.line(), found.line() if found else ""
    hidden = Section("header", ("\n".join(filter(None, lines)),))
    changed = Section("since", (since(found, review.head, links),))
    sections = _sections(review, links, LONGEST_COMMENT, changed)
    there = f"the summary of {links.of_run('the check')}" if links.run else "the check's summary"
    return fitted([hidden, *sections], ORDER, LONGEST_COMMENT, partial(_left_out, there))


def summary(review: Review, links: Links) -> str:
    """The same for the page of the run, where there is more room."""
    sections = _sections(review, links, LONGEST_SUMMARY, Section("since", ("",)))
    note = partial(_left_out, "the run's artifact `review`")
    return fitted(sections, ORDER, LONGEST_SUMMARY, note)


def _left_out(there: str, lacks: Sequence[str]) -> str:
    """What a full page lacks, and where it stands; ``there`` is ours."""
    return f"**Too long for one page**: {listed(lacks, longest=len(lacks))} stand in {there}."


def says_nothing(review: Review) -> bool:
    """Whether nobody needs to be told: nothing changes under config/, and nothing is found."""
    if review.failure or review.check is None or review.diff is None:
        return False
    blocks = any(blocking(review.check, level) for level in ("error", "warning"))
    changes = review.diff.languages or review.diff.others
    return not changes and not blocks and not brought(review.check)


def _sections(review: Review, links: Links, limit: int, changed: Section) -> list[Section]:
    """All of them, with the share of a full page that is left to each kind."""
    check, diff = review.check, review.diff
    found = []
    if check:
        found = [
            errors(check, links, limit // 5),
            warnings(check, links, limit // 8),
            accepted(check, links, limit // 10),
        ]
    moved = _changes(review, limit) if diff else []
    rest = [standing(check, links, limit // 20), ending(check, limit // 30)] if check else []
    rest += [notes(check)] if check else []
    return [
        _headline(review),
        changed,
        Section(NOTE, ("",)),
        _failure(review.failure, links),
        *found,
        *moved,
        rollouts(diff, review.rollouts, limit // 30),
        *rest,
        _footer(review, links),
    ]


def _changes(review: Review, limit: int) -> list[Section]:
    diff, check = review.diff, review.check
    assert diff is not None, "asked for only where there is a difference"
    found = brought(check) if check else []
    files = {one.accepted.path for one in found if one.accepted}
    return [
        languages(diff, limit // 6),
        others(diff, files, limit // 30),
        endpoints(diff, limit // 30),
        approvals(diff, limit // 30),
    ]


def _headline(review: Review) -> Section:
    """The largest effect by itself, then the others, then how bad that is."""
    first, *others = (review.diff.parts if review.diff else []) or [UNKNOWN]
    level = risk(review)
    lines = [
        f"### {brief(first, HEADLINE)}",
        brief("; ".join(others), HEADLINE),
        (f"**Risk: {level}** · " if level else "") + _status(review),
    ]
    return Section("headline", ("\n\n".join(filter(None, lines)),))


def _status(review: Review) -> str:
    """Whether it can be merged, as far as the check goes."""
    unfinished = "❌ the check did not finish" if review.failure or not review.check else ""
    if review.check is None:
        return unfinished
    wrong, doubtful = (len(blocking(review.check, level)) for level in ("error", "warning"))
    parts = [
        unfinished,
        f"❌ {counted(wrong, 'error')}" if wrong else "",
        f"⚠️ {counted(doubtful, 'warning')} to cure or to accept" if doubtful else "",
    ]
    passed = len(brought(review.check))
    told = [*filter(None, parts)] or ["✅ no findings block it"]
    return " · ".join([*told, *([f"☑️ {counted(passed, 'warning')} accepted"] if passed else [])])


def _failure(failure: ReviewFailure | None, links: Links) -> Section:
    if failure is None:
        return Section("failure", ("",))
    hint = f"<br>➜ {brief(failure.hint, FAILURE)}" if failure.hint else ""
    run = links.of_run("its run")
    return Section(
        "failure",
        (
            f"#### ❌ The check did not finish\n\n{brief(failure.message, FAILURE)}{hint}\n\n"
            f"So it says neither that the change is right nor that it is wrong; see {run}. "
            "What stood here before is out of date.",
        ),
    )


def _footer(review: Review, links: Links) -> Section:
    base = f" compared with {links.commit(review.base)}" if review.base else ""
    run = f" · {links.of_run('run')}" if links.run else ""
    return Section("footer", (f"<sub>{links.commit(review.head)}{base}{run}</sub>",))
