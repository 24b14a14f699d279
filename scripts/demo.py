"""The guided tour: a change on its way to production, on an AWS embedded in this machine.

It works on a copy of the sample company in examples/acme/, in a folder of its own, runs the same
commands that you would, and removes everything at its end. Nothing outside is touched, and no AWS
account is needed.
"""

import argparse
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from langroute.document import plan_hash
from langroute_repo.appconfig.strategy import strategy
from langroute_repo.aws.clients import connect
from langroute_repo.aws.errors import AwsError
from langroute_repo.company.ownership import SAMPLE, SAMPLE_DAY
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import CONFIG, Folder
from langroute_repo.tree.tree import Tree
from scripts import PROJECT
from scripts.terminal.failure import Failure
from scripts.terminal.lines import Colour, paint
from scripts.terminal.signals import cleaned_up_in_peace, ended_by_signals
from scripts.tour import canary_way
from scripts.tour.example_backend import backend
from scripts.tour.local_aws import LocalAws, local_aws
from scripts.tour.newcomer import hold_back, let_go, newcomer, propose
from scripts.tour.on_call import subscribed
from scripts.tour.outage import failing
from scripts.tour.provision import furnish, make_buckets
from scripts.tour.story import Story, answers, choose, compared
from scripts.tour.workspace import Company

EXAMPLES = """
  ./langroute demo           the whole tour
  ./langroute demo --keep    leaves the copy behind, to look around in it
"""
LONGEST_ROLLOUT = 5.0  # seconds, here; minutes are shortened to that
FREEZE = Path(CONFIG, "freeze.yaml")
SCHEMA = Path("schemas", "appconfig.schema.json")
STEPS = 11


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keep", action="store_true", help="keep the copy that it works on")


def run(arguments: argparse.Namespace) -> int:
    """0 when everything went as told; otherwise the tour breaks off with a Failure."""
    # Not what this checkout says: that is a company's own, and may leave nothing to tell.
    root = PROJECT / SAMPLE if arguments.root == PROJECT else arguments.root
    tree = read(Folder(root))
    names = [name for name in promotion_order(tree) if tree.environments[name].model]
    if not names:
        raise Failure(f"{root} has no environment to push to", "see config/environments")
    story = choose(tree, names[-1])
    try:
        with ended_by_signals():
            _embedded(root, arguments.keep, tree, story, names)
    except AwsError as error:
        raise Failure(error.message, error.hint) from error
    return 0


def _embedded(root: Path, keep: bool, tree: Tree, story: Story, names: list[str]) -> None:
    """The tour, in surroundings that are gone afterwards."""
    started = time.monotonic()
    _head(1, "an empty AWS inside this machine, and what the configuration needs there")
    with ExitStack() as stack:
        copy = stack.enter_context(_copy(root, keep))
        company = Company(copy, SAMPLE_DAY if root == PROJECT / SAMPLE else None)
        minute = _minute(tree)
        aws = stack.enter_context(local_aws(minute))
        stack.enter_context(aws.alone())
        stack.enter_context(cleaned_up_in_peace())
        _say(f"MiniStack answers on {aws.endpoint}; a minute of a rollout lasts {minute:.2g} s")
        _tour(company, aws, tree, story, names)
        _farewell(root, tree, story, names, time.monotonic() - started)


def _tour(company: Company, aws: LocalAws, tree: Tree, story: Story, names: list[str]) -> None:
    _found(company, aws, tree)
    _head(2, "the check that every pull request has to pass")
    company.langroute("check")
    _head(3, f"the first push: {', then '.join(names)}")
    _push(company, tree, names)
    with ExitStack() as stack:
        _head(4, f"a backend that reads {names[-1]}, and three events in {story.tag}")
        asked = stack.enter_context(_asked(aws, tree, story, names[-1]))
        _change(company, tree, story, names)
        _head(8, "the same three events; nobody has restarted the backend")
        asked()
    _outage(company, aws, tree, story, names)
    if company.today:  # the sample company, of whose scores the days are made
        _head(11, "weeks of a canary in seconds: a good one, and one that has lost its inputs")
        with TemporaryDirectory(prefix="langroute-weeks-") as weeks:
            canary_way.shown(Path(weeks), _say)


