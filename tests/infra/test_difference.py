"""What is told of two templates: nothing when they mean the same, and else what is another."""

import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.infra.difference import difference, lines
from tests.infra.company import BASE, lay, made


@cache
def template() -> str:
    """A template as text, so that each example changes one of its own."""
    with TemporaryDirectory() as folder:
        shutil.copytree(BASE, folder, dirs_exist_ok=True)
        return json.dumps(made(lay(Path(folder)), languages=["de", "en", "pt-BR"]))


def shuffled(value: Any, dice: Random) -> Any:
    """The same with keys, and members of lists, in another order; a function's arguments stay."""
    if isinstance(value, list):
        return [shuffled(one, dice) for one in dice.sample(value, len(value))]
    if isinstance(value, dict) and not any(key.startswith("Fn::") for key in value):
        names = dice.sample(list(value), len(value))
        return {name: shuffled(value[name], dice) for name in names}
    return value


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with a key or index at which a single value stands."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from places(inner)
        else:
            yield value, key


@given(st.integers(0, 2**32))
def test_order_says_nothing(seed: int) -> None:
    one = json.loads(template())
    assert difference(one, shuffled(one, Random(seed))) == []


@given(st.data())
def test_another_value_anywhere_is_told_where_it_is(data: st.DataObject) -> None:
    before, after = json.loads(template()), json.loads(template())
    name = data.draw(st.sampled_from(sorted(after["Resources"])))
    container, key = data.draw(st.sampled_from(list(places(after["Resources"][name]))))
    old = container[key]
    container[key] = (
        not old if isinstance(old, bool) else old + ("x" if isinstance(old, str) else 1)
    )
    assert [(one.kind, one.name) for one in difference(before, after)] == [("changed", name)]


def test_changes_are_told_as_people_make_them(root: Path) -> None:
    before = made(root, languages=["de", "en", "fi", "pt-BR"])
    alarm = root / "config/environments/production.yaml"
    alarm.write_text(alarm.read_text().replace("failures: 5%", "failures: 7.5%"))
    after = made(root, languages=["de", "en", "pt-BR", "sv"])
    (policy,) = after["Resources"]["DeployRole"]["Properties"]["Policies"]
    deploy = next(one for one in policy["PolicyDocument"]["Statement"] if one["Sid"] == "Deploy")
    deploy["Action"].remove("appconfig:StopDeployment")
    assert "\n".join(lines(difference(before, after))) == (
        "~ AWS::IAM::Role  DeployRole\n"
        "    - Policies.langroute.PolicyDocument.Statement.Deploy.Action.appconfig:StopDeployment\n"
        "~ AWS::CloudWatch::Alarm  FailuresDe, FailuresEn, FailuresPtBR\n"
        "    Threshold: 0.05 → 0.075\n"
        "+ AWS::CloudWatch::Alarm  FailuresSv\n"
        "~ AWS::CloudWatch::CompositeAlarm  Failures\n"
        "    - DependsOn.FailuresFi\n"
        '    - AlarmRule.ALARM("langroute-production-failures-fi")\n'
        "    + DependsOn.FailuresSv\n"
        '    + AlarmRule.ALARM("langroute-production-failures-sv")\n'
        "- AWS::CloudWatch::Alarm  FailuresFi"
    )


def test_a_schema_is_told_part_by_part(root: Path) -> None:
    before, after = made(root), made(root)
    validators = after["Resources"]["Profile"]["Properties"]["Validators"]
    validators[0]["Content"] = validators[0]["Content"].replace('"minItems":1', '"minItems":2', 1)
    assert list(lines(difference(before, after))) == [
        "~ AWS::AppConfig::ConfigurationProfile  Profile",
        "    Validators.JSON_SCHEMA.Content.definitions.CompiledAnswerer.properties.fields.minItems"
        ": 1 → 2",
    ]
