"""The command `./langroute VERB`: finds the verb's module and turns every end into an exit code."""

import argparse
import gc
import importlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from scripts import PROJECT
from scripts.terminal.exit_codes import INTERRUPTED, PIPE_CLOSED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain, say


class Verb(NamedTuple):
    """A word of the command line, the module that does it, and what the overview says."""

    module: str
    summary: str
    group: str
    developers: bool = False  # needs what requirements-dev.txt pins


READ = "look"
EDIT = "edit"
PULL_REQUEST = "pull request"
RUN = "run"
SELF = "this repository"

VERBS = {
    "check": Verb("scripts.check", "hold all rules against the files", READ),
    "diff": Verb("scripts.diff", "say what a change does, in traffic words", READ),
    "show": Verb("scripts.show", "the effective route of a language, or of all", READ),
    "route": Verb("scripts.route", "where one event goes, and why", READ),
    "replay": Verb("scripts.replay", "recorded events through the old and the new files", READ),
    "site": Verb("scripts.site", "the state, its past and what if, as static pages", READ),
    "suggest": Verb("scripts.suggest", "a threshold that keeps a pass share or a recall", READ),
    "set": Verb("scripts.set", "change a value and keep the comments; seals thresholds", EDIT),
    "seal": Verb("scripts.seal", "seal a threshold on the evidence, showing its effect", EDIT),
    "restore": Verb("scripts.restore", "a language's file as it was, with seals that fit", EDIT),
    "accept": Verb("scripts.accept", "accept warnings of a change, with a reason", EDIT),
    "new": Verb("scripts.new", "start a file for a language, a model or a source", EDIT),
    "review": Verb(
        "scripts.review", "check and diff a change at once, for its comment", PULL_REQUEST
    ),
    "comment": Verb("scripts.comment", "keep one comment of it on the pull request", PULL_REQUEST),
    "shown": Verb("scripts.shown", "whether people were shown what a push changes", PULL_REQUEST),
    "approval": Verb(
        "scripts.approval", "whether the other of two people has approved it", PULL_REQUEST
    ),
    "golden": Verb("scripts.golden", "ask endpoints events whose scores are known", RUN),
    "judge": Verb("scripts.judge", "whether a canary or a shadow may go on, by a log", RUN),
    "ramp": Verb("scripts.ramp", "what the verdicts on canaries allow, as edits", RUN),
    "compile": Verb("scripts.compile", "the document of an environment, on stdout", RUN),
    "push": Verb("scripts.push", "bring a compiled document to AppConfig", RUN),
    "propose": Verb("scripts.propose", "what config/ holds here, as a pull request", RUN),
    "watch": Verb("scripts.watch", "follow the deployment that is on its way", RUN),
    "status": Verb("scripts.status", "what is live in each environment, and how HEAD stands", RUN),
    "rollback": Verb("scripts.rollback", "go back to what was live before", RUN),
    "drift": Verb("scripts.drift", "what is live against what a revision compiles to", RUN),
    "rehearse": Verb("scripts.rehearse", "whether a push or an endpoint could be made today", RUN),
    "infra": Verb("scripts.infra", "what an environment needs in AWS, as a stack", RUN),
    "evidence": Verb("scripts.evidence", "count recorded scores into evidence files", RUN),
    "settings": Verb("scripts.settings", "how GitHub guards this repository, as files", SELF),
    "step": Verb("scripts.step", "a verb as a step of a workflow, with its end by name", SELF),
    "init": Verb("scripts.init", "a company's own files in the place of the sample's", SELF),
    "demo": Verb("scripts.demo", "the guided tour, on an AWS embedded in this machine", SELF, True),
    "local": Verb("scripts.local", "an AWS in this machine for this tree, to try it", SELF, True),
    "generate": Verb("scripts.generate", "refresh the generated files, or check them", SELF),
    "upgrade": Verb("scripts.upgrade", "a newer version of the tool, as a branch", SELF),
    "test": Verb("scripts.test", "format, lint, types, layers, generated files, tests", SELF, True),
    "bench": Verb("scripts.bench", "measure speed and size beside their baselines", SELF, True),
}


def main(argv: list[str] | None = None) -> int:
    """Run one verb; its exit code, or 2 for a failure, 130 for Ctrl-C, 141 for a closed pipe."""
    words = sys.argv[1:] if argv is None else argv
    # A verb ends before cycles pile up; looking for them costs a tenth of a check.
    gc.set_threshold(1_000_000)
    try:
        return _flushed(words)
    except Failure as failure:
        failure.report()
        return failure.exit_code
    except KeyboardInterrupt:
        say("stopped")
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, BrokenPipeError) and _reader_is_gone():
            return PIPE_CLOSED
        return _report_broken(words, error)


def _flushed(words: list[str]) -> int:
    """Run the verb and flush, so that a closed pipe shows in `main` and not after it."""
    try:
        code = _dispatch(words)
    except SystemExit as ended:  # argparse, after --help or a wrong option
        code = int(ended.code or 0)
    sys.stdout.flush()
    return code


