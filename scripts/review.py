"""Check and diff a change at once, and write down what was found for `./langroute comment`.

It is what the workflow on pull requests runs: annotations go to stdout, the page to the file that
GITHUB_STEP_SUMMARY names, the review to --out. GITHUB_EVENT_PATH says which pull request it is;
what is written in it has no say: how it ends depends on the head, on the commit that this is
compared with and on the day.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from langroute_repo.diff.answering import answers_stay
from langroute_repo.diff.changes import difference
from langroute_repo.diff.shown import moves
from langroute_repo.findings import Report
from langroute_repo.output.diff import DiffOutput
from langroute_repo.output.review import PartMove, PlannedRollout, Review, ReviewFailure
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page import summary
from langroute_repo.render.difference.output import diff_output
from langroute_repo.render.difference.report import DiffReport
from langroute_repo.render.findings.annotations import command, github
from langroute_repo.render.findings.output import check_output
from langroute_repo.tree.compile import plan_hashes_of
from langroute_repo.tree.compiled_history import document
from langroute_repo.tree.git import GitError, changed_paths, commit_id
from langroute_repo.tree.owners import approvals
from langroute_repo.tree.parts import parts_of
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.snapshot import Folder, Snapshot
from langroute_repo.tree.tree import Tree
from scripts.files.against import Against, as_change, compared_with, files
from scripts.files.day import day, today
from scripts.files.merged import brought_since, merged_change
from scripts.files.since import dated
from scripts.github.event import WorkflowEvent, repository
from scripts.terminal.exit_codes import CLEAN, FINDINGS, NOTHING
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from validators.engine import run as run_rules
from validators.finding import Given

EXAMPLES = """
  ./langroute review --against origin/main                       what the workflow runs
  ./langroute review --against main --out review.json            and keep the review
  ./langroute review --each-since origin/main                    commit by commit
  ./langroute comment --artifact review.json --head SHA --print  the comment that it makes
