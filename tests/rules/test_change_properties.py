"""What holds for every change, whatever the files say before and after."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from langroute_repo.render.findings.acceptance import acceptance_lines
from langroute_repo.render.findings.text import text
from langroute_repo.tree.read import read
from langroute_repo.tree.state_before import read_before
from langroute_repo.tree.tree import Tree
from tests.memory import Memory
from tests.rules.examples import TODAY
from tests.rules.mutations import FILES, mutated
from validators.engine import run
from validators.finding import Given

SEEDS = st.integers(min_value=0, max_value=2**63)
ENOUGH = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def change(before: dict[str, bytes], after: dict[str, bytes]) -> Given:
    tree = read(Memory(after))
    return Given(
        tree=tree,
        today=TODAY,
        before=read_before(Memory(before), Memory(after), tree),
        messages=("Lower the threshold of Japanese",),
        title="Lower the threshold of German",
    )


@ENOUGH
@given(SEEDS)
def test_no_change_breaks_the_check(seed: int) -> None:
    for one in (change(mutated(seed), FILES), change(FILES, mutated(seed))):
        for finding in run(one).findings:
            assert finding.message
            assert finding.hint
        assert text(run(one))


@ENOUGH
@given(SEEDS)
def test_what_accepts_every_warning_leaves_none_and_is_at_fault_nowhere(seed: int) -> None:
    files = mutated(seed)
    first = run(change(FILES, files))
    paths = {one.accept_at: one.name for one in first.findings if one.accept_at}
    written = {
        path: "\n".join([*acceptance_lines(path, [name], "agreed with the analysts"), ""]).encode()
        for path, name in paths.items()
    }
    again = run(change(FILES, {**files, **written}))
    assert {one.level for one in again.findings if one.blocks} <= {"error"}
    assert [one.rule for one in again.findings] == [one.rule for one in first.findings]


@ENOUGH
@given(SEEDS)
def test_a_state_is_no_change_of_itself(seed: int) -> None:
    files = mutated(seed)
    tree = read(Memory(files))
    alone = run(Given(tree=tree, today=TODAY)).findings
    assert run(Given(tree=tree, today=TODAY, before=tree)).findings == alone


@ENOUGH
@given(SEEDS)
def test_the_state_before_is_what_it_would_be_read_as(seed: int) -> None:
    for before, after in ((mutated(seed), FILES), (FILES, mutated(seed))):
        tree = read(Memory(after))
        assert_same(read_before(Memory(before), Memory(after), tree), read(Memory(before)))


def assert_same(one: Tree, other: Tree) -> None:
    assert list(one.files()) == list(other.files())
    assert set(one.strays) == set(other.strays)
    assert one.evidence_paths == other.evidence_paths
    for model, language in one.evidence_paths:
        assert one.evidence(model, language) == other.evidence(model, language)
        assert one.evidence_fault(model, language) == other.evidence_fault(model, language)
