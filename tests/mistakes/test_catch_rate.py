"""Which mistakes are stopped, and which edits are let through, at a size that a test can afford.

`./langroute bench --only mistakes` measures the same on more trees; docs/catch-rate.md has the
figures. The floors lie well below them, so that a rule may change its mind about single edits.
"""

from collections import defaultdict

import pytest

from tests.mistakes.company import company
from tests.mistakes.harm import material
from tests.mistakes.kinds import LEGITIMATE, MISTAKES
from tests.mistakes.measure import Outcome, measured, trees
from tests.mistakes.page import page
from tests.mistakes.slot import TODAY, Slot, slots
from tests.mistakes.state import State, language_path
from tests.mistakes.tally import Share, share
from tests.mistakes.trial import Way
from tests.sample import ACME
from validators.engine import run
from validators.finding import Given

pytestmark = pytest.mark.slow
DRAWS = 3

FLOOR = 0.99
UNSET: tuple[Way, ...] = ("by hand", "seal copied")


@pytest.fixture(scope="module")
def shipped() -> State:
    return State.on_disk(ACME)


@pytest.fixture(scope="module")
def states(shipped: State) -> dict[str, State]:
    return trees(shipped, generated=1)


@pytest.fixture(scope="module")
def mistakes(states: dict[str, State]) -> dict[str, list[Outcome]]:
    found = defaultdict(list)
    for one in measured(states, MISTAKES, DRAWS):
        found[one.kind].append(one)
    return found


@pytest.fixture(scope="module")
def legitimate(states: dict[str, State]) -> list[Outcome]:
    return list(measured(states, LEGITIMATE, DRAWS))


@pytest.mark.parametrize("kind", [kind.name for kind in MISTAKES if kind.nature != "never"])
def test_most_material_mistakes_of_a_kind_are_stopped(
    kind: str, mistakes: dict[str, list[Outcome]]
) -> None:
    """All but a single edit: where few events have a label, labels know little of two points."""
    through = {(one.tree, one.draw) for one in mistakes[kind] if one.material and not one.stopped}
    assert len(through) <= 1


def test_nearly_all_material_mistakes_are_stopped(mistakes: dict[str, list[Outcome]]) -> None:
    grave = [one for found in mistakes.values() for one in found if one.material]
    assert share(grave, lambda one: one.stopped).value >= FLOOR


@pytest.mark.parametrize("kind", ["E1", "E2", "E3", "E6", "E7", "digit", "canary's"])
def test_the_seal_stops_every_material_mistake_that_set_did_not_write(
    kind: str, mistakes: dict[str, list[Outcome]]
) -> None:
    grave = [one for one in mistakes[kind] if one.material and one.way in UNSET]
    assert grave
    assert all("broken-seal" in one.errors for one in grave)


@pytest.mark.parametrize("kind", ["E1", "E2"])
def test_a_text_that_names_the_language_meant_stops_what_hit_another(
    kind: str, mistakes: dict[str, list[Outcome]]
) -> None:
    named = [one for one in mistakes[kind] if one.way == "set, text"]
    assert named
    assert all("undeclared-language" in one.warnings for one in named)


def test_no_legitimate_edit_made_with_set_brings_an_error(legitimate: list[Outcome]) -> None:
    made = [one for one in legitimate if one.way.startswith("set")]
    assert {one.kind: one.errors for one in made if one.errors} == {}


@pytest.mark.parametrize(
    "kind", ["ramp step", "promotion", "canary stopped", "refresh", "cases", "comment", "owner"]
)
def test_what_needs_no_question_is_let_through(kind: str, legitimate: list[Outcome]) -> None:
    assert [one for one in legitimate if one.kind == kind and one.stopped] == []


def test_a_generated_company_has_no_finding_and_is_the_same_each_time(shipped: State) -> None:
    one, again = company(shipped, 7, languages=6), company(shipped, 7, languages=6)
    assert one.files == again.files
    assert run(Given(tree=one.tree, today=TODAY)).findings == ()


def test_an_edited_state_is_what_its_files_read_anew_are(shipped: State) -> None:
    slot = slots(shipped)[0]
    edited = slot.typed("0.999").edited({language_path("tr"): None})
    anew = State.of(edited.files)
    assert language_path("tr") not in edited.files
    reports = [run(Given(tree=one.tree, today=TODAY)) for one in (edited, anew)]
    assert reports[0] == reports[1]
    assert reports[0].blocking


def test_a_mistake_is_material_when_a_tenth_more_or_fewer_events_pass(shipped: State) -> None:
    slot = Slot(shipped, "en", ("primary",))
    passing = slot.evidence.passing(float(slot.value))
    values = [f"{cell / 1000:.3f}" for cell in range(int(slot.value * 1000), 1000)]
    near = next(one for one in values[1:] if slot.evidence.passing(float(one)) < passing)
    far = next(one for one in values if slot.evidence.passing(float(one)) < 0.9 * passing)
    assert not material(shipped, slot.typed(near))
    assert material(shipped, slot.typed(far))
    assert not material(shipped, shipped)


def test_what_set_cannot_write_counts_as_stopped(shipped: State) -> None:
    comma = next(kind for kind in MISTAKES if kind.name == "comma")
    found = list(measured({"shipped": shipped}, [comma], 1))
    assert [(one.way, sorted(one.errors)) for one in found] == [
        ("by hand", ["syntax"]),
        ("set, text", ["set's own checks"]),
        ("set, no text", ["set's own checks"]),
    ]


def test_an_interval_is_wilsons() -> None:
    assert Share(8, 10, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Share(0, 20, 20).interval == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert Share(20, 20, 20).interval == pytest.approx((0.8389, 1.0), abs=1e-4)


def test_the_ways_of_one_edit_are_one_trial_of_an_interval() -> None:
    tries = [outcome(draw, way, stopped=draw > 1) for draw in range(10) for way in UNSET]
    found = share(tries, lambda one: one.stopped)
    assert found == Share(16, 20, 10)
    assert found.interval == pytest.approx(Share(8, 10, 10).interval)


def outcome(draw: int, way: Way = "by hand", *, stopped: bool = True) -> Outcome:
    errors = frozenset({"broken-seal"} if stopped else ())
    return Outcome("E1", way, "shipped", draw, True, errors, frozenset())


def test_the_page_tells_what_got_through_and_rounds_nothing_to_all() -> None:
    caught = [outcome(draw) for draw in range(1999)]
    said = page([*caught, outcome(1999, "set, no text", stopped=False)], [], "Made now.\n")
    row = (
        "| E1 | new value in the wrong language's file | 2000 | 99.9 % | 99.7–100.0 % "
        "| 100 % |  |  | 0 % | 0 % | broken-seal 99.9 % |"
    )
    assert row in said.splitlines()
    missed = [outcome(draw, "set, no text", stopped=False) for draw in (8, 9)]
    few = page([*caught[:8], *missed], [], "Made now.\n")
    assert "80 % stopped. Not stopped: 2 of 2 made with set, no text." in " ".join(few.split())
