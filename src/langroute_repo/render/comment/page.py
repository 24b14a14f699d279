"""A review as one page of Markdown: the comment on the pull request, and the job's summary.

Everything that comes from the review is escaped, and cut where it is out of all proportion.
"""

from langroute_repo.output.review import Review, ReviewFailure
from langroute_repo.render.comment.changes import changes, pictures, rollouts, tables
from langroute_repo.render.comment.findings import (
    accepted,
    blocking,
    ending,
    errors,
    standing,
    warnings,
)
from langroute_repo.render.comment.header import Header
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page_limit import Section, fitted
from langroute_repo.render.markdown import cut, prose
from langroute_repo.wording import counted

# GitHub takes 65,536 characters; the rest is for what it may count otherwise than we do.
LONGEST_COMMENT = 60_000
# 1 MiB at four bytes each: a longer summary is dropped, and the step stays green.
LONGEST_SUMMARY = 260_000
# What gives way first on a page that is full; the headline stays, and so do the first errors.
ORDER = (
    "pictures", "ending", "standing", "tables", "accepted", "changes", "rollouts", "warnings",
    "errors",
)  # fmt: skip
HEADLINE, FAILURE = 600, 800  # characters
UNKNOWN = "What this changes is not known"


def comment(review: Review, header: Header, links: Links) -> str:
    """The whole body of the comment."""
    hidden = Section("header", (header.line(),))
    return fitted([hidden, *_sections(review, links, LONGEST_COMMENT)], ORDER, LONGEST_COMMENT)


def summary(review: Review, links: Links) -> str:
    """The same for the page of the run, where there is more room."""
    return fitted(_sections(review, links, LONGEST_SUMMARY), ORDER, LONGEST_SUMMARY)


def says_nothing(review: Review) -> bool:
    """Whether nobody needs to be told: nothing changes under config/, and nothing is found."""
    if review.failure or review.check is None or review.diff is None:
        return False
    blocks = any(blocking(review.check, level) for level in ("error", "warning"))
    told = any(not one.standing for one in review.check.findings)
    return not review.diff.sections and not blocks and not told


def _sections(review: Review, links: Links, limit: int) -> list[Section]:
    """All of them, with the share of a full page that is left to each kind."""
    check, diff = review.check, review.diff
    found = []
    if check:
        found = [
            errors(check, links, limit // 4),
            warnings(check, links, limit // 7),
            accepted(check, links, limit // 10),
        ]
    moved = [changes(diff, limit // 15), pictures(diff), tables(diff)] if diff else []
    rest = [standing(check, links, limit // 20), ending(check, limit // 30)] if check else []
    return [
        _headline(review),
        _failure(review.failure, links),
        *found,
        *moved,
        rollouts(diff, review.rollouts, limit // 20),
        *rest,
        _footer(review, links),
    ]


def _headline(review: Review) -> Section:
    diff = review.diff
    words = cut(diff.headline, HEADLINE) if diff else UNKNOWN
    risk = f"**Risk: {diff.risk}** · " if diff else ""
    return Section("headline", (f"### {prose(words)}\n\n{risk}{_status(review)}",))


def _status(review: Review) -> str:
    """Whether it can be merged, as far as the check goes."""
    if review.failure or review.check is None:
        return "❌ the check did not finish"
    wrong, doubtful = (len(blocking(review.check, level)) for level in ("error", "warning"))
    parts = [
        f"❌ {counted(wrong, 'error')}" if wrong else "",
        f"⚠️ {counted(doubtful, 'warning')} to cure or to accept" if doubtful else "",
    ]
    return " · ".join(filter(None, parts)) or "✅ no findings block it"


def _failure(failure: ReviewFailure | None, links: Links) -> Section:
    if failure is None:
        return Section("failure", ("",))
    hint = f"<br>➜ {prose(cut(failure.hint, FAILURE))}" if failure.hint else ""
    run = links.of_run("its run")
    return Section(
        "failure",
        (
            f"#### ❌ The check did not finish\n\n{prose(cut(failure.message, FAILURE))}{hint}\n\n"
            f"So it says neither that the change is right nor that it is wrong; see {run}. "
            "What stood here before is out of date.",
        ),
    )


def _footer(review: Review, links: Links) -> Section:
    base = f" compared with {links.commit(review.base)}" if review.base else ""
    run = f" · {links.of_run('run')}" if links.run else ""
    return Section("footer", (f"<sub>{links.commit(review.head)}{base}{run}</sub>",))
