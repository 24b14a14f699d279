"""The comment: what it says, what gives way when it is full, and that nothing gets out of it."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langroute_repo.output.review import Review
from langroute_repo.render.comment.header import Header, header_of
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page import (
    LONGEST_COMMENT,
    LONGEST_SUMMARY,
    comment,
    says_nothing,
    summary,
)
from langroute_repo.wording import counted
from tests.github.expected import as_expected, on_a_day_like_any_other
from tests.github.picture import drawn_comment
from tests.github.rendered import TEXTS, page
from tests.github.reviews import (
    HEAD,
    Json,
    change,
    endpoint,
    estimate,
    finding,
    language,
    review,
    rollout,
)

LINKS = Links("https://github.com/acme/routes", HEAD, "b" * 40, 7)
MOVED = {"production": {"de": "aaaaaa--.bbbbbb--", ":alarm": ".bbbbbbbb", "pt-BR": "aaaaaaaa."}}
HEADER = Header(HEAD, 12, "b" * 40, 7, 1, {"production": "c" * 64}, MOVED)
ERROR_LINE = 99
KINDS = (("error", ERROR_LINE), ("warning", 8))
SHARES, NUMBERS = st.sampled_from([None, 0.0, 1.0]), st.sampled_from([None, -1.0, 1e300])
TIMES = st.sampled_from([0, 1, 2, 200])


@st.composite
def hostile_reviews(draw: st.DrawFn) -> Review:
    """Any texts in any number; few different ones, for it is their number that fills a page."""
    text = draw(TEXTS)
    other = draw(TEXTS) * draw(st.sampled_from([1, 1, 50, 1000]))
    findings = [
        finding(level=level, line=line, rule=text, path=other, message=other, hint=text) | passed
        for level, line in KINDS
        for passed in (
            {"accept_at": text},
            {"accept_at": f"config/accepted/{other}"},
            {"accepted": {"because": other, "path": text}, "owners": [text] * 9},
            {"standing": True, "since": text},
            {"excused": other},
        )
        for _ in range(draw(TIMES))
    ]
    rows = [
        change(kind=text, path=other, words=other, told=[text, other], pictures=[[text, other]])
    ]
    number = draw(st.floats(allow_nan=False, allow_infinity=False))
    figures: Json = {"per_day": number, "events_per_day": number, "passes_after": draw(SHARES)}
    figures |= {"recall_before": estimate(number), "moved": draw(st.sampled_from([None, 0.1]))}
    limits = {
        "model": text,
        "after": number,
        "capacity_after": draw(NUMBERS),
        "not_counted": [text],
    }
    return review(
        findings=findings,
        ending=[{"day": text, "path": other, "what": other, "owners": [text]}] * draw(TIMES),
        headline=other,
        rest=[other] * draw(TIMES),
        languages=[language(other, rows * draw(st.sampled_from([0, 1, 15])), **figures)]
        * draw(TIMES),
        others=rows * draw(TIMES),
        endpoints=[endpoint(**limits)] * draw(TIMES),
        approvals=[{"owners": [text, other], "paths": [other, text]}] * draw(TIMES),
        rollouts=[rollout(environment=text, after=other, step=text)] * draw(TIMES),
        plan={text: "d" * 64},
        failure=draw(st.sampled_from([None, {"message": other, "hint": text}])),
    )


@settings(max_examples=12)  # a full page takes half a second to read
@given(hostile_reviews())
def test_a_comment_is_whole_however_full_it_is(made: Review) -> None:
    body = comment(made, HEADER, LINKS)
    assert len(body) <= LONGEST_COMMENT
    read = page(body)  # every element is closed, every fence too
    assert len(read.comments) == 2 - ("<!-- langroute told" not in body)
    assert header_of(body) == HEADER
    assert made.check is not None
    errors = [one for one in made.check.findings if one.level == "error"]
    assert read.elements.count("h3") == 1
    assert "Risk: high" in read.plain
    if errors:
        assert f"❌ {counted(len(errors), 'error')}" in read.plain
        assert LINKS.place(errors[0].path, ERROR_LINE, 14) in body
    allowed = {"h3", "h4", "p", "strong", "b", "span", "br", "ul", "ol", "li", "a", "code", "pre"}
    allowed |= {"details", "summary", "sub"}  # no table: a telephone shows a part of one only
    assert set(read.elements) <= allowed
    assert not read.acts
    assert all(link.startswith("https://github.com/acme/routes/") for link in read.links)


@settings(max_examples=12)
@given(hostile_reviews())
def test_a_summary_fits_into_a_mebibyte(made: Review) -> None:
    page_of_run = summary(made, LINKS)
    assert len(page_of_run) <= LONGEST_SUMMARY
    assert len(page_of_run.encode("utf-8")) < 2**20


def test_a_comment_as_people_see_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of docs/comment.png, which is to be drawn anew when this one changes."""
    on_a_day_like_any_other(monkeypatch)
    as_expected(drawn_comment(tmp_path / "repository"), "expected.md")


