"""What the comment says of the changes: largest first, each language, whose, and how bad."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.diff.kind import RISKS
from langroute_repo.render.comment.header import Header
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page import LONGEST_COMMENT, comment, summary
from langroute_repo.render.comment.risk import risk
from tests.github.company import KNOWN, changed
from tests.github.expected import as_expected, on_a_day_like_any_other
from tests.github.picture import said_of
from tests.github.rendered import page
from tests.github.reviews import (
    HEAD,
    Json,
    change,
    endpoint,
    estimate,
    finding,
    language,
    review,
)

LINKS = Links("https://github.com/acme/routes", HEAD, "b" * 40, 7)
HEADER = Header(HEAD, 12, "b" * 40, 7, 1)
# The line of a language: its tag, what is changed, and the events a day that this is.
LANGUAGE = re.compile(r"<b>([a-z]+)</b>: .+<br>.+ events a day \((?:(\W[\d,]+)|as before)\)")


def told(**of: Any) -> str:
    return comment(review(**of), HEADER, LINKS)


@pytest.fixture(scope="module")
def comments(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """What is said of a change of so many languages."""
    with pytest.MonkeyPatch.context() as patched:
        on_a_day_like_any_other(patched)
        made = {}
        for number in (9, 12, 60):
            root = tmp_path_factory.mktemp("company") / "repository"
            changed(root, number)
            made[number] = said_of(root)
        return made


def effects(body: str) -> list[tuple[str, int]]:
    """The languages as they are told, with the events a day that each gets more or fewer."""
    signed = ((tag, more or "0") for tag, more in LANGUAGE.findall(body))
    return [(tag, int(re.sub(r"\D", "", more))) for tag, more in signed]


def test_a_comment_of_nine_languages(comments: dict[int, str]) -> None:
    as_expected(comments[9], "expected-9.md")


@pytest.mark.parametrize("number", [9, 12, 60])
def test_each_language_is_told_by_itself_the_largest_effect_first(
    comments: dict[int, str], number: int
) -> None:
    found = effects(comments[number])
    assert len({tag for tag, _ in found}) == len(found) == number
    sizes = [size for _, size in found]
    assert sizes == sorted(sizes, reverse=True)
    (headline,) = re.findall(r"^### (.+)$", comments[number], re.MULTILINE)
    tag, size = found[0]
    assert headline.startswith(f"{tag}: ")
    assert f"about {size:,} events a day" in headline


def test_each_of_twelve_languages_says_that_its_recall_is_not_known(
    comments: dict[int, str],
) -> None:
    """Their evidence is of the format that does not tell labels of dropped events apart."""
    told = re.findall(r"<b>([a-z]+)</b>: .+<br>.+ · recall and precision not known: ", comments[12])
    assert sorted(told) == sorted(KNOWN)


@pytest.mark.parametrize("number", [9, 12, 60])
def test_nothing_is_to_be_scrolled_sideways(comments: dict[int, str], number: int) -> None:
    read = page(comments[number])
    assert "table" not in read.elements
    shown = [line for line in comments[number].splitlines() if line[:1] in "▁▂▃▄▅▆▇█─"]
    assert max(map(len, shown)) <= 40


def test_of_many_languages_the_smaller_are_folded(comments: dict[int, str]) -> None:
    assert "<summary>50 languages, each with less effect</summary>" in comments[60]
    before, _, behind = comments[60].partition("<summary>50 languages")
    assert len(effects(before)) == 10
    assert len(effects(behind)) == 50


def test_what_is_left_out_is_said_with_where_it_stands() -> None:
    languages = [language(f"l{index}", [change(told=["x" * 900])]) for index in range(200)]
    body = told(languages=languages)
    assert len(body) <= LONGEST_COMMENT
    where = "[the check](https://github.com/acme/routes/actions/runs/7)"
    lacks = "the recorded scores, what each change does by itself in the languages behind the first"
    assert f"**Too long for one page**: {lacks} 50 stand in the summary of {where}." in body
    assert all(f"<b>l{index}</b>: threshold-raised" in body for index in range(200))
    assert "Too long" not in summary(review(languages=languages), LINKS)


def test_of_more_languages_than_fit_the_number_is_said() -> None:
    languages = [language(f"{'l' * 60}{index}") for index in range(2_000)]
    body = told(languages=languages)
    shown = body.count(" events a day (+25)")
    assert 20 < shown < 2_000
    assert f"- … and {2_000 - shown:,} more languages, each with less effect" in body
    assert f"{2_000 - shown:,} languages of those that change and all but the events" in body


def test_what_is_not_known_is_said() -> None:
    unknown = language("ja", passes_after=None, events_per_day=None)
    silent = language("ko") | {"answers": False}
    body = told(languages=[unknown, silent])
    assert "how many of its 100 events a day pass then is not known" in body
    assert "recall and precision not known" in body
    assert "<b>ko</b>: threshold-raised<br>no answer changes" in body


def test_where_recall_lies_is_said_behind_the_language() -> None:
    ends: Json = {"recall_before": estimate(0.9), "recall_after": estimate(0.8)}
    body = told(languages=[language(**ends)]).replace("\N{NO-BREAK SPACE}", " ")
    assert "25 → 50 of 100 events a day (+25) · recall 90.0% → 80.0% · precision not known" in body
    lies = "in 95 of 100 cases: recall 85–95% → 75–85% (by 150 labels, 40 of dropped events)."
    assert lies in body


def test_what_is_kept_is_said_where_recall_is_not_known() -> None:
    why = "nothing that is dropped was labelled"
    known: Json = {"recall_kept": estimate(0.93), "recall_not_known": why}
    body = told(languages=[language(**known)]).replace("\N{NO-BREAK SPACE}", " ")
    assert "(+25) · keeps 93.0% of the relevant events that pass today · precision" in body
    assert (
        "in 95 of 100 cases: what it keeps of the relevant events that pass today 88–98% "
        "(by 150 labels, 40 of dropped events), recall itself is not known: "
        "nothing that is dropped was labelled."
    ) in body


def test_an_endpoint_that_is_asked_for_too_much_comes_first() -> None:
    body = told(endpoints=[endpoint(), endpoint(model="embedding", after=30.5)])
    first, second = re.findall(r"^- (.+ that it can take.*)$", body, re.MULTILINE)
    assert first == "**embedding**: 1/s → 30.5/s of 20/s that it can take ⚠️ too much"
    assert second == "**words**: 1/s → 2/s of 20/s that it can take"


def test_who_has_to_approve_which_part_is_said() -> None:
    folder = "config/evidence/words"
    body = told(
        approvals=[
            {"owners": ["@acme/a", "@acme/b"], "paths": ["config/languages/de.yaml", "x.py"]},
            {"owners": [], "paths": [f"{folder}/{tag}.json" for tag in KNOWN]},
        ]
    )
    assert "- **&#64;&#8203;acme/a or &#64;&#8203;acme/b**: de, `x.py`\n" in body
    nobody = "**anybody who may write**, for these files have no owner"
    assert f"- {nobody}: `{folder}/` (12 files)\n" in body


def test_many_warnings_do_not_hide_the_changes() -> None:
    found = [
        finding(level="warning", path=f"config/languages/{tag}.yaml", rule=rule)
        for tag in KNOWN
        for rule in ("recall-drop", "pass-share-jump")
    ]
    before, _, _ = told(findings=found, languages=[language()]).partition("#### What changes")
    assert (
        "<summary><b>recall-drop</b>: 12 in ar, cs, da, de, en, es, fi, fr, it, ja, nl and pl"
        in (before)
    )
    outside = re.sub(r"<details>.*?</details>", "", before, flags=re.DOTALL)
    assert "config/languages" not in outside


@pytest.mark.parametrize(
    ("of_finding", "least"),
    [
        ({"level": "error"}, "high"),
        ({"level": "warning"}, "medium"),
        ({"level": "warning", "accepted": {"because": "so", "path": "x"}}, "medium"),
        ({"level": "warning", "standing": True}, "none"),
        ({"level": "warning", "excused": "it ran before"}, "none"),
    ],
)
@pytest.mark.parametrize("by_itself", RISKS)
def test_no_risk_is_below_what_is_found(of_finding: Json, least: str, by_itself: str) -> None:
    made = review(risk=by_itself, findings=[finding(**of_finding)] * 5)
    assert risk(made) == max(least, by_itself, key=RISKS.index)


@given(st.sampled_from(RISKS), st.lists(st.sampled_from(["error", "warning"]), max_size=3))
def test_a_change_with_a_blocking_finding_is_never_of_low_risk(
    by_itself: str, levels: list[str]
) -> None:
    body = told(risk=by_itself, findings=[finding(level=level) for level in levels])
    assert ("Risk: none" in body or "Risk: low" in body) == (
        not levels and by_itself in ("none", "low")
    )
