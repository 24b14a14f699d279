"""The pictures: what is where, that nothing is lost, that the page needs and lets in nothing."""

import io
import re
import sys
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.scale import CELLS
from langroute_repo.diff.changes import difference
from langroute_repo.diff.kind import Kind
from langroute_repo.render.difference.html import page
from langroute_repo.render.difference.report import DiffReport
from langroute_repo.render.scores.histogram import ASCII, BUCKETS, WIDTH, Figure, bucketed, drawn
from langroute_repo.render.scores.svg import svg
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.terminal.stdout import marks, write
from tests.diff.changes import BASE, DE, RAISED, RAMPED, SHIPPED
from tests.diff.edits import edit, laid
from tests.sample import ACME

EVIDENCE = read(Folder(BASE)).evidence("words", "de")
assert EVIDENCE


def figure(before: str | None, after: str | None, counts: dict[int, int] | None = None) -> Figure:
    held: Evidence = EVIDENCE if EVIDENCE else pytest.fail("no evidence")
    if counts is not None:
        held = held.model_copy(
            update={"counts": [counts.get(cell, 0) for cell in range(CELLS + 1)]}
        )
    first, second = (Decimal(at) if at else None for at in (before, after))
    return Figure("de", "words", held, first, second)


@given(st.lists(st.integers(0, 10**6), min_size=CELLS + 1, max_size=CELLS + 1))
def test_buckets_lose_no_score(counts: list[int]) -> None:
    assert sum(bucketed(counts, BUCKETS)) == sum(counts)


def test_both_thresholds_are_marked_where_they_are() -> None:
    axis = drawn(figure("0.250", "0.750"))[-2]
    assert len(axis) == WIDTH
    assert (axis.index("△"), axis.index("▲")) == (WIDTH // 4, 3 * WIDTH // 4)


def test_a_rare_score_is_seen_beside_many() -> None:
    lines = drawn(figure(None, "0.500", {0: 10**6, 1000: 1}))
    assert lines[:-2] == ["███"] * 3 + ["███" + " " * 54 + "▁▁▁"]


def test_thresholds_in_one_column_are_one_mark() -> None:
    lines = drawn(figure("0.342", "0.343"))
    assert "△" not in "".join(lines)
    assert lines[-1].startswith("▲ 0.342 → 0.343; 4,000 scores from 0 to 1")


def test_without_the_blocks_it_is_drawn_with_plain_characters() -> None:
    lines = drawn(figure("0.250", "0.750"), ASCII)
    assert "\n".join(lines).isascii()
    assert lines[3].startswith("###")
    assert (lines[-2].index("o"), lines[-2].index("^")) == (15, 45)


@pytest.mark.parametrize(
    ("encoding", "drawn_with", "written"),
    [
        ("utf-8", "█", "1 → 2–3 … é"),
        ("ascii", "#", "1 -> 2-3 ... ?"),
        ("cp1252", "#", "1 -> 2-3 ... é"),
    ],
)
def test_stdout_gets_what_it_can_show(
    encoding: str, drawn_with: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    assert marks().blocks[-1] == drawn_with
    write("1 → 2–3 … é")
    sys.stdout.flush()
    assert raw.getvalue().decode(encoding) == written


class Reader(HTMLParser):
    """Collects what a page would load or run, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [name for name, _ in attrs if name in ("src", "href") or name[:2] == "on"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_needs_no_network_and_no_script(tmp_path: Path) -> None:
    report = DiffReport(difference(Folder(BASE), Folder(laid(BASE, [RAISED, RAMPED], tmp_path))))
    told = page(report)
    reader = Reader()
    reader.feed(told)
    assert not reader.tags & {"script", "link", "img", "iframe", "object"}
    assert reader.links == []
    assert "url(" not in told
    assert "@import" not in told
    assert "default-src 'none'" in told
    words = " ".join(reader.words)
    for said in (report.headline, "risk: medium", "0.342 before", "0.350 after", "104 → 106"):
        assert said in words


def test_the_page_escapes_what_comes_from_files(tmp_path: Path) -> None:
    """No valid file holds such text; one at fault may, and it must not act either."""
    laid(BASE, [edit(DE, ('owners: ["@acme/risk-dach"]', 'owners: ["@a"]'))], tmp_path)
    found = difference(Folder(BASE), Folder(tmp_path))
    hostile = "<script>alert('x')</script>&\""
    changes = tuple(replace(one, after=hostile, file=hostile) for one in found.changes)
    told = page(DiffReport(replace(found, changes=changes)))
    assert "<script" not in told
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;" in told


def test_the_picture_is_svg_with_a_description() -> None:
    drawing = ElementTree.fromstring(svg(figure("0.342", "0.400")))
    assert drawing.attrib["aria-label"] == (
        "4,000 recorded scores of words in de, threshold 0.342 before, then 0.400"
    )
    kinds = [bar.attrib["class"] for bar in drawing.iter("rect")]
    assert {"all", "relevant", "all changing", "relevant changing"} == set(kinds)
    # 0.342 to 0.400 holds the middles 0.35, 0.37 and 0.39 of the 50 buckets.
    assert kinds.count("all changing") == 3
    lines = {line.attrib["class"]: line.attrib["x1"] for line in drawing.iter("line")}
    assert lines["at before"] == "226.9"
    assert lines["at after"] == "264.0"


@given(st.integers(0, CELLS), st.integers(0, CELLS))
def test_labels_stay_apart_and_inside(before: int, after: int) -> None:
    drawing = ElementTree.fromstring(svg(figure(f"{before / 1000:.3f}", f"{after / 1000:.3f}")))
    first, second = (text for text in drawing.iter("text") if text.attrib.get("class"))
    ends = {first.attrib["text-anchor"]: first, second.attrib["text-anchor"]: second}
    assert float(ends["end"].attrib["x"]) < float(ends["start"].attrib["x"])


def test_the_text_has_a_few_pictures_and_the_page_all_of_them(tmp_path: Path) -> None:
    found = difference(Folder(ACME), Folder(laid(ACME, SHIPPED["all thresholds"], tmp_path)))
    report = DiffReport(found)
    moved = [change for change in found.changes if change.kind is Kind.THRESHOLD_RAISED]
    unseen = [change for change in moved if change.language == "pt-BR"]
    assert "square root" not in report.text()
    told = page(report)
    assert told.count("<svg ") == len(moved) - len(unseen)
    assert told.count("<tr><td>") == 19


def test_no_colour_of_a_picture_is_without_a_dark_one() -> None:
    from langroute_repo.render.html_page import STYLE

    light, dark = STYLE.split("@media", 1)
    names = set(re.findall(r"(--[a-z]+):", light))
    assert names == set(re.findall(r"(--[a-z]+):", dark.split("* {")[0]))
