"""Ask the endpoints of an environment golden queries: events whose scores are known.

Each event of config/golden/ is sent twice, as a backend sends it, and the second time in another
order. Nothing is deployed and nothing written, but by `golden record`, which asks as well, shows
what came, and writes that as what has to come.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.golden_issue import tell_answers
from langroute_repo.golden.gate import instant
from langroute_repo.golden.target import Target, Unasked
from langroute_repo.output.golden import GoldenOutput, GoldenTarget, GoldenUnasked
from langroute_repo.render.golden_report import markdown, text
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.tree.tree import Tree
from scripts.asking import pull_request, recording
from scripts.asking.answers import answered, askable, judged
from scripts.asking.chosen import chosen, options
from scripts.deployments.environment import environment_of
from scripts.files import editing
from scripts.files.by_hand import refuse_in_ci
from scripts.files.sparse import tree_of
from scripts.terminal.exit_codes import ANSWERS_OTHERWISE, DONE, NOTHING
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say

EXAMPLES = """
  ./langroute golden staging
  ./langroute golden production --changed origin/main~1
  ./langroute golden staging --model relevance-e5-v3 --endpoint relevance-e5-v3-blue
  ./langroute golden staging --model relevance-e5-v3 --url http://127.0.0.1:8080/invocations
  ./langroute golden production --format json > golden.json    for push --golden golden.json
  ./langroute golden staging --pull-request 17 --head SHA    what it would route to, as data
  ./langroute golden record staging --model relevance-e5-v3 --language de
  ./langroute golden record staging --model relevance-e5-v3 --language sv --events four.jsonl
"""
RECORD = "record"
FORMATS: dict[str, Callable[[GoldenOutput], str]] = {
    "text": text,
    "markdown": markdown,
    "json": GoldenOutput.as_json,
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="+",
        metavar="ENV",
        help="whose endpoints; `record ENV` writes what they answer",
    )
    options(parser)
    pull_request.options(parser)
    parser.add_argument(
        "--timeout",
        type=_positive(float),
        default=30.0,
        metavar="SECONDS",
        help="of each request (default: 30, for a server that has to load first)",
    )
    parser.add_argument(
        "--requests",
        type=_positive(int),
        default=1000,
        metavar="NUMBER",
        help="no more than so many in all (default: 1000)",
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="text")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write the JSON there as well, for a push"
    )
    parser.add_argument(
        "--issue", action="store_true", help="keep an issue on GitHub for each model while it fails"
    )
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who writes that issue (default: {AUTHOR})"
    )
    record = parser.add_argument_group("for record")
    record.add_argument(
        "--events", type=Path, metavar="FILE", help="begin a file with these, one of JSON a line"
    )
    editing.arguments(parser)


def _positive(kind: type[int] | type[float]) -> Callable[[str], float]:
    def parsed(text: str) -> float:
        value = kind(text)
        if not 0 < value < 1_000_000:
            raise argparse.ArgumentTypeError("above 0, and below 1,000,000")
        return value

    return parsed


def run(arguments: argparse.Namespace) -> int:
    """0 when all answer as they have to, 3 when there is nothing to ask, 8 when one does not.

    Of a pull request 3 also where an endpoint of it was not asked.

    Of ``record`` 0 when it is written or nothing is to do, and 1 when the check would refuse it.
    """
    recording_asked = arguments.words[0] == RECORD and len(arguments.words) == 2
    if len(arguments.words) > 1 and not recording_asked:
        raise Failure("one environment at a time", "./langroute golden --help shows examples")
    tree = tree_of(arguments.root)
    environment = environment_of(tree, arguments.words[-1]).environment
    if recording_asked:
        return _record(arguments, tree, environment)
    pull_request.refuse_other_words(arguments)
    if arguments.pull_request is not None:
        return _of_pull_request(arguments, tree, environment)
    if arguments.issue and (arguments.url or arguments.endpoint):
        raise Failure("--issue is about the endpoints of the document", "leave out --url")
    if arguments.events:
        raise Failure("--events is for `golden record`", "./langroute golden record ENV --events …")
    targets, unasked, plan = chosen(tree, environment, arguments)
    return _tell(arguments, tree, environment, targets, unasked, plan)


def _of_pull_request(arguments: argparse.Namespace, tree: Tree, environment: str) -> int:
    """What the change asks otherwise; 3 as well where some of it was not asked."""
    change = pull_request.tree_of_pull_request(arguments)
    environment_of(change, environment)
    arguments.changed = "HEAD"
    targets, unasked, plan = chosen(change, environment, arguments)
    asked, left = pull_request.known_here(tree, environment, targets)
    code = _tell(arguments, change, environment, asked, unasked, plan)
    return NOTHING if left and code == DONE else code


def _tell(
    arguments: argparse.Namespace,
    tree: Tree,
    environment: str,
    targets: Sequence[Target],
    unasked: Sequence[Unasked],
    plan: str,
) -> int:
    if not any(askable(one) for one in targets):
        raise _nothing(targets, unasked, environment)
    answers, requests = answered(arguments, targets)
    found = judged(tree, answers)
    report = GoldenOutput(
        schema_version=1,
        environment=environment,
        plan_hash=plan,
        elsewhere=bool(arguments.url or arguments.endpoint),
        asked_at=instant(datetime.now(UTC)),
        requests=requests,
        targets=found,
        unasked=[_unasked(one) for one in unasked],
    )
    sys.stdout.write(FORMATS[arguments.format](report))
    if arguments.report:
        _write(arguments.report, report)
    if arguments.issue:
        sys.stdout.flush()
        _keep_issues(report, arguments.author)
    return _code(found)


def _write(path: Path, report: GoldenOutput) -> None:
    try:
        path.write_text(report.as_json(), encoding="utf-8")
    except OSError as error:
        raise Failure(f"--report {path} cannot be written: {error.strerror}".lower()) from error


def _keep_issues(report: GoldenOutput, author: str) -> None:
    try:
        for done in tell_answers(GitHub.connect(), report, author):
            say(done)
    except GitHubError as error:
        raise Failure(f"the issues cannot be kept: {error.message}", error.hint) from error


def _code(found: Sequence[GoldenTarget]) -> int:
    return ANSWERS_OTHERWISE if any(one.state == "wrong" for one in found) else DONE


def _unasked(one: Unasked) -> GoldenUnasked:
    return GoldenUnasked(model=one.model, language=one.language, role=one.role)


def _nothing(targets: Sequence[Target], unasked: Sequence[Unasked], environment: str) -> Failure:
    """Nothing to ask is no agreement."""
    why = [f"{one.name}: {one.outdated or 'no event has a score yet'}" for one in targets]
    if unasked:
        first = unasked[0]
        why.append(f"{first.model} in {first.language} and others have no golden queries")
    hint = f"write events, then ./langroute golden record {environment} --model M --language TAG"
    message = f"nothing to ask of {environment}"
    return Failure("; ".join([message, *why[:3]]), hint, NOTHING)


def _record(arguments: argparse.Namespace, tree: Tree, environment: str) -> int:
    refuse_in_ci("golden record", "run it on your machine, where somebody looks at the scores")
    new = None
    if arguments.events:
        tree, new = recording.with_drafts(tree, environment, arguments)
    targets, _, _ = chosen(tree, environment, arguments)
    if not targets:
        raise Failure(
            "there are no such golden queries",
            "begin a file with --model, --language and --events FILE",
            NOTHING,
        )
    found, _ = answered(arguments, targets, everything=True)
    return recording.finish(arguments, tree, found, new)
