"""Rehearses endpoints: makes one like each that runs, asks it golden queries, and deletes it."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from langroute_repo.aws.access import Access, refuse_other_account
from langroute_repo.aws.clients import Keys
from langroute_repo.aws.errors import AwsError, Declined
from langroute_repo.aws.sagemaker import Endpoints, connect_endpoints
from langroute_repo.golden.target import Target
from langroute_repo.rehearsal.endpoint import Plan, delete, make, planned, there, wait
from langroute_repo.render.golden_report import WORDS
from langroute_repo.tree.aws_names import scratch_endpoint
from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.files.model import ModelFile, SageMaker
from langroute_repo.tree.tree import Tree, valid
from scripts.asking.answers import answered, askable, judged
from scripts.asking.chosen import chosen
from scripts.deployments.aws_failures import exit_code
from scripts.terminal.exit_codes import ANSWERS_OTHERWISE, DONE, NOTHING
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain, say
from scripts.terminal.phases import Phases
from scripts.terminal.signals import cleaned_up_in_peace, ended_by_signals

REQUESTS, SECONDS = 1000, 60.0  # of one endpoint, and of each: it may load for its first request


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An endpoint that is to be rehearsed, with what it is to be asked."""

    model: str
    door: Endpoints
    plan: Plan
    targets: list[Target]


def rehearse_endpoints(
    given: argparse.Namespace, tree: Tree, environment: EnvironmentFile, entry: Access
) -> int:
    """0 when each could be made and answers as it has to, 3 when none is to be rehearsed.

    One that cannot be rehearsed keeps no other one from it.
    """
    keys = entry.of(environment)
    refuse_other_account(environment, keys)
    models = list(_models(tree, environment, given.model))
    if not models and given.clear:
        return DONE
    if not models:
        raise Failure(
            f"no SageMaker endpoint of {environment.environment} is to be rehearsed",
            "write rehearsal: {} in a model's file, and rehearsal: true in the environment's",
            NOTHING,
        )
    failures: list[Failure] = []
    for model in models:
        try:
            _rehearse(given, tree, environment, model, keys)
        except AwsError as error:
            failures.append(Failure(error.message, error.hint, exit_code(error)))
        except Failure as told:
            failures.append(told)
    if not given.yes:
        command = f"./langroute rehearse endpoints {environment.environment} --yes{entry}"
        print(f"nothing was done; to do it: {command}")
    for one in failures if len(failures) > 1 else ():
        one.report()
    if failures:
        raise _all(failures)
    return DONE


def _all(failures: list[Failure]) -> Failure:
    """The last one, or all of them in one where an issue has to tell them; the gravest code."""
    if len(failures) == 1:
        return failures[0]
    code = max(one.exit_code for one in failures)
    return Failure("; ".join(one.message for one in failures), failures[-1].hint, code)


def _models(tree: Tree, environment: EnvironmentFile, only: str | None) -> Iterator[ModelFile]:
    for name, _, model in valid(tree.models):
        if environment.rehearsal and model.rehearsal and only in (None, name):
            if not isinstance(model.endpoint, SageMaker):
                complain("warning", f"{name} is not rehearsed: it is no SageMaker endpoint")
            elif endpoint_in(model, environment.environment):
                yield model


def _rehearse(
    given: argparse.Namespace,
    tree: Tree,
    environment: EnvironmentFile,
    model: ModelFile,
    keys: Keys,
) -> None:
    one = _planned(tree, environment, model, keys)
    left = there(one.door, one.plan, datetime.now(UTC), given.clear)
    for line in one.plan.lines():
        print(line, flush=True)
    if left:
        print(f"  a run that died left it behind, {left}; it is deleted first", flush=True)
    if given.yes and given.clear and left:
        with Phases() as tell:
            tell(f"deleting what was left of {one.plan.scratch}")
            delete(one.door, one.plan)
        print(f"done: {one.plan.scratch} is deleted", flush=True)
    if given.clear or not given.yes:
        return
    with ended_by_signals(), _deleted(one), cleaned_up_in_peace():
        with Phases() as tell:
            if left:
                tell(f"deleting what was left of {one.plan.scratch}")
                delete(one.door, one.plan)
            tell(f"making {one.plan.scratch}")
            make(one.door, one.plan)
            wait(one.door, one.plan)
        _ask(tree, one)
    print(f"done: {one.plan.scratch} was made, answered as it has to, and is deleted", flush=True)


def _planned(tree: Tree, environment: EnvironmentFile, model: ModelFile, keys: Keys) -> Rehearsed:
    """What costs nothing comes first: what could be asked of it, and whether it can be made."""
    where = endpoint_in(model, environment.environment)
    assert where is not None
    assert model.rehearsal is not None
    name = str(where["name"])
    _refuse_used(tree, scratch_endpoint(name))
    asked = argparse.Namespace(
        model=model.model, language=None, changed=None, endpoint=scratch_endpoint(name), url=None
    )
    targets, _, _ = chosen(tree, environment.environment, asked)
    if not any(askable(one) for one in targets):
        raise Failure(
            f"{model.model} is not rehearsed: it has no golden queries that could be asked",
            f"./langroute golden record {environment.environment} --model {model.model} "
            "--language TAG --events FILE",
        )
    door = connect_endpoints(where["region"], keys)
    plan = planned(door, name, where["region"], model.rehearsal)
    return Rehearsed(model.model, door, plan, targets)


def _refuse_used(tree: Tree, scratch: str) -> None:
    """What is made here is deleted: never one that a model answers at."""
    for name, _, model in valid(tree.models):
        if isinstance(model.endpoint, SageMaker) and scratch in model.endpoint.name.values():
            raise Declined(
                f"{scratch} is the endpoint of {name}, and would be deleted",
                "give that endpoint a name that does not end in -rehearsal",
            )


@contextmanager
def _deleted(one: Rehearsed) -> Iterator[None]:
    """Whatever happens, it is deleted; and what went wrong before is told first."""
    try:
        yield
    except BaseException as failed:
        say(f"deleting {one.plan.scratch} …")
        try:
            delete(one.door, one.plan)
        except AwsError as error:
            complain("error", error.message)
            complain("hint", error.hint)
            if isinstance(failed, AwsError | Failure):  # an issue has to tell both
                raise Failure(f"{failed.message}; {error.message}", error.hint) from failed
        raise
    with Phases() as tell:
        tell(f"deleting {one.plan.scratch}")
        delete(one.door, one.plan)


def _ask(tree: Tree, one: Rehearsed) -> None:
    limits = argparse.Namespace(timeout=SECONDS, requests=REQUESTS)
    answers, _ = answered(limits, one.targets)
    wrong = [found for found in judged(tree, answers) if found.state == "wrong"]
    if wrong:
        said = [
            f"{one.model} in {found.language}: {WORDS[fault.kind]}: {fault.message}"
            for found in wrong
            for fault in found.faults[:1]
        ]
        raise Failure(
            f"{one.plan.scratch} answers otherwise than it has to, {'; '.join(said)}",
            f"{one.plan.name} was made from the same configuration: ./langroute golden ENV --model "
            f"{one.model} asks it as well",
            ANSWERS_OTHERWISE,
        )