def test_the_errors_are_the_last_to_give_way() -> None:
    errors = [finding(message=f"error {index} " + "x" * 900) for index in range(40)]
    rows = [change(pictures=[["▁" * 40] * 5])]
    made = review(findings=errors, languages=[language(f"l{index}", rows) for index in range(200)])
    body = comment(made, HEADER, LINKS)
    assert len(body) <= LONGEST_COMMENT
    assert all(f"error {index} " + "x" * 900 in body for index in range(40))
    assert "▁" not in body
    assert "**Too long for one page**: all but the events a day of each language stand in " in body


def test_of_too_many_errors_the_first_are_told_and_the_rest_counted() -> None:
    made = review(findings=[finding(message=f"error {index};" * 9) for index in range(2000)])
    body = comment(made, HEADER, LINKS)
    told = len(set(re.findall(r"error \d+;", body)))
    assert 20 < told < 2000
    assert all(f"error {index};" in body for index in range(told))
    assert f"… and {2000 - told:,} more: `./langroute check --against` tells them all" in body
    assert "❌ 2,000 errors" in body


def test_a_warning_comes_with_the_file_that_accepts_it() -> None:
    path = "config/accepted/languages/de/new.yaml"
    warned = finding(level="warning", accept_at=path)
    other = warned | {"rule": "recall-drop", "fingerprint": "4567abcd"}
    assert (
        f"`{path}`\n```text\n"
        "# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json\n"
        "accepts: [broken-seal 0123abcd, recall-drop 4567abcd]\n"
        "because: …\n"
        "```"
    ) in comment(review(findings=[warned, other]), HEADER, LINKS)


def test_what_is_accepted_stands_open_with_its_reason_and_owner() -> None:
    accepted = {"because": "agreed in the planning", "path": "config/accepted/languages/de/x.yaml"}
    made = review(
        findings=[finding(level="warning", accepted=accepted, owners=["@acme/risk-dach"])]
    )
    body = comment(made, HEADER, LINKS)
    assert "✅ no findings block it · ☑️ 1 warning accepted" in body
    whose = "`config/accepted/languages/de/x.yaml` of &#64;&#8203;acme/risk-dach"
    assert f"- **agreed in the planning**<br>in {whose}\n  - [`broken-seal`](" in body
    assert "<details>" not in body


def test_a_reason_that_accepts_several_is_told_once() -> None:
    accepted = {"because": "agreed in the planning", "path": "config/accepted/languages/de/x.yaml"}
    found = [finding(level="warning", accepted=accepted, rule=rule) for rule in ("one", "two")]
    body = comment(review(findings=found), HEADER, LINKS)
    assert body.count("agreed in the planning") == 1
    assert all(f"\n  - [`{rule}`](" in body for rule in ("one", "two"))


def test_an_acceptance_that_is_told_with_its_reason_is_no_other_file() -> None:
    path = "config/accepted/languages/de/x.yaml"
    accepted = {"because": "agreed", "path": path}
    files = [change(path=path, words="acceptance-added"), change(path="config/policy.yaml")]
    made = review(findings=[finding(level="warning", accepted=accepted)], others=files)
    body = re.sub(r"<!--.*?-->", "", comment(made, HEADER, LINKS))
    assert body.count(path) == 1
    assert "- `config/policy.yaml`: **threshold-raised**" in body


