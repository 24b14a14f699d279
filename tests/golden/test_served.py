"""What is caught, by the protocols of MLServer and of SageMaker, as it is by any other way."""

from typing import Any

import pytest

from tests.golden.served import SERVERS, faults
from tests.golden.test_caught import DRAWS, FAULTS, OWN, drawn, noisy, starting

HONEST = 300

every_server = pytest.mark.parametrize("server", SERVERS)


@every_server
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught_and_named(fault: str, server: str) -> None:
    makes, name = FAULTS[fault]
    found = [faults(server, one, makes(draw, one)) for draw, one in drawn(fault, DRAWS)]
    caught = sum(map(bool, found))
    named = sum(bool(kinds) and name in (None, kinds[0]) for kinds in found)
    assert min(caught, named) >= 0.99 * DRAWS, f"{caught} caught, {named} named, of {DRAWS}"


@every_server
def test_another_form_of_the_answer_is_no_answer(server: str) -> None:
    """As a provider brings it who changes his platform."""
    for draw, one in drawn("form", DRAWS):
        assert faults(server, one, noisy(draw, OWN), output="relevance") == ["no-answer"]


@every_server
def test_who_is_honest_is_never_blamed(server: str) -> None:
    for draw, one in drawn("honest", HONEST):
        assert faults(server, one, starting(noisy(draw, OWN))) == []


@every_server
def test_it_is_asked_for_each_event_twice(server: str) -> None:
    asked: list[dict[str, Any]] = []

    def says(event: dict[str, Any], _: int) -> float:
        asked.append(event)
        return OWN(event)

    (_, one), *_ = drawn("once", 1)
    assert faults(server, one, says) == []
    events = [dict(held.event) for held in one.target.golden.events]
    assert asked == [*events, *reversed(events)]
