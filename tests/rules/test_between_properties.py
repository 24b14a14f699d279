"""What must hold between files whatever they say: sums, look-ups, orders, and no crash."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.decision import Decision
from langroute.router import Router, UnknownLanguage
from langroute_repo.tags.canonical import covers
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.endpoint_load import loads
from langroute_repo.tree.endpoints import address, by_address
from langroute_repo.tree.files.evidence import Events, Evidence
from langroute_repo.tree.promotion import predecessors, promotion_order, rings
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import LONGEST, listed
from tests.rules.generated_trees import (
    ENVIRONMENTS,
    MODEL,
    MODELS,
    PEAKS,
    TREES,
    WHOLE,
    Data,
    endpoint,
    environments,
    group,
    routed_files,
    tree_of,
)
from validators.between.case_fails import case_fails
from validators.between.endpoint_overload import endpoint_overload
from validators.engine import run
from validators.finding import Given
from validators.rules import RULES

BETWEEN = [rule for rule in RULES if rule.group == "between"]


def given_of(tree: Tree) -> Given:
    return Given(tree=tree, today=date(2026, 11, 22))


def with_peaks(tree: Tree, peaks: Mapping[str, int]) -> Tree:
    """The tree with evidence that knows nothing but the peak second of some languages."""

    def evidence(_: str, tag: str) -> Evidence | None:
        if tag not in peaks:
            return None
        return Evidence.model_construct(
            events=Events(per_day=0.0, peak_per_second=peaks[tag]), reference=f"{tag}-00000000"
        )

    return replace(tree, evidence_reader=evidence)


@given(TREES, PEAKS)
def test_whatever_the_files_say_every_finding_has_a_place_and_a_cure(
    files: Data, peaks: dict[str, int]
) -> None:
    tree = tree_of(files)
    assert all(file.model is not None for file in tree.files())
    # What is not there is told at the path that it would have.
    paths = {file.path for file in tree.files()} | {"config/policy.yaml"}
    for finding in run(given_of(with_peaks(tree, peaks)), BETWEEN).findings:
        assert finding.path in paths
        assert {one.path for one in finding.related} <= paths
        assert finding.message
        assert finding.hint


@given(TREES)
def test_no_finding_is_told_twice(files: Data) -> None:
    found = run(given_of(tree_of(files)), BETWEEN).findings
    told = Counter((one.rule, one.path, one.line, one.column, one.message) for one in found)
    assert not [one for one, times in told.items() if times > 1]


def recount(files: Data, peaks: Mapping[str, int]) -> dict[str, Fraction]:
    """Requests a second by model, added up from the files as they are written."""
    total: dict[str, Fraction] = {}
    for path, language in files.items():
        tag = path.removeprefix("languages/")
        if tag not in peaks or tag == path:
            continue
        canary = language.get("canary", {"model": "", "traffic": "0%"})
        left = 0 if "on_failure" in canary else int(canary["traffic"][:-1])
        rest = f"{100 - left}%"
        audit = Fraction(language.get("audit", "0%")[:-1]) / 100
        decide = [language["primary"] | {"traffic": rest}, canary]
        asked = [(one, Fraction(0)) for one in decide]
        if (compared := Fraction(canary.get("compared", "0%")[:-1]) / 100) > 0:
            drawn = 100 * (compared + (1 - compared) * audit)
            taken = Fraction(canary["traffic"][:-1]) / 100
            asked += [
                (one | {"traffic": f"{drawn * others}%"}, Fraction(0))
                for one, others in ((language["primary"], taken), (canary, 1 - taken))
            ]
        asked += [(one, audit) for one in language["shadows"]]
        for one, more in asked:
            share = Fraction(one["traffic"][:-1]) / 100
            rate = peaks[tag] * (share + (1 - share) * more)
            total[one["model"]] = total.get(one["model"], Fraction(0)) + rate
    return total


@given(WHOLE, PEAKS)
def test_what_a_model_is_asked_for_is_the_sum_over_the_files(
    files: Data, peaks: dict[str, int]
) -> None:
    tree = with_peaks(tree_of(files), peaks)
    expected = recount(files, peaks)
    assert {name: load.total for name, load in loads(tree).items()} == {
        name: expected.get(name, Fraction(0)) for name in loads(tree)
    }
    over = {
        name
        for name in MODELS
        if expected.get(name, 0) > Fraction(files[f"models/{name}"]["capacity"][:-2])
    }
    found = {fault.place.path for fault in endpoint_overload(given_of(tree))}
    assert found == {f"config/models/{name}.yaml" for name in over}


@given(WHOLE, PEAKS.filter(bool))
def test_primary_and_canary_together_are_asked_for_every_event_once(
    files: Data, peaks: dict[str, int]
) -> None:
    for path, language in files.items():
        if path.startswith("languages/"):
            language["shadows"] = []
            for key in ("on_failure", "compared"):
                language.get("canary", {}).pop(key, None)
    tree = with_peaks(tree_of(files), peaks)
    asked = sum(load.total for load in loads(tree).values())
    assert asked == sum(peaks[tag] for tag in tree.languages if tag in peaks)


PARTS = st.sampled_from(["de", "en", "latn", "BR", "u", "x", "co", "phonebk", "1996"])
LONG_TAGS = st.tuples(st.sampled_from(["de", "pt"]), st.lists(PARTS, max_size=5)).map(
    lambda parts: "-".join([parts[0], *parts[1]])
)


def routed(entry: str, asked: str) -> bool:
    """Whether the router finds the entry for the language that is asked for."""
    answerer = {
        "model": "m",
        "fields": ["title"],
        "required": [],
        "threshold": 0.5,
        "score": {"minimum": 0, "maximum": 1},
        "endpoint": {"kind": "http", "url": "https://m.example"},
    }
    languages = {entry: {"source": "s", "primary": answerer, "shadows": []}}
    router = Router({"format": 1, "environment": "e", "languages": languages})
    try:
        return router.route(asked, None).language == entry
    except UnknownLanguage:
        return False


@given(LONG_TAGS, LONG_TAGS)
def test_a_tag_covers_what_the_router_looks_up_by_it(entry: str, asked: str) -> None:
    assert covers([entry], asked) == routed(entry, asked)


@given(LONG_TAGS, st.integers(1, 6))
def test_a_tag_covers_what_it_is_a_cut_of(tag: str, length: int) -> None:
    cut = "-".join(tag.split("-")[:length])
    dangling = cut != tag and len(cut.rpartition("-")[2]) == 1
    assert covers([cut], tag) == (not dangling)


@given(group("environments", "environment", ENVIRONMENTS, environments()))
def test_every_environment_is_promoted_once_and_behind_the_one_it_comes_after(files: Data) -> None:
    tree = tree_of(files)
    order, after = promotion_order(tree), predecessors(tree)
    assert sorted(order) == sorted(after)
    ringed = {name for ring in rings(tree) for name in ring}
    for name, before in after.items():
        seen = {name}
        while before is not None and before not in seen:
            seen.add(before)
            before = after.get(before)
        assert (before == name) == (name in ringed)
    reachable = order[: len(order) - sum(_loose(name, after) for name in order)]
    assert all(
        after[name] is None or after[name] in reachable[:i] for i, name in enumerate(reachable)
    )


def _loose(name: str, after: Mapping[str, str | None]) -> bool:
    """Whether the way back from an environment never ends at one that comes first."""
    way: str | None = name
    for _ in after:
        if way is None:
            return False
        way = after.get(way, way)
    return way is not None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://words.example", "https://WORDS.example/", True),
        ("https://words.example:443/a", "http://words.example/a/", True),
        ("https://words.example./a", "https://words.example/a", True),
        ("https://words.example/a", "https://words.example/A", False),
        ("https://words.example/a", "https://words.example:8443/a", False),
        ("https://words.example/a", "https://chars.example/a", False),
    ],
)
def test_urls_are_the_same_endpoint_when_requests_end_up_in_one_place(
    one: str, other: str, same: bool
) -> None:
    endpoint = {"kind": "http", "url": {"staging": one, "production": other}}
    data = {"models/words": MODEL | {"endpoint": endpoint}}
    assert (len(by_address(tree_of(data))) == 1) == same


def test_an_endpoint_of_another_region_is_another() -> None:
    files = {
        f"models/{name}": MODEL | {"model": name, "endpoint": endpoint(region)}
        for name, region in (("words", "eu-central-1"), ("words-v2", "eu-west-1"))
    }
    tree = tree_of(files)
    first, second = (tree.model(name) for name in ("words", "words-v2"))
    assert first is not None
    assert second is not None
    assert address(first, "words", "lab") != address(second, "words", "lab")


KEYS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)


def truth(decision: Decision, relevant: bool) -> Data:
    """All that a case can expect, as it will come out."""
    return {
        "found": decision.language,
        "role": decision.role,
        "model": decision.model,
        "shadows": [shadow.model for shadow in decision.shadows],
        "payload": ["title"],
        "relevant": relevant,
    }


def lies(true: Data) -> Data:
    """For each thing that a case can expect, what will not come out."""
    return {
        "found": "en",
        "role": "primary" if true["role"] == "canary" else "canary",
        "model": "chars",
        "shadows": [] if true["shadows"] else ["chars"],
        "payload": ["title", "body"],
        "relevant": not true["relevant"],
    }


@given(KEYS, st.integers(0, 100), st.integers(0, 100), st.integers(0, 1000))
def test_a_case_fails_exactly_when_it_expects_what_the_router_does_not_do(
    key: str, traffic: int, shadow: int, thousandths: int
) -> None:
    files = routed_files(traffic, shadow)
    decision = Router(compile_tree(tree_of(files), "staging")).route("de", key)
    event = {"key": key, "score": thousandths / 1000}
    true = truth(decision, relevant=thousandths >= 500)
    expectations = [true, *({what: lie} for what, lie in lies(true).items())]
    cases = [{"about": "true or not", "event": event, "expect": one} for one in expectations]
    files["cases/de"] = {"language": "de", "cases": cases}
    faults = [fault.place.at for fault in case_fails(given_of(tree_of(files)))]
    assert faults == [("cases", index, "expect", what) for index, what in enumerate(true, 1)]


@given(st.lists(st.text("ab", min_size=1), max_size=20))
def test_a_list_in_a_message_stays_short_and_counts_the_rest(names: list[str]) -> None:
    shown = listed(names).replace(" and ", ", ").split(", ")
    assert len(shown) <= LONGEST
    if len(names) > LONGEST:
        assert shown[-1] == f"{len(names) - LONGEST + 1} more"
    else:
        assert shown == (names or ["none"])