def test_what_stood_before_is_folded() -> None:
    made = review(findings=[finding(level="warning", standing=True, since="2026-11-22")])
    body = comment(made, HEADER, LINKS)
    assert "<details><summary>1 warning stood before</summary>" in body
    assert "<br>since 2026-11-22, accepted by nobody" in body


def test_an_error_blocks_whatever_is_said_of_it() -> None:
    made = review(findings=[finding(standing=True, excused="gone back")])
    assert "❌ 1 error" in comment(made, HEADER, LINKS)


def test_what_a_hint_says_to_write_can_be_copied() -> None:
    cure = "if 0.432 is meant, write {at: 0.432, passes: 25.4%, evidence: de-ac0d9ba0}; or set it"
    body = comment(review(findings=[finding(hint=cure)]), HEADER, LINKS)
    sealed = "`{at: 0.432, passes: 25.4%, evidence: de-ac0d9ba0}`"
    assert f"➜ if 0.432 is meant, write {sealed}; or set it" in body


def test_a_failure_is_red_and_says_that_nothing_is_known() -> None:
    made = review(failure={"message": "main is gone", "hint": "git fetch"}, found=False)
    body = comment(made, HEADER, LINKS)
    assert "### What this changes is not known\n\n❌ the check did not finish" in body
    assert "main is gone<br>➜ git fetch" in body
    assert "✅" not in body
    assert not says_nothing(made)


@pytest.mark.parametrize(
    ("changed", "silent"),
    [
        ({}, True),
        ({"findings": [finding(standing=True, level="warning")]}, True),
        ({"findings": [finding(excused="it ran before", level="warning")]}, False),
        ({"findings": [finding()]}, False),
        ({"languages": [language()]}, False),
        ({"others": [change()]}, False),
        ({"failure": {"message": "broke", "hint": ""}}, False),
    ],
)
def test_nothing_is_told_of_nothing(changed: dict[str, Any], silent: bool) -> None:
    assert says_nothing(review(**changed)) is silent


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("1" * 64, "2" * 64, "after staging runs it, plan `222222222222` reaches the readers"),
        ("1" * 64, "1" * 64, "nothing, for its document stays as it is"),
        ("1" * 64, None, "nothing, for its document does not compile"),
    ],
)
def test_a_merge_is_told_in_advance(before: str, after: str | None, words: str) -> None:
    name = "production"
    planned = [rollout(environment=name, after="staging")]
    made = review(rollouts=planned, was={name: before}, plan={name: after})
    assert f"1. **production**: {words}" in comment(made, HEADER, LINKS)


def test_without_a_repository_nothing_is_linked() -> None:
    body = comment(review(findings=[finding()]), HEADER, Links())
    assert page(body).links == []


@given(st.integers(0), st.integers(0), st.dictionaries(TEXTS, TEXTS, max_size=3))
def test_a_header_is_read_as_it_was_written(run: int, attempt: int, plan: dict[str, str]) -> None:
    hostile = {"production": {**MOVED["production"], **plan}}
    written = Header(HEAD, run=run, attempt=attempt, plan=plan, shown=hostile)
    line = written.line()
    assert line.count("-->") == 1
    read = header_of(f"{line}\n\ntext")
    assert read == Header(HEAD, run=run, attempt=attempt, shown=MOVED)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!-- langroute review -->",
        "<!-- langroute review [] -->",
        '<!-- langroute review {"head":"x","run":1,"attempt":1,"plan":{}} -->',
        '<!-- langroute review {"head":null,"run":1,"attempt":1,"plan":{}} -->',
        f"<!-- langroute review {'[' * 20_000} -->",
        f"> {HEADER.line()}",
        f"{HEADER.line()[:-4]}",
    ],
)
def test_what_is_no_header_of_ours_is_none(body: str) -> None:
    assert header_of(body) is None
