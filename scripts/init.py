"""Make this checkout a company's own: its files in the place of the sample's.

What neither options nor --answers say is asked. --from takes over what a backend reads today, by a
--mapping of what is where in it (docs/switch.md). The files are prepared beside the checkout, held
against the rules and then put in place; what comes next is printed. Nothing is committed, and
nothing leaves this machine. docs/make-it-yours.md tells the whole way.
"""

import argparse
from datetime import date
from pathlib import Path

from langroute_repo.company.origin import Origin
from langroute_repo.company.ownership import ORIGIN
from langroute_repo.evidence.log import EvidenceError
from langroute_repo.onboarding import checkout
from langroute_repo.onboarding.answers import Answers
from langroute_repo.onboarding.checkout import NotASample
from langroute_repo.onboarding.exchange import Exchange
from langroute_repo.onboarding.reading import Data, UnusableAnswers, answers, as_text, parsed
from langroute_repo.render.findings.text import text
from langroute_repo.tree.git import GitError
from langroute_repo.upgrade.release import version_here
from scripts import PROJECT
from scripts.company import options
from scripts.company.asking import on_a_terminal
from scripts.company.having import Having, having, region_of
from scripts.company.having import arguments as having_arguments
from scripts.company.held_against import held_against
from scripts.company.interview import interview
from scripts.company.making import make
from scripts.company.telling import next_steps, refused, summary
from scripts.files.day import day, today
from scripts.generated.companys import plan_of
from scripts.terminal.exit_codes import DONE, REFUSED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain, say, wants_colour
from scripts.terminal.signals import cleaned_up_in_peace, ended_by_signals
from scripts.terminal.stdout import tell, write

EXAMPLES = """
  ./langroute init                                 asks, and makes the files
  ./langroute init --print-answers > ../mine.yaml  all answers of an example, to be edited
  ./langroute init --answers ../mine.yaml          takes them; what is missing is asked
  ./langroute init --answers ../mine.yaml --log ../predictions.parquet --passes 25%
  ./langroute init --answers ../mine.yaml --from ../live.json --mapping ../mapping.yaml
  ./langroute init --answers ../mine.yaml --from appconfig:risk/live/routes --mapping ../map.yaml
"""
EXAMPLE = Path(__file__).parent / "company" / "answers.yaml"
MAPPING = Path(__file__).parent / "company" / "mapping.yaml"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--answers", type=Path, metavar="FILE", help="a file that answers (YAML)")
    parser.add_argument(
        "--print-answers", action="store_true", help="print an example of such a file, and end"
    )
    parser.add_argument(
        "--origin", metavar="URL", help="the tool's repository (default: this clone's origin)"
    )
    parser.add_argument("--today", type=day, metavar="DATE", help="check as of this day")
    having_arguments(parser)
    parser.add_argument(
        "--print-mapping", action="store_true", help="print an example of a mapping, and end"
    )
    options.arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 done, 1 refused by the check, 2 refused or failed; but for 0 nothing is changed."""
    if arguments.print_answers:
        write(EXAMPLE.read_text(encoding="utf-8"))
        return DONE
    if arguments.print_mapping:
        write(MAPPING.read_text(encoding="utf-8"))
        return DONE
    root: Path = arguments.root
    exchange = Exchange(root)
    try:
        _refuse(root, exchange)
        origin = arguments.origin or checkout.origin(root)
        given, had = _answered(root, arguments)
        checkout.refuse_own(origin, given.github.repository)
        exchange.clear()
        with ended_by_signals():
            return _begin(root, given, had, arguments.today or today(), exchange, origin)
    except UnusableAnswers as unusable:
        raise refused(unusable, "with the log", asked=True) from unusable
    except (EvidenceError, NotASample) as error:
        raise Failure(error.message, error.hint) from error
    except BrokenPipeError:
        raise  # whoever read the output has left; that is told by the exit code
    except (GitError, OSError) as error:
        raise Failure(str(error)) from error


def _refuse(root: Path, exchange: Exchange) -> None:
    """Refuse what is no untouched sample; a run that was cut short is taken back."""
    left = exchange.left()
    checkout.refuse_begun(root)
    checkout.refuse_edited(root, left)
    if left:
        say("an earlier run was cut short; what it had put in place is taken back")
        checkout.undo(root, left)


def _answered(root: Path, arguments: argparse.Namespace) -> tuple[Answers, Having | None]:
    """What --from, options and the file say and, on a terminal, what else is asked for."""
    data = options.answered(arguments)
    named = str(arguments.answers or "options")
    had = None
    try:
        if arguments.answers:
            data = options.together(parsed(_read(arguments.answers)), data)
        had = having(arguments, region_of(data))
        data = had.among(data) if had else data
        return _whole(data, had)
    except UnusableAnswers as unusable:
        if unusable.faults or not on_a_terminal():
            raise refused(unusable, named) from unusable
    data = interview(data)
    try:
        return _whole(data, had)
    except UnusableAnswers as unusable:
        raise refused(unusable, named, asked=True) from unusable
    finally:
        say(f"\nyour answers are kept in {checkout.keep(root, as_text(data))}")


def _whole(data: Data, had: Having | None) -> tuple[Answers, Having | None]:
    """The answers, with what was read elsewhere in them; ``UnusableAnswers`` if not all is said."""
    given = answers(data)
    return (had.settled(data, given) if had else given), had


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"{path} cannot be read: {reason}", "nothing was written") from error


def _begin(
    root: Path, given: Answers, had: Having | None, day: date, exchange: Exchange, origin: str
) -> int:
    """Make the files, hold them against the rules and put them in place, or leave all as it was."""
    moving = False
    try:
        made = make(root, given, had.words if had else {}, day, exchange)
        exchange.write({ORIGIN: _origin_file(root, origin)})
        if had:
            tell([*had.lines(), ""])
        tell(summary(given, made))
        write("\n" + text(made.report, colour=wants_colour()))
        if made.report.blocking:
            exchange.clear()
            print("\nnothing was written: the check would refuse it; mend the answers")
            return REFUSED
        if had:
            write("\n")
            tell(held_against(had, given.log, exchange.prepared, day))
        moving = True
        exchange.move(made.gone)
    except BaseException:
        with cleaned_up_in_peace():
            _take_back(root, exchange, moving)
        raise
    exchange.clear()
    print()
    tell(next_steps(root, given, plan_of(root)))
    return DONE


def _take_back(root: Path, exchange: Exchange, moving: bool) -> None:
    """Leave all as it was; where even that fails, what was to be written stays known."""
    try:
        if moving:
            checkout.undo(root, exchange.left())
    except (GitError, OSError) as error:
        complain("warning", f"what was put in place could not be taken back: {error}")
        complain("hint", "run the same command again: it takes it back first")
    else:
        exchange.clear()


def _origin_file(root: Path, origin: str) -> str:
    """Which version of the tool this is, for ``upgrade``."""
    told = Origin(
        origin=checkout.without_password(origin),
        version=version_here(PROJECT),
        commit=checkout.commit(root),
    )
    return told.text()
