"""Which languages a text names, and which words of it only look like tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.tags.autonyms import AUTONYMS
from langroute_repo.tags.codes import NAMES
from validators.language_mentions import mentions

TAGS = (
    "cs",
    "de",
    "de-AT",
    "en",
    "es",
    "id",
    "it",
    "nb",
    "nl",
    "no",
    "pl",
    "pt",
    "pt-BR",
    "und",
    "zh",
)


def named(text: str) -> set[str]:
    """Each mention in one word, its tags joined with a stroke."""
    return {"/".join(sorted(one)) for one in mentions(text, TAGS)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("raise the threshold of de", {"de"}),
        ("DE: raise the threshold", {"de"}),
        ("raise de, nl and pt-br.", {"de", "nl", "pt-BR"}),
        ("see config/languages/de.yaml", {"de"}),
        ("config/evidence/words/zh.json is new", {"zh"}),
        ("de-AT is apart from its parent", {"de-AT"}),
        ("(de)", {"de"}),
        ("de/relevance-words-v1 passes more", {"de"}),
        ("Raise the threshold of German", {"de/de-AT"}),
        ("raise the threshold of german", {"de/de-AT"}),
        ("Norwegian gets a canary", {"nb/no"}),
        ("Norwegian Bokmål gets a canary", {"nb"}),
        ("for Portuguese and Chinese", {"pt/pt-BR", "zh"}),
        ("no: lower the threshold", {"no"}),
        ("  it: lower the threshold", {"it"}),
        ("fix(no): lower the threshold", {"no"}),
        ("config(it)!: lower the threshold", {"it"}),
        ("lower `no` and [it]", {"it", "no"}),
        ("the default file und.yaml", {"und"}),
        ("lower es-ES", {"es"}),
        ("lower es_ES, es-419 and es_MX.", {"es"}),
        ("pt_BR: lower", {"pt-BR"}),
        ("pt-PT and pt_AO", {"pt"}),
        ("no_NO, it_IT.UTF-8, id-ID", {"no", "it", "id"}),
        ("zh_Hant_TW and zh-Hans", {"zh"}),
        ("in_ID of an old Java", {"id"}),
        ("de-CH.json and de_AT", {"de", "de-AT"}),
        ("Español gets a canary", {"es"}),
        ("Espan\u0303ol, decomposed", {"es"}),
        ("baja el umbral de español", {"es", "de"}),
        ("Deutsch: Schwelle hoch", {"de/de-AT"}),
        ("norsk bokmål; dansk", {"nb"}),
        ("norsk", {"nb/no"}),
        ("Português do Brasil", {"pt/pt-BR"}),
        ("提高中文的阈值", {"zh"}),
        ("Čeština a polski", {"cs", "pl"}),
        ("./langroute set no canary.traffic 5%", {"no"}),
    ],
)
def test_what_is_named(text: str, expected: set[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "there is no change, and it is not large: no need to wait",
        "the event's id: it is stable",
        "Deutsche Bank und Englisch",
        "espanola, latina, Indonesia, romana",
        "es_es, es-xx, es-zz, es-ABCD, xes_ES, es_ES_x, es-ESX, NO-GO, IT-AS",
        "events from es.ES, a@es-ES, ../es-ES.d",
        "de-duplicate the events, a de-facto standard",
        "evidence: de-552ddf27",
        "https://acme.de/en-route/x",
        "ask ops@de or write to a@b.de",
        "polish the comments",
        "relevance-e5-v3, model_de, deen",
        "",
    ],
)
def test_what_only_looks_like_a_language(text: str) -> None:
    assert named(text) == set()


@given(st.sampled_from(sorted(NAMES)), st.sampled_from(["{}: lower", "x `{}` y", "{}.yaml"]))
def test_every_tag_can_be_named(tag: str, form: str) -> None:
    assert frozenset({tag}) in mentions(form.format(tag), {tag, "xx"})


@given(st.sampled_from(sorted(NAMES)))
def test_every_name_means_its_language(tag: str) -> None:
    found = mentions(f"Lower the threshold of {NAMES[tag]} a little", NAMES)
    assert any(tag in one for one in found)


@pytest.mark.parametrize(("name", "codes"), AUTONYMS.items(), ids=AUTONYMS)
def test_every_name_in_its_own_language_means_it(name: str, codes: frozenset[str]) -> None:
    for text in (f"raise {name}", f"({name})", f"{name.title()}: raise"):
        found = mentions(text, NAMES)
        assert all(any(code in one for one in found) for code in codes)


@given(st.text(), st.sets(st.sampled_from(TAGS)))
def test_only_what_can_be_named_is_named(text: str, tags: set[str]) -> None:
    assert all(one and one <= tags for one in mentions(text, tags))
