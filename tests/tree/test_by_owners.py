"""A change in portions by owners: nothing is lost, nothing twice, and nothing torn apart."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.tree.by_owners import Portion, by_owners, kept_whole_by, subject
from langroute_repo.tree.read import read
from langroute_repo.tree.tree import Tree
from tests.memory import Memory

TAGS, MODELS, SOURCES, TEAMS = ("de", "en", "fr", "no"), ("e5", "use", "words"), ("a", "b"), "xyz"
OF_ALL = (
    "config/policy.yaml",
    "config/freeze.yaml",
    "config/environments/production.yaml",
    "config/accepted/change/many.yaml",
    "config/accepted/policy/limit.yaml",
    "config/accepted/environments/staging/small.yaml",
    "config/notes.txt",
)


def language(tag: str, team: str, source: str, models: Sequence[str]) -> bytes:
    primary, *others = models
    rest = "".join(
        f"\n  - {{model: {one}, traffic: 5%, fields: [t], threshold: {{at: 0.1, evidence: none}}}}"
        for one in others
    )
    return (
        f'language: {tag}\nowners: ["@a/{team}"]\nsource: {source}\nprimary:\n  model: {primary}\n'
        f"  fields: [t]\n  threshold: {{at: 0.1, evidence: none}}\n"
        + (f"shadows:{rest}\n" if others else "")
    ).encode()


def model(name: str, team: str) -> bytes:
    return (
        f'model: {name}\nowners: ["@a/{team}"]\nstatus: active\nlanguages: any\n'
        "inputs: {required: [t]}\nscore: {minimum: 0, maximum: 1}\ncapacity: 40/s\n"
        "endpoint: {kind: http, url: {staging: http://a/1, production: http://a/2}}\n"
    ).encode()


def policy() -> bytes:
    return b'owners: {machinery: ["@a/m"], policy: ["@a/p", "@a/q"], workflows: ["@a/w"]}\n'


@st.composite
def states(draw: st.DrawFn) -> Tree:
    """A company: every language and model, by random teams, with random routes."""
    teams = st.sampled_from(TEAMS)
    files = {"config/policy.yaml": policy()}
    for tag in TAGS:
        named = draw(st.lists(st.sampled_from(MODELS), min_size=1, max_size=2, unique=True))
        source = draw(st.sampled_from(SOURCES))
        files[f"config/languages/{tag}.yaml"] = language(tag, draw(teams), source, named)
    files |= {f"config/models/{one}.yaml": model(one, draw(teams)) for one in MODELS}
    return read(Memory(files))


def below_config() -> Iterator[str]:
    """Files of every kind that are not about all languages."""
    for tag in TAGS:
        yield f"config/languages/{tag}.yaml"
        yield f"config/cases/{tag}.yaml"
        yield from (f"config/accepted/{one}/{tag}/x.yaml" for one in ("languages", "cases"))
        for one in MODELS:
            yield f"config/evidence/{one}/{tag}.json"
            yield f"config/accepted/evidence/{one}/{tag}/x.yaml"
    for one in MODELS:
        yield from (f"config/models/{one}.yaml", f"config/accepted/models/{one}/x.yaml")
    for one in SOURCES:
        yield from (f"config/sources/{one}.yaml", f"config/accepted/sources/{one}/x.yaml")
    yield "config/README.md"


changes = st.lists(st.sampled_from(sorted(below_config())), min_size=1, unique=True)


def where(portions: Sequence[Portion]) -> Mapping[str, int]:
    return {path: number for number, one in enumerate(portions) for path in one.paths}


@given(changes, states(), states())
def test_portions_are_disjoint_and_all_of_the_change(
    paths: list[str], before: Tree, after: Tree
) -> None:
    portions = by_owners(paths, before, after)
    assert sorted(path for one in portions for path in one.paths) == sorted(paths)
    assert len({one.owners for one in portions}) == len(portions)


@given(changes, states(), states())
def test_what_belongs_together_stays_together(paths: list[str], before: Tree, after: Tree) -> None:
    found = where(by_owners(paths, before, after))
    for left, right in combinations(paths, 2):
        if related(left, right, before, after) or related(right, left, before, after):
            assert found[left] == found[right]


def related(left: str, right: str, before: Tree, after: Tree) -> bool:
    """By what the files say: the same subject, a language's model or source, two models."""
    (kind, name), other = subject(left), subject(right)
    if (kind, name) == other or kind == other[0] == "models":
        return True
    if kind != "languages":
        return False
    files = [tree.languages[name].model for tree in (before, after)]
    named = {("sources", one.source) for one in files if one}
    named |= {("models", each.model) for one in files if one for _, each in one.answerers()}
    folder, first, *_ = left.removeprefix("config/").removeprefix("accepted/").split("/")
    return other in named or (folder == "evidence" and other == ("models", first))