"""


@dataclass
class Draft:
    """A review as far as it has come: what fails later still tells what was found before."""

    head: str
    against: str
    pull_request: int | None = None
    base: str | None = None
    report: Report | None = None
    diff: DiffOutput | None = None
    moves: dict[str, dict[str, PartMove]] = field(default_factory=dict)
    rollouts: list[PlannedRollout] = field(default_factory=list)
    failure: ReviewFailure | None = None

    def review(self) -> Review:
        return Review(
            schema_version=1,
            head=self.head,
            base=self.base,
            pull_request=self.pull_request,
            against=self.against,
            check=check_output(self.report) if self.report else None,
            diff=self.diff,
            moves=self.moves,
            rollouts=self.rollouts,
            failure=self.failure,
        )


def arguments(parser: argparse.ArgumentParser) -> None:
    compared = parser.add_mutually_exclusive_group(required=True)
    compared.add_argument(
        "--against",
        metavar="REV|DIR",
        help="the state before the change, a revision or a folder",
    )
    compared.add_argument(
        "--each-since",
        metavar="REV",
        help="review each commit since this one against the one before it, as in a merge queue",
    )
    parser.add_argument(
        "--head",
        metavar="SHA",
        help="the commit that the pull request proposes (default: the event's, or HEAD)",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the review there")
    parser.add_argument(
        "--today", type=day, metavar="DATE", help="judge as of this day (default: today, UTC)"
    )


def run(arguments: argparse.Namespace) -> int:
    """As check ends: 0 nothing that blocks, 1 findings, 2 the tool failed, 3 nothing to check."""
    if arguments.each_since:
        return _each(arguments)
    event = WorkflowEvent.read()
    number = event.number("pull_request", "number")
    draft = Draft(_head(arguments, event), arguments.against, number if number > 0 else None)
    with _told(draft, arguments.out):
        _fill(draft, arguments)
    return _code(draft)


@contextmanager
def _told(draft: Draft, out: Path | None) -> Iterator[None]:
    """Tell what was found, also when something fails after it."""
    try:
        yield
    except Failure as failure:
        draft.failure = ReviewFailure(message=failure.message, hint=failure.hint)
        raise
    except Exception as error:  # also a defect of ours must not leave an old green comment alone
        told = f"langroute review broke: {type(error).__name__}: {error}"
        draft.failure = ReviewFailure(message=told, hint="report it, with the log of this run")
        raise
    finally:
        _tell(draft, out)


def _code(draft: Draft) -> int:
    return FINDINGS if draft.report and draft.report.blocking else CLEAN


def _each(arguments: argparse.Namespace) -> int:
    """All are told, whichever blocks: 0 where none does."""
    root, since, codes = arguments.root, arguments.each_since, []
    base = None if since.startswith("-") else commit_id(root, since)
    if base is None:
        raise Failure(f"{since!r} names no commit here", "name the parent of the first to review")
    for commit in brought_since(root, base):
        draft = Draft(commit.id, f"{commit.id}^")
        say(f"{commit.id[:12]} {commit.subject}")
        with _told(draft, None):
            change = merged_change(root, f"{commit.id}^", commit.id)
            draft.base = change.before.commit
            draft.report = run_rules(change.given(arguments.today or today()))
            _fill_diff(draft, change.before, change.state, change.tree)
        codes.append(_code(draft))
    if not codes:
        raise Failure(f"nothing to review since {since}", exit_code=NOTHING)
    return max(codes)


def _head(arguments: argparse.Namespace, event: WorkflowEvent) -> str:
    named = arguments.head or event.text("pull_request", "head", "sha") or "HEAD"
    found = named if _is_commit(named) else commit_id(arguments.root, named)
    if found is None:
        raise Failure(f"{named} names no commit here", "say which one is reviewed with --head")
    return found


def _is_commit(name: str) -> bool:
    """The head of a pull request need not be in this clone: its merge with the base is."""
    return len(name) in (40, 64) and not name.strip("0123456789abcdef")


def _fill(draft: Draft, arguments: argparse.Namespace) -> None:
    root: Path = arguments.root
    tree = files(root)
    found = compared_with(root, arguments.against, tree)
    draft.base = found.commit or None
    draft.rollouts = list(_rollouts(found.before, tree))
    draft.moves = _moves(found.before, tree)
    given = Given(tree=tree, today=arguments.today or today())
    draft.report = dated(run_rules(as_change(given, found, root)), root)
    _fill_diff(draft, found, Folder(root), tree)


def _fill_diff(draft: Draft, found: Against, after: Snapshot, tree: Tree) -> None:
    try:
        report = DiffReport(difference(found.state, after))
        changed = report.found.changed.union(_changed_beside(found, after))
    except (GitError, OSError) as error:
        raise Failure(str(error)) from error
    hashes = plan_hashes_of(found.before), plan_hashes_of(tree)
    draft.diff = diff_output(report, *hashes, approvals(found.before, changed))


def _changed_beside(found: Against, after: Snapshot) -> frozenset[str]:
    """Files outside of config/ have owners too; of a commit in a queue only config/ is compared."""
    if not (isinstance(after, Folder) and found.commit):
        return frozenset()
    return frozenset(changed_paths(after.root, found.commit))


def _moves(before: Tree, after: Tree) -> dict[str, dict[str, PartMove]]:
    """Of every environment that there is, or was."""
    names = sorted(before.environments.keys() | after.environments.keys())
    found = {name: moves(parts_of(before, name), parts_of(after, name)) for name in names}
    return {
        name: {part: PartMove(before=one.before, after=one.after) for part, one in moved.items()}
        for name, moved in found.items()
    }


def _rollouts(before: Tree, after: Tree) -> Iterator[PlannedRollout]:
    """As ``push`` will choose them, where what is live is what the change is compared with."""
    for name in promotion_order(after):
        model = after.environments[name].model
        if model is not None:
            was, now = document(before, name), document(after, name)
            quick = bool(model.quick and was and now and answers_stay(was, now))
            rollout = model.quick if model.quick and quick else model.rollout
            yield PlannedRollout(
                environment=name,
                after=model.after,
                duration=rollout.duration,
                step=rollout.step,
                growth=rollout.growth,
                bake=rollout.bake,
                quick=quick,
            )


def _tell(draft: Draft, out: Path | None) -> None:
    """Annotations, summary and artifact; a folder that takes no file is a failure of its own."""
    if draft.report:
        sys.stdout.write(github(draft.report))
    if draft.failure:
        sys.stdout.write(command("error", draft.failure.message))
    review = draft.review()
    try:
        if out:
            out.write_text(json.dumps(review.model_dump()) + "\n", encoding="utf-8")
            say(f"wrote {out}")
        _write_summary(review)
    except OSError as error:
        raise Failure(f"{error.filename} cannot be written: {error.strerror}".lower()) from error


def _write_summary(review: Review) -> None:
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if not page:
        return
    links = Links(repository(), review.head, review.base or "")
    with Path(page).open("a", encoding="utf-8") as file:
        file.write(summary(review, links))