def _change(company: Company, tree: Tree, story: Story, names: list[str]) -> None:
    _head(5, f"a colleague pastes the threshold of {story.donor} into {story.tag}")
    _mistake(company, story)
    _head(6, f"the change that was meant: {story.tag} shall keep a few more events")
    company.langroute("set", story.tag, "primary.threshold", str(story.value))
    company.langroute("diff", "HEAD")
    company.git("commit", "-qam", f"{story.tag}: keep more events, lower the threshold")
    _new_model(company, tree, story, names)


def _new_model(company: Company, tree: Tree, story: Story, names: list[str]) -> None:
    """Both changes are pushed at once: the threshold, and the model that is asked first."""
    last, one = names[-1], newcomer(tree, story, names)
    if one is None:
        _head(7, "the push; there is no model at SageMaker here that a new one could begin from")
        _push(company, tree, names)
        return
    _head(7, f"and {one.name}, a new model, shall answer for some of {one.tag}, once it was asked")
    environment = tree.environments[last].model
    assert environment is not None
    propose(company, one, environment, names[-2])
    _say(f"\n{one.golden} holds what it gave in {names[-2]}; from here on")
    _say(f"config/environments/{last}.yaml says golden: required. Its container in {last} lost the")
    _say("body on the way, and answers all the same, with scores that look like any other:")
    _push(company, tree, names[:-1])
    hold_back(company, one, last)
    _say("\nNobody was answered by it. With the right container in its place:")
    let_go(company, one, last)


@contextmanager
def _asked(aws: LocalAws, tree: Tree, story: Story, name: str) -> Iterator[Callable[[], None]]:
    """Let a backend answer for the story's events; gives what asks it again, and compares."""
    environment, language = tree.environments[name].model, tree.languages[story.tag].model
    assert environment is not None
    assert language is not None
    if not _reaches_nobody(tree, language):
        _say(f"left out: {story.tag} asks a model over HTTP, and the tour calls nobody")
        yield lambda: _say("left out as well")
        return
    with TemporaryDirectory(prefix="langroute-state-") as state, ExitStack() as stack:
        running = stack.enter_context(backend(aws, environment, Path(state)))
        model = language.primary.model
        titles = running.headlines(model, [event.score for event in story.events])
        events = [
            {
                "id": event.key,
                "language": story.tag,
                **dict.fromkeys(language.primary.fields, title),
            }
            for event, title in zip(story.events, titles, strict=True)
        ]
        _say(f"examples/backend/app.py answers on {running.url}; a model that was learned from")
        _say("80 headlines stands in for each endpoint")
        first = [running.answer(event) for event in events]
        _tell(answers(titles, first))

        def again() -> None:
            running.wait_for(plan_hash(_delivered(environment)))
            _tell(compared(titles, first, [running.answer(event) for event in events]))

        yield again


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _reaches_nobody(tree: Tree, language: LanguageFile) -> bool:
    """Whether all calls for a language go through boto3, which is led to the stand-in."""
    models = [tree.model(one.model) for _, one in language.answerers()]
    return all(model and model.endpoint.kind == "sagemaker" for model in models)


def _outage(company: Company, aws: LocalAws, tree: Tree, story: Story, names: list[str]) -> None:
    """A change that breaks one language, in production only, where the traffic is."""
    last = names[-1]
    environment = tree.environments[last].model
    if environment is None or environment.infra is None:
        return  # no stack, no alarms: then nothing takes a change back by itself
    _head(9, f"another change, and in {last} everything in {story.tag} fails: the alarm of one")
    company.langroute("set", story.tag, "primary.threshold", str(story.before))
    company.git("commit", "-qam", f"{story.tag}: back to fewer events")
    _push(company, tree, names[:-1])
    with subscribed(aws, environment, environment.infra.account) as heard:
        with failing(aws, environment, story.tag):
            company.langroute("push", last, "--yes", ends=4)
        if notices := heard():
            _say(f"\nwhoever listens to the topic {environment.stack}-notices was told:")
            _tell([f"  {line}" for line in notices])
    _head(10, f"the repository still holds it; {last} does not")
    company.langroute("push", last, "--yes", ends=4)
    company.git("revert", "--no-edit", "HEAD")
    _push(company, tree, names)


