"""What the verdicts on canaries allow, as edits of the languages' files.

The next rung of the policy, the canary's promotion with the old primary as a shadow, or its end.
Without --write it says what it would do. It never merges and never accepts: what the rules would
ask about is not written but named, and `propose` makes pull requests of the rest. No data is never
agreement (docs/judging.md).
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from langroute_repo.editing.edit import EditError
from langroute_repo.findings import Finding
from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.take_back_issue import TakeBack, tell_take_backs
from langroute_repo.judging.judgement import Judgement
from langroute_repo.judging.rung import Rung, Waits, next_rung
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.render.judgement.text import STATES
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import counted, listed
from scripts.files import editing
from scripts.files.edit import Edit
from scripts.files.editing import attempt, committed, with_edit
from scripts.judging.editing import edit_of
from scripts.judging.judged import Found, judged
from scripts.judging.options import options
from scripts.terminal.exit_codes import DONE, FINDINGS, NOTHING
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute ramp --log predictions.parquet --labels labelled.jsonl
  ./langroute ramp --log predictions.parquet --labels labelled.jsonl --write --text ramp.txt
  ./langroute propose ramp --title "Ramp canaries" --text ramp.txt --yes     what it wrote
"""
WORDS = {"ramp": "next rung", "promote": "promote", "take-back": "take back"}


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a canary: an edit, or why there is none."""

    of: Judgement
    rung: Rung | None
    edit: Edit | None
    because: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is judged, and whether it is written."""
    options(parser)
    parser.add_argument("--write", action="store_true", help="edit the files; without, only say it")
    parser.add_argument(
        "--text", type=Path, metavar="FILE", help="write there what is said, for propose --text"
    )
    parser.add_argument(
        "--issue",
        action="store_true",
        help="keep an issue on GitHub for each canary that is to be taken back",
    )
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who writes that issue (default: {AUTHOR})"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 whatever goes on, also nothing, and 1 when a canary is to be taken back."""
    if arguments.issue and arguments.tag:
        raise Failure("--issue is about all canaries", "leave out the language")
    steps = _all_steps(arguments)
    lines = list(_lines(steps)) if steps else ["no language has a canary"]
    tell(lines)
    if arguments.text:
        _keep(arguments.text, lines)
    edits = [one.edit for one in steps if one.edit]
    if arguments.write:
        editing.write(arguments.root, edits)
        tell([f"written: {listed([one.path for one in edits], longest=20)}" if edits else ""])
    elif edits:
        tell(["nothing was written; --write does it"])
    ended = list(_taken_back(steps))
    if arguments.issue:
        _keep_issues(ended, arguments.author)
    return FINDINGS if ended else DONE


def _taken_back(steps: Sequence[Step]) -> Iterator[TakeBack]:
    for one in steps:
        if one.rung and one.rung.kind == "take-back":
            broken = [clause for clause in one.of.verdict.clauses if clause.state == "broken"]
            case, why = one.of.case, list(map(str, broken))
            yield TakeBack(case.language, case.model, why, one.edit is not None)


def _keep_issues(found: Sequence[TakeBack], author: str) -> None:
    try:
        for done in tell_take_backs(GitHub.connect(), found, author):
            say(done)
    except GitHubError as error:
        raise Failure(f"the issues cannot be kept: {error.message}", error.hint) from error


def _all_steps(arguments: argparse.Namespace) -> list[Step]:
    """None without a canary: what was proposed of an earlier one is then to be closed."""
    try:
        return list(_steps(arguments.root, judged(arguments)))
    except Failure as failure:
        if failure.exit_code == NOTHING:
            return []
        raise


def _steps(root: Path, found: Found) -> Iterator[Step]:
    """One for each canary; each is tried beside those before it, as they go into one tree."""
    tree, base = found.tree, committed(root, found.tree)
    for one in found.judgements:
        if one.case.role != "canary":
            continue
        step = _step(root, found, tree, base, one)
        if step.edit:
            tree = with_edit(tree, step.edit)
        yield step


def _step(root: Path, found: Found, tree: Tree, base: Tree, one: Judgement) -> Step:
    rung = next_rung(one, found.policy)
    if isinstance(rung, Waits):
        return Step(one, None, None, rung.because)
    if rung.kind != "take-back" and (frozen := _frozen(found)):
        return Step(one, rung, None, frozen)
    try:
        edit = edit_of(tree, one.case.language, rung)
    except EditError as error:
        return Step(one, rung, None, f"{error.message}; {error.hint}")
    tried = attempt(tree, [edit], found.today, base=base, root=root)
    blocking = [*_errors(tried.new), *tried.to_accept]
    if blocking:
        return Step(one, rung, None, "; ".join(map(_named, blocking[:3])))
    return Step(one, rung, edit)


def _errors(findings: Sequence[Finding]) -> Iterator[Finding]:
    return (one for one in findings if one.level == "error")


def _named(one: Finding) -> str:
    return f"{one.path}: {one.rule}: {one.message}"


def _frozen(found: Found) -> str:
    freeze = found.tree.freeze.model if found.tree.freeze else None
    if found.tree.freeze and (freeze is None or freeze.means(found.environment)):
        return f"{found.tree.freeze.path} holds"
    return ""


def _lines(steps: Sequence[Step]) -> Iterator[str]:
    going = [one for one in steps if one.edit and one.rung]
    waiting = [one for one in steps if not one.edit]
    for one in going:
        assert one.rung
        case = one.of.case
        to = f" {case.traffic:.0%} → {one.rung.share}" if one.rung.share else ""
        yield f"{case.language}: {WORDS[one.rung.kind]}: {case.model}{to}"
        for clause in one.of.verdict.clauses:
            yield f"  {STATES[clause.state]:<7} {clause}"
        yield ""
    for one in waiting:
        wish = f"{WORDS[one.rung.kind]} is not proposed: " if one.rung else "hold: "
        yield f"{one.of.case.language}: {one.of.case.model}: {wish}{one.because}"
    yield f"to be changed: {len(going)} of {counted(len(steps), 'language')} with a canary"


def _keep(path: Path, lines: Sequence[str]) -> None:
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise Failure(f"--text {path} cannot be written: {error.strerror}".lower()) from error
