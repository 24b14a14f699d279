"""Whatever is typed into `set` gives an edit that reads back, or a reason; never a crash."""

from hypothesis import example, given
from hypothesis import strategies as st

from langroute_repo.editing.edit import EditError
from langroute_repo.editing.setting import Request, Subject, apply
from langroute_repo.strict_yaml.reader import parse
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.read import read, read_file
from langroute_repo.tree.snapshot import Folder
from tests.rules.examples import BASE

TREE = read(Folder(BASE))
PATH = "config/languages/de.yaml"
IN_LINES = TREE.languages["de"].raw + (
    b"shadows:\n"
    b"  - model: embedding\n"
    b"    traffic: 5%\n"
    b"    fields: [title]\n"
    b"    threshold:\n"
    b"      at: 0.300\n"
    b"      evidence: none\n"
)
IN_BRACKETS = (
    b'{language: de, owners: ["@a"], source: newswire, primary: {model: words, fields: [title], '
    b"threshold: {at: 0.342, evidence: none}}, canary: {model: embedding, traffic: 1%, "
    b"fields: [title], threshold: {evidence: none, at: 0.3}}}"
)
PATHS = st.one_of(
    st.sampled_from(
        [
            "source", "owners", "primary", "primary.model", "primary.fields", "primary.threshold",
            "canary", "canary.model", "canary.traffic", "canary.fields", "canary.threshold.at",
            "shadows.embedding", "shadows.words", "shadows.embedding.traffic", "shadows.",
            "shadows.embedding.threshold", "shadows.embedding.fields", "shadows.embedding.model",
        ]
    ),
    st.text(max_size=20),
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(["none", "canary", "words", "embedding", "title,body", "[title]", "10%"]),
    st.decimals(0, 1, places=3).map(str),
    st.text(max_size=20),
    st.text("ab{}[],:#&*!|>'\"%@`\\- \n\t", max_size=12),
)


def subject(raw: bytes) -> Subject:
    file = read_file(raw, PATH, LanguageFile)
    assert file.model is not None
    return Subject(TREE, "de", file, file.model)


@given(
    raw=st.sampled_from([IN_LINES, IN_BRACKETS]),
    path=PATHS,
    value=VALUES,
    threshold=st.none() | VALUES,
    traffic=st.none() | VALUES,
    fields=st.none() | VALUES,
)
@example(IN_BRACKETS, "canary", "none", None, None, None)
@example(IN_BRACKETS, "primary", "canary", None, None, None)
@example(IN_BRACKETS, "canary.threshold", "0.301", None, None, None)
def test_whatever_is_typed_gives_an_edit_or_a_reason(
    raw: bytes,
    path: str,
    value: str,
    threshold: str | None,
    traffic: str | None,
    fields: str | None,
) -> None:
    request = Request(path, value, threshold, traffic, fields)
    after, refused = tried(subject(raw), request)
    assert not parse(after).faults
    assert refused is None or (refused.message and refused.hint and after == raw)


def tried(language: Subject, request: Request) -> tuple[bytes, EditError | None]:
    try:
        return apply(language, request), None
    except EditError as error:
        return language.raw, error