def _found(company: Company, aws: LocalAws, tree: Tree) -> None:
    """Make the copy a repository, and create what `push` expects in AWS."""
    company.quietly("-c", "init.defaultBranch=main", "init", "-q")
    company.quietly("config", "user.name", "Demo")
    company.quietly("config", "user.email", "demo@localhost")
    company.quietly("add", "-A")
    company.quietly("commit", "-qm", "The configuration as it is")
    schema = company.folder / SCHEMA
    files = [tree.environments[name] for name in promotion_order(tree)]
    models = [file.model for file in files if file.model]
    built = [model for model in models if model.infra]
    bare = [model for model in models if not model.infra]
    furnish(aws, bare, schema.read_text("utf-8") if schema.exists() else None)
    make_buckets(aws, built)
    _say(f"{company.folder} holds the copy, a repository of its own; each command runs on it")
    for model in built:
        company.langroute("infra", "deploy", model.environment, "--yes")


def _push(company: Company, tree: Tree, names: list[str]) -> None:
    """Where golden queries are required, the tour has nobody to ask but for its new model."""
    for name in names:
        environment = tree.environments[name].model
        required = environment and environment.gate == "required"
        without = ("--without-golden", "the tour calls nobody") if required else ()
        company.langroute("push", name, "--yes", *without)


def _mistake(company: Company, story: Story) -> None:
    """A value that is valid, and wrong: only the seal tells that it belongs elsewhere."""
    (company.folder / story.path).write_bytes(story.pasted)
    _say(f"{story.path} is well formed, of the right types and within all ranges, yet:")
    company.langroute("check", ends=1)
    _say("\nThis is where the pull request stops. Back to the commit:")
    company.git("checkout", "-q", "--", CONFIG)


def _delivered(environment: EnvironmentFile) -> bytes:
    """What a client of AppConfig gets."""
    where = environment.appconfig
    return connect(environment).read(where.application, where.environment, where.profile).content


def _farewell(root: Path, tree: Tree, story: Story, names: list[str], seconds: float) -> None:
    lost = "a model's container that had lost a field asked before anybody got its answers,\n"
    lost = lost if newcomer(tree, story, names) else ""
    shown = root.relative_to(PROJECT) if root.is_relative_to(PROJECT) else root
    _say(f"""
In {seconds:.0f} s: checked, pushed to {" and ".join(names)}, one mistake stopped by its seal,
one change shown with its effect, committed, pushed, and followed by a running backend,
{lost}one taken back by the alarm of the language that it broke, and a canary that went from 5% to
primary by changes that somebody only approved. All of it here: no account was
used, and your working tree is as it was.

Next, in the files that it came from:
  ./langroute show {story.tag} --root {shlex.quote(str(shown))}
docs/guide.md goes on from there to the pull request.""")


def _minute(tree: Tree) -> float:
    """Seconds that a rollout's minute lasts, so that the longest one takes a few seconds."""
    strategies = [strategy(file.model) for file in tree.environments.values() if file.model]
    return LONGEST_ROLLOUT / max(1, *(one.duration + one.bake for one in strategies))


@contextmanager
def _copy(root: Path, keep: bool) -> Iterator[Path]:
    """A folder with a copy of what people write, and the schemas that their editors use."""
    with ExitStack() as stack:
        if keep:
            folder = mkdtemp(prefix="langroute-demo-")
            stack.callback(lambda: _say(f"kept: {folder}"))
        else:
            folder = stack.enter_context(TemporaryDirectory(prefix="langroute-demo-"))
        for name in (CONFIG, SCHEMA.parent):
            if (root / name).is_dir():
                shutil.copytree(root / name, Path(folder) / name, symlinks=True)
        # What stops pushes to AWS is not meant for the tour's.
        (Path(folder) / FREEZE).unlink(missing_ok=True)
        yield Path(folder)


def _head(step: int, title: str) -> None:
    print(paint(f"\n[{step} of {STEPS}] {title}", Colour.GREEN, sys.stdout), flush=True)


def _say(text: str) -> None:
    print(text, flush=True)
