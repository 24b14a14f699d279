"""The page and the Markdown of a judge: what they say, and that they need and let in nothing."""

import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.judging.bounds import bounds
from langroute_repo.judging.clauses import recall
from langroute_repo.judging.day import Day
from langroute_repo.judging.limits import Limits
from langroute_repo.output.judge import JudgeOutput, JudgeScale
from langroute_repo.render.html_page import STYLE as EVERY_PAGES
from langroute_repo.render.judgement.markdown import markdown
from langroute_repo.render.judgement.page import fragment, page
from langroute_repo.render.judgement.page_style import STYLE
from scripts.judge import ended
from tests.judging.judged_example import PREVALENCE, STORIES, TODAY, judged

EXPECTED = Path(__file__).parent / "expected"
LARGEST = 250_000  # bytes, of 22 candidates


class Reader(HTMLParser):
    """Collects the words of a page by block, and what it would load, run or point at."""

    BLOCKS = frozenset({"h1", "h2", "h3", "p", "li", "figcaption", "summary", "tr", "footer"})

    def __init__(self, told: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.anchors: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.lines: list[str] = [""]
        self._silent = ""
        self.feed(told)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.anchors += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.handlers += [name for name, _ in attrs if name[:2] == "on"]
        if tag in ("style", "svg"):
            self._silent = tag
        if tag in self.BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._silent = "" if tag == self._silent else self._silent

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.lines[-1] += f" {data.strip()}" if data.strip() else ""

    @property
    def words(self) -> str:
        return "\n".join(filter(None, map(str.strip, self.lines))) + "\n"


def expected(name: str, told: str) -> str:
    path = EXPECTED / name
    if os.environ.get("UPDATE_EXPECTED"):
        path.write_text(told)
    return path.read_text()


@pytest.fixture(scope="module")
def everything() -> JudgeOutput:
    return judged()


def test_what_the_page_says(everything: JudgeOutput) -> None:
    """Its words as somebody gets them who sees no picture."""
    told = Reader(page(everything)).words
    assert told == expected("page.txt", told)


def test_the_markdown(everything: JudgeOutput) -> None:
    told = markdown(everything)
    assert told == expected("judged.md", told)


def test_the_page_needs_no_network_and_no_script(everything: JudgeOutput) -> None:
    told = page(everything)
    reader = Reader(told)
    assert not {"script", "link", "img", "iframe", "object", "form"}.intersection(reader.tags)
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'\"" in told
    assert reader.handlers == []
    assert not re.search(r"url\(|@import|https?:", told)
    assert reader.anchors == [f"#{one}" for one in reader.ids]
    assert len(set(reader.ids)) == len(STORIES)


def test_words_stand_beside_every_picture(everything: JudgeOutput) -> None:
    for one in everything.candidates:
        figures = re.findall(r"<figure>.*?</figure>", fragment(one), re.DOTALL)
        assert len(figures) == (6 if one.days else 0)
        for figure in figures:
            assert re.match(r"<figure><h3>[^<]+</h3><svg [^>]*aria-hidden", figure)
            assert re.search(r"</svg><figcaption>.*</p>[A-Z0-9][^<]+\.</figcaption>", figure)


def test_what_comes_from_files_does_nothing(everything: JudgeOutput) -> None:
    """No valid file holds such names."""
    hostile = "<script>alert('x')</script>@acme | `a`"
    one = everything.candidates[0].model_copy(
        update={"model": hostile, "primary": hostile, "since": hostile, "reasons": [hostile]}
    )
    told = everything.model_copy(update={"candidates": [one], "environment": hostile})
    written = page(told)
    assert "<script" not in written
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in written
    shown = markdown(told)
    assert "<script" not in shown
    assert "@acme" not in shown
    assert {line.count("|") for line in shown.splitlines()[:3]} == {5}


def test_of_a_scale_of_its_own_a_threshold_is_told_as_its_file_has_it(
    everything: JudgeOutput,
) -> None:
    wide = JudgeScale(minimum=-5, maximum=5)
    told = fragment(everything.candidates[0].model_copy(update={"scale": wide}))
    assert "relevance-e5-v3, threshold -2; downwards" in told
    assert ">-5 and 0</text>" in told
    assert ">5 and 1</text>" in told


def test_of_a_year_the_last_weeks_are_looked_at() -> None:
    days = [Day(TODAY, pairs=9, gains=1, labelled_gains=1, relevant_gains=1)] * 70
    found = list(bounds(days, PREVALENCE, Limits()))
    assert [one is None for one in found] == [True] * 10 + [False] * 60


def test_a_page_of_many_candidates_stays_small() -> None:
    (one,) = judged("beside").candidates
    days = [*one.days, *one.days, *one.days]
    held = one.model_copy(update={"days": days})
    told = page(JudgeOutput.model_construct(
        environment="production", today=TODAY.isoformat(), strange_labels=0, labels=0,
        candidates=[held] * 22,
    ))  # fmt: skip
    assert len(told.encode()) < LARGEST


def test_no_colour_is_without_a_dark_one() -> None:
    light, dark = STYLE.split("@media (prefers-color-scheme: dark)", 1)
    names = set(re.findall(r"(--[a-z]+):", light))
    assert names == set(re.findall(r"(--[a-z]+):", dark.split("body {")[0]))
    used = set(re.findall(r"var\((--[a-z]+)\)", STYLE))
    assert used <= names | set(re.findall(r"(--[a-z]+):", EVERY_PAGES))


COUNTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=8)


@given(COUNTS, st.sampled_from([1, 3]), st.sampled_from([0.02, 0.05, 0.1]))
def test_bounds_and_clause_say_the_same(
    counts: list[tuple[int, int]], told: int, points: float
) -> None:
    """All disagreements are labelled, so that no label is an unfair one."""
    limits = replace(Limits(), recall_points=points)
    days = [
        Day(TODAY, pairs=200, gains=gains, losses=losses, labelled_gains=gains,
            labelled_losses=losses, relevant_gains=gains, relevant_losses=losses)
        for gains, losses in counts
    ]  # fmt: skip
    clause = recall(days, PREVALENCE, limits, told)
    last = list(bounds(days, PREVALENCE, limits, told))[-1]
    assert last
    assert last.needed == clause.low or clause.state == "no-data"
    assert (last.high < 0.5) == (clause.state == "broken")
    assert (last.low >= last.needed and last.high >= 0.5) == (clause.state == "within")


def test_nothing_can_be_taken_back_of_a_shadow() -> None:
    """The primary of before, which goes on as a shadow, would leave every run red."""
    worse = judged("worse")
    beside = worse.candidates[0].model_copy(update={"role": "shadow"})

    assert ended(worse) == 1
    assert ended(worse.model_copy(update={"candidates": [beside]})) == 0
