"""The generated files that a company calls its own, made of what the files in its folder say."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts import PROJECT
from scripts.terminal.failure import Failure

if TYPE_CHECKING:
    from pydantic import BaseModel

    from langroute_repo.tree.files.environment import EnvironmentFile
    from langroute_repo.tree.plan import Plan
    from langroute_repo.tree.tree import Tree


def companys(root: Path, told: "Plan") -> Iterator[tuple[str, str]]:
    """Each of them by its path; ``root`` is the folder that holds config/."""
    from langroute_repo.github.codeowners import codeowners
    from langroute_repo.tree.read import read
    from langroute_repo.tree.snapshot import Folder

    tree = read(Folder(root))
    yield from _schemas(tree)
    yield from templates(tree, told)
    yield ".github/CODEOWNERS", codeowners(tree, told)


def plan_of(root: Path) -> "Plan":
    """The plan on GitHub that the folder's own file says."""
    from langroute_repo.tree.plan import UnusablePlan, plan

    try:
        return plan(root)
    except UnusablePlan as error:
        raise Failure(error.message, error.hint) from error


def environments_of(root: Path) -> "dict[str, EnvironmentFile]":
    """Those that have no fault, in the order of promotion."""
    from langroute_repo.tree.promotion import promotion_order
    from langroute_repo.tree.read import read
    from langroute_repo.tree.snapshot import Folder
    from langroute_repo.tree.tree import valid

    tree = read(Folder(root))
    models = {name: model for name, _, model in valid(tree.environments)}
    return {name: models[name] for name in promotion_order(tree) if name in models}


def _schemas(tree: "Tree") -> Iterator[tuple[str, str]]:
    """Editors offer the names that there are; the others are the same in every folder."""
    from langroute_repo.schemas.editor import Schema
    from langroute_repo.schemas.known import known

    there = known(tree)
    schemas = {name: Schema.of(model, there) for name, model in files().items()}
    for name, schema in (schemas | _nameless()).items():
        yield f"schemas/{name}.schema.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


@cache
def _nameless() -> dict[str, Any]:
    from langroute_repo.schemas.appconfig import appconfig_schema
    from langroute_repo.schemas.editor import Schema

    schemas = {name: Schema.of(model) for name, model in outputs().items()}
    return schemas | {"appconfig": appconfig_schema()}


def files() -> "dict[str, type[BaseModel]]":
    """What people and tools write below config/, and the plan, by the names of the schemas."""
    from langroute_repo.tree.files.evidence import Evidence
    from langroute_repo.tree.files.plan import PlanFile
    from langroute_repo.tree.modeline import SCHEMAS
    from langroute_repo.tree.read import TYPES

    models = {SCHEMAS[kind]: model for kind, model in TYPES.items()}
    return models | {"evidence": Evidence, "plan": PlanFile}


def outputs() -> "dict[str, type[BaseModel]]":
    """What verbs make for machines, by the names of the schemas."""
    from langroute_repo.output.check import CheckOutput
    from langroute_repo.output.diff import DiffOutput
    from langroute_repo.output.drift import DriftOutput
    from langroute_repo.output.golden import GoldenOutput
    from langroute_repo.output.judge import JudgeOutput
    from langroute_repo.output.local import LocalOutput
    from langroute_repo.output.push_report import PushReport
    from langroute_repo.output.replay import ReplayOutput
    from langroute_repo.output.review import Review
    from langroute_repo.output.route import RouteOutput
    from langroute_repo.output.show import ShowOutput
    from langroute_repo.output.shown import ShownOutput
    from langroute_repo.output.status import StatusOutput
    from langroute_repo.output.suggest import SuggestOutput

    return {
        "check-output": CheckOutput,
        "diff-output": DiffOutput,
        "show-output": ShowOutput,
        "route-output": RouteOutput,
        "review": Review,
        "judge-output": JudgeOutput,
        "replay-output": ReplayOutput,
        "suggest-output": SuggestOutput,
        "status-output": StatusOutput,
        "drift-output": DriftOutput,
        "golden-output": GoldenOutput,
        "local-output": LocalOutput,
        "push-report": PushReport,
        "shown-output": ShownOutput,
    }


def templates(tree: "Tree", told: "Plan") -> Iterator[tuple[str, str]]:
    """What is built in AWS for each environment that says where: reviewed before it is deployed.

    None as long as there is no language, whose alarms a stack is there for.
    """
    from langroute_repo.infra.settings import InfraError, settings
    from langroute_repo.infra.template import readable, template
    from langroute_repo.tree.tree import valid

    for name, file, environment in valid(tree.environments):
        if environment.infra and tree.languages:
            try:
                made = template(settings(tree, name, PROJECT, told))
            except InfraError as error:
                raise Failure(
                    f"no template for {file.path}: {error.message}", error.hint
                ) from error
            yield f"infra/{name}.template.json", readable(made)
