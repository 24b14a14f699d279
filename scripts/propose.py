"""Open pull requests with what config/ holds here and the default branch does not.

There is one for each set of owners, complete in itself: what belongs together by content is not
split. Each is kept up to date as long as nobody else has changed it, and closed when it is not
wanted any more. Without --yes it says what it would do. Branches are pushed with GITHUB_TOKEN,
which git is given for that alone. Nothing here is changed.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import Conflict, GitHubError
from langroute_repo.github.proposing import Keeper, Proposal, Step
from langroute_repo.github.scratch import scratch
from langroute_repo.github.wanted import Wanted, wanted
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.render.proposal import Told
from langroute_repo.tree.git import GitError
from scripts.files.day import day, today
from scripts.github.portions import Workshop
from scripts.terminal.exit_codes import CONFLICT, DONE, FAILED
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute propose evidence --title "Refresh the evidence" --text counted.txt
  ./langroute propose evidence --title "Refresh the evidence" --text counted.txt --yes
  ./langroute propose retune-de --title "Lower the threshold" --text why.txt --most 1 --yes
"""
# As many as dependabot keeps open: more at once are not read one by one.
MOST = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the branches are langroute/NAME-…")
    parser.add_argument(
        "--title", required=True, help="of commits and pull requests, with the languages behind it"
    )
    parser.add_argument(
        "--text", type=Path, metavar="FILE", required=True, help="why; shown in each as it is"
    )
    parser.add_argument(
        "--most",
        type=_most,
        metavar="N",
        default=MOST,
        help=f"open at once; the others come with later runs (default: {MOST})",
    )
    parser.add_argument("--yes", action="store_true", help="do it; without, only say what it does")
    parser.add_argument("--today", type=day, metavar="DATE", help="check as of this day")
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who opens them on GitHub (default: {AUTHOR})"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 proposed, or nothing to do; 2 when git or GitHub refuse, 5 when main moved apart."""
    try:
        why = arguments.text.read_text(encoding="utf-8", errors="replace")
        with scratch(arguments.root) as clone:
            found = wanted(arguments.root, clone)
            keeper = Keeper(GitHub.connect(), found, arguments.name, arguments.author)
            with Phases() as phases:
                phases("holding each part against the rules")
                proposals = _proposals(keeper, found, why, arguments)
                phases("looking at what is open")
                steps = keeper.plan(proposals, arguments.most)
            for line in map(keeper.do, steps) if arguments.yes else _shown(steps):
                tell([line])  # one by one: what is done is done, whatever fails after it
            if not steps:
                tell([f"nothing to propose: config/ is as {clone.remote.branch} has it"])
        return DONE
    except GitHubError as error:
        code = CONFLICT if isinstance(error, Conflict) else FAILED
        raise Failure(error.message, error.hint, code) from error
    except (GitError, OSError) as error:
        raise Failure(str(error)) from error


def _most(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of pull requests, 1 or more")
    return int(text)


def _proposals(
    keeper: Keeper, found: Wanted, why: str, arguments: argparse.Namespace
) -> list[Proposal]:
    if not found.files:
        return []
    workshop = Workshop(found, arguments.title, arguments.today or today())
    made = []
    for portion, together in workshop.portions():
        commit = workshop.commit(portion)
        told = Told(
            title=arguments.title,
            effect=workshop.effect(commit),
            why=why,
            portion=portion,
            together=together,
            moved=workshop.moved(portion),
            doubts=workshop.doubts(portion),
        )
        branch = keeper.branch(portion.owners)
        made.append(Proposal(branch, told, commit, found.digest(portion.paths)))
    return made


def _shown(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        yield f"{step.doing:<6}  {step}{f' ({step.because})' if step.because else ''}"
        if step.proposal and step.doing in ("open", "renew", "wait"):
            yield f"        asks {step.proposal.told.asks}"
        if step.proposal and step.proposal.told.together:
            yield f"        not split: {step.proposal.told.together}"
    if steps:
        yield "nothing was changed; --yes does it"