@given(changes, states(), states(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(
    paths: list[str], before: Tree, after: Tree, random: Random
) -> None:
    other = list(paths)
    random.shuffle(other)
    assert by_owners(other, before, after) == by_owners(paths, before, after)


@given(changes, states(), st.sampled_from(OF_ALL))
def test_what_concerns_all_languages_keeps_the_change_whole(
    paths: list[str], tree: Tree, whole: str
) -> None:
    assert len(by_owners([*paths, whole], tree, tree)) == 1
    assert kept_whole_by([*paths, whole], tree, tree) == whole
    assert (kept_whole_by(paths, tree, tree), kept_whole_by([whole], tree, tree)) == ("", "")


@pytest.fixture
def company() -> Tree:
    return read(Memory({
        "config/policy.yaml": policy(),
        "config/models/words.yaml": model("words", "ml"),
        **{
            f"config/languages/{tag}.yaml": language(tag, team, "a", ["words"])
            for tag, team in (("de", "x"), ("fr", "y"), ("no", "x"))
        },
    }))  # fmt: skip


def test_languages_of_the_same_owners_come_as_one(company: Tree) -> None:
    paths = [
        path
        for tag in ("de", "fr", "no")
        for path in (f"config/languages/{tag}.yaml", f"config/evidence/words/{tag}.json")
    ]
    assert [(one.names, dict(one.asked)) for one in by_owners(paths, company, company)] == [
        (("de", "no"), {
            ("@a/ml",): ("config/evidence/words/de.json", "config/evidence/words/no.json"),
            ("@a/x",): ("config/languages/de.yaml", "config/languages/no.yaml"),
        }),
        (("fr",), {
            ("@a/ml",): ("config/evidence/words/fr.json",),
            ("@a/y",): ("config/languages/fr.yaml",),
        }),
    ]  # fmt: skip


def test_what_is_new_is_asked_of_the_owners_of_the_policy_as_github_does(company: Tree) -> None:
    """The owners that a new file names are in no CODEOWNERS of the base."""
    after = read(Memory({"config/languages/sv.yaml": language("sv", "z", "a", ["words"])}))
    (one,) = by_owners(["config/languages/sv.yaml"], company, after)
    assert one.owners == {("@a/p", "@a/q")}


def test_a_language_at_fault_keeps_the_change_whole_for_nobody_knows_what_it_names(
    company: Tree,
) -> None:
    after = read(Memory({"config/languages/de.yaml": b"language: [\n"}))
    paths = ["config/languages/de.yaml", "config/languages/fr.yaml"]
    assert [one.paths for one in by_owners(paths, company, after)] == [tuple(paths)]
    assert kept_whole_by(paths, company, after) == paths[0]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["config/models/words.yaml", "config/languages/de.yaml"], ("de",)),
        (["config/models/words.yaml", "config/models/e5.yaml"], ("e5", "words")),
        (["config/policy.yaml", "config/freeze.yaml"], ("freeze.yaml", "policy.yaml")),
        (["config/README.md"], ("README.md",)),
    ],
)
def test_it_is_called_after_what_it_is_about(
    company: Tree, paths: list[str], names: tuple[str, ...]
) -> None:
    (one,) = by_owners(paths, company, company)
    assert one.names == names
