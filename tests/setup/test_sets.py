"""The two sets of packages against what the code imports, and against each other."""

import re
from importlib.metadata import packages_distributions

import pytest

from scripts.__main__ import VERBS
from tests.setup.checkout import REPOSITORY
from tests.setup.imports import third_party
from tests.setup.test_package import name, pinned
from tests.workflows.files import JOBS

# An extra that is imported where it is asked for by name: evidence build --engine spark.
SPARK = {"pyspark", "py4j"}
DISTRIBUTIONS = packages_distributions()
FOR_ALL = [verb for verb, about in VERBS.items() if not about.developers]


def installed_for(module: str) -> set[str]:
    """The distributions that bring what a module imports."""
    imported = third_party(module) - SPARK
    return {name(one) for top in imported for one in DISTRIBUTIONS[top]}


def wanted(file: str) -> set[str]:
    lines = (REPOSITORY / file).read_text("utf-8").splitlines()
    return {name(line) for line in lines if re.match(r"\w", line)}


def pins(file: str) -> set[str]:
    """Each package with its version, its marker and its hashes."""
    text = (REPOSITORY / file).read_text("utf-8")
    return set(re.findall(r"^\w.*(?:\n    .*)*", text, re.MULTILINE))


@pytest.mark.parametrize("verb", FOR_ALL)
def test_a_verb_imports_nothing_outside_of_its_set(verb: str) -> None:
    needed = installed_for(VERBS[verb].module) | installed_for("scripts.__main__")
    assert needed <= pinned("requirements.txt")


def test_all_that_is_asked_for_is_imported_by_a_verb() -> None:
    imported = set().union(*(installed_for(VERBS[verb].module) for verb in FOR_ALL))
    assert wanted("requirements.in") == imported - {"pydantic-core", "botocore"}


def test_the_developers_have_exactly_the_same_and_more() -> None:
    assert pins("requirements.txt") < pins("requirements-dev.txt")


def test_what_is_for_tests_is_for_these_verbs_and_for_no_workflow_but_one() -> None:
    assert set(VERBS) - set(FOR_ALL) == {"demo", "local", "test", "bench"}
    run = {
        job.workflow
        for job in JOBS.values()
        for script in job.scripts()
        for verb in re.findall(r"\./langroute (\w+)", script)
        if VERBS[verb].developers
    }
    assert run == {"tests"}


def test_the_scan_sees_what_one_function_imports() -> None:
    assert {"duckdb", "jsonschema", "boto3"} <= third_party("scripts.evidence") | third_party(
        "scripts.push"
    )
    assert "ministack" in third_party("scripts.demo")