def _dispatch(words: list[str]) -> int:
    place = _verb_place(words)
    outer = _overview_parser().parse_args(words[:place])
    if place == len(words):
        raise Failure("no verb given", "./langroute --help lists the verbs")
    name = words[place]
    module = _import(name)
    parser = _verb_parser(name, module)
    arguments = parser.parse_args(_values_apart(words[place + 1 :]), namespace=outer)
    arguments.root = _tree(arguments.root)
    if VERBS[name].developers:
        from scripts.setup.environment import add_for_developers

        add_for_developers(PROJECT)
    code: int = module.run(arguments)
    return code


def _values_apart(words: Sequence[str]) -> list[str]:
    """The words, such that -5% is a value and no option: argparse knows plain numbers alone.

    No option here begins with a digit; a space in front makes a value of anything.
    """
    return [f" {word}" if re.match(r"-[.,]?[0-9]", word) else word for word in words]


def _verb_place(words: Sequence[str]) -> int:
    """Where the verb stands: at the first word that is no option and no value of `--root`."""
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] == "--root" else 1
    return min(place, len(words))


def _overview_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="langroute",
        usage="./langroute [--root DIR] VERB ...",
        description="Which model answers for which language, as reviewed files.",
        epilog=_overview(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help="say the version"
    )
    _add_common(parser, root=str(PROJECT), traceback=False)
    return parser


def _verb_parser(name: str, module: ModuleType) -> argparse.ArgumentParser:
    examples: str = getattr(module, "EXAMPLES", "")
    parser = argparse.ArgumentParser(
        prog=f"./langroute {name}",
        description=module.__doc__ or VERBS[name].summary,
        epilog=f"examples:\n{examples.strip(chr(10))}" if examples else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.arguments(parser)
    # Said before the verb or after it; what was said before stands unless it is said again.
    _add_common(parser, root=argparse.SUPPRESS, traceback=argparse.SUPPRESS)
    return parser


def _add_common(parser: argparse.ArgumentParser, root: str, traceback: bool | str) -> None:
    group = parser.add_argument_group("for every verb")
    group.add_argument(
        "--root", metavar="DIR", default=root, help="the tree to work on (default: this one)"
    )
    group.add_argument(
        "--traceback", action="store_true", default=traceback, help="where in the code it broke"
    )


def _overview() -> str:
    lines = []
    for group in dict.fromkeys(verb.group for verb in VERBS.values()):
        lines += [f"{group}:"]
        lines += [f"  {name:<10}{v.summary}" for name, v in VERBS.items() if v.group == group]
        lines += [""]
    return "\n".join([*lines, "./langroute VERB --help tells more about one."])


class _Version(argparse.Action):
    """Reads the version where it is written, and only when somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        import tomllib

        project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        print(f"langroute {project['version']}")
        parser.exit()


def _import(name: str) -> ModuleType:
    if name not in VERBS:
        raise _unknown(name)
    module = VERBS[name].module
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise Failure(f"this checkout has no verb {name}: {module} is missing") from None


def _unknown(name: str) -> Failure:
    from langroute_repo.wording import nearest

    close = nearest(name, VERBS)
    cure = f"did you mean `./langroute {close}`?" if close else "./langroute --help lists them"
    return Failure(f"unknown verb {name!r}", cure)


def _tree(given: str) -> Path:
    root = Path(given)
    if not given or not root.exists():
        raise Failure(f"--root {given!r} does not exist", "name the folder that holds config/")
    if not root.is_dir():
        raise Failure(f"--root {given!r} is not a directory", "name the folder that holds config/")
    return root.resolve()


def _reader_is_gone() -> bool:
    """Whether it is stdout whose reader left (`| head`), and not a connection of the verb's.

    If so, stdout is let go, or the interpreter would complain about it when it ends.
    """
    import select

    out = sys.stdout.fileno()
    poll = select.poll()
    poll.register(out, 0)  # errors are told without being asked for
    if not poll.poll(0):
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), out)
    return True


def _report_broken(words: Sequence[str], error: Exception) -> int:
    """A defect of ours, or something unforeseen: neither a finding nor a pass."""
    place = _verb_place(words)
    name = " ".join(["langroute", *words[place : place + 1]])
    complain("error", f"{name} broke: {type(error).__name__}: {error}")
    if "--traceback" in words or os.environ.get("LANGROUTE_TRACEBACK") == "1":
        import traceback

        traceback.print_exception(error)
    else:
        complain("hint", "run it again with --traceback to see where, and report it with that")
    return 2


if __name__ == "__main__":
    # No plugin has a say in what a file means; to look for one, pydantic reads of every package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = main()
    # The interpreter would look through everything for cycles as it ends: a tenth of a check. But
    # DuckDB complains at length of what is left of it then, as a failure leaves its connection.
    if "duckdb" not in sys.modules:
        gc.freeze()
    sys.exit(code)
