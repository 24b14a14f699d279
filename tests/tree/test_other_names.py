"""The other names of a language: in the document, and found by the files as by the router."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langroute.document import canonical
from langroute.lookup import answering
from langroute.router import Router, UnknownLanguage
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.tree import Tree
from scripts.files.language import subject_of
from scripts.terminal.failure import Failure
from tests.memory import Memory
from tests.rules.examples import BASE

BASE_FILES = {
    path.relative_to(BASE).as_posix(): path.read_bytes()
    for path in sorted(BASE.rglob("*"))
    if path.is_file()
}
SUBTAG = st.sampled_from(
    ["de", "DE", "en", "nds", "und", "iw", "he", "sh", "x", "AT", "Latn", "no"]
)
TAGS = st.lists(SUBTAG, min_size=1, max_size=3)
NAMES = st.lists(TAGS.map("-".join).filter(lambda tag: len(tag.split("-")[0]) > 1), max_size=4)


def named(**also: list[str]) -> Tree:
    """The small tree with other names for some of its languages."""
    files = dict(BASE_FILES)
    for tag, names in also.items():
        path = f"config/languages/{tag}.yaml"
        line = f"source: newswire\nalso: [{', '.join(names)}]\n".encode()
        files[path] = files[path].replace(b"source: newswire\n", line)
    return read(Memory(files))


def test_a_document_has_them_sorted_and_needs_no_newer_reader() -> None:
    document = compile_tree(named(de=["nds", "gsw"]), "production")
    assert document["format"] == 1
    assert document["languages"]["de"]["also"] == ["gsw", "nds"]
    assert "also" not in document["languages"]["en"]


def test_a_document_leaves_out_those_that_lead_elsewhere() -> None:
    """The rules tell them; the document stays one that a reader takes."""
    document = compile_tree(named(de=["DE", "en", "und", "nds", "NDS"], en=["nds"]), "production")
    assert "also" not in document["languages"]["de"]
    assert document["languages"]["en"]["also"] == ["nds"]
    Router(canonical(document))


@settings(max_examples=40)
@given(NAMES, NAMES, TAGS, st.sampled_from("-_"))
def test_the_files_answer_as_the_router_does(
    german: list[str], english: list[str], asked: list[str], between: str
) -> None:
    tree = named(de=german, en=english)
    router = Router(canonical(compile_tree(tree, "production")))
    tag = between.join(asked)
    try:
        expected = router.route(tag, None).language
    except UnknownLanguage:
        expected = None
    assert answering(tag, tree.names) == expected


@pytest.mark.parametrize("key", ["also: nb", "also: [n b]", "also: [1]", "also: [pt_BR]", "also:"])
def test_what_is_no_list_of_tags_is_refused(key: str) -> None:
    path = "config/languages/de.yaml"
    text = BASE_FILES[path].replace(b"source: newswire\n", f"source: newswire\n{key}\n".encode())
    assert read(Memory(BASE_FILES | {path: text})).languages["de"].model is None


@pytest.mark.parametrize(
    ("tag", "cure"),
    [
        ("nds", "de answers for it; edit that file"),
        ("iw", "en answers for it; edit that file"),
        ("de-AT", "de answers for it; ./langroute new language de-AT gives it a file of its own"),
    ],
)
def test_a_verb_that_edits_says_which_file_a_name_leads_to(tag: str, cure: str) -> None:
    with pytest.raises(Failure) as caught:
        subject_of(named(de=["nds"], en=["he"]), tag)
    assert caught.value.hint == cure
