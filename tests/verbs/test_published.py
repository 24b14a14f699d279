"""Every output for machines has a published schema, and nobody pays for one who does not ask."""

import argparse
import json
import pkgutil
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

import langroute_repo.output
from langroute_repo.appconfig import live, origin
from langroute_repo.output import live as published_live
from langroute_repo.output import push_report, status
from langroute_repo.output.base import Output, Sparse
from langroute_repo.schemas.editor import Schema
from scripts.__main__ import VERBS
from scripts.generated.companys import outputs
from scripts.terminal import exit_codes
from tests.published import parsed
from tests.rules.examples import BASE
from tests.verbs.tool import Tool, tool_on_base

ROOT = Path(__file__).parents[2]
# As a user asks for them; those that need AWS, a log or a change are held to theirs where they are
# tested.
ASKED = {
    "check-output": "check",
    "diff-output": f"diff {shlex.quote(str(BASE))}",
    "show-output": "show de",
    "route-output": "route --language de-AT --key k2",
    "suggest-output": "suggest de embedding",
}


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


@pytest.mark.parametrize(("name", "words"), ASKED.items(), ids=ASKED)
def test_what_a_verb_prints_fits_its_schema(tool: Tool, name: str, words: str) -> None:
    tool.swap("languages/de.yaml", "traffic: 10%", "traffic: 20%")
    done = tool(*shlex.split(words), "--format", "json")
    assert parsed(name, done.out)["schema_version"] >= 1


def test_every_verb_with_a_format_for_machines_has_a_published_schema() -> None:
    assert [verb for verb in _verbs_with_json() if f"{verb}-output" not in outputs()] == []


def test_every_model_of_an_output_is_part_of_a_published_schema() -> None:
    published = {name for model in outputs().values() for name in _named(Schema.of(model))}
    assert {model.__name__ for model in _models()} - published == set()


@pytest.mark.parametrize(
    ("published", "known"),
    [
        (status.Stand, origin.Stand),
        (published_live.FlightState, live.FlightState),
        (push_report.Outcome, exit_codes.Outcome),
    ],
    ids=["how HEAD stands", "states of a deployment", "ends of a push"],
)
def test_a_schema_names_the_words_that_there_are_and_no_others(
    published: object, known: object
) -> None:
    assert get_args(published) == get_args(known)


@pytest.mark.slow
@pytest.mark.parametrize("words", [["check"], ["diff", str(BASE)]], ids=["check", "diff"])
def test_a_text_for_people_loads_no_model_of_an_output(words: list[str]) -> None:
    program = (
        "import json, sys; from scripts.__main__ import main; "
        "main(sys.argv[1:]); print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", program, "--root", str(BASE), *words]
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    told = subprocess.run(command, env=path, cwd=ROOT, capture_output=True, check=True).stdout
    loaded = json.loads(told.splitlines()[-1])
    assert "langroute_repo.tree.tree" in loaded
    assert [name for name in loaded if name.startswith("langroute_repo.output")] == []


def _verbs_with_json() -> Iterator[str]:
    for name, verb in VERBS.items():
        parser = argparse.ArgumentParser()
        import_module(verb.module).arguments(parser)
        choices = [one.choices for one in parser._actions if "--format" in one.option_strings]
        if any(one is not None and "json" in one for one in choices):
            yield name


def _models() -> set[type[Output]]:
    """All models below langroute_repo.output."""
    for module in pkgutil.iter_modules(langroute_repo.output.__path__):
        import_module(f"langroute_repo.output.{module.name}")
    return {*Output.__subclasses__(), *Sparse.__subclasses__()} - {Sparse}


def _named(schema: dict[str, object]) -> Iterator[str]:
    """The models that a schema holds."""
    yield str(schema["title"])
    inner = schema.get("$defs", {})
    assert isinstance(inner, dict)
    yield from inner
