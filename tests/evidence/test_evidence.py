"""What an evidence file answers, and what its digest and its text are good for."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.scale import CELLS
from langroute_repo.tree.files.evidence import (
    Events,
    Evidence,
    EvidenceScale,
    Week,
    Window,
    digest,
    render,
)

CELL = st.integers(0, CELLS)
COUNTS = st.dictionaries(CELL, st.integers(0, 10**9), max_size=8)
UNIT = EvidenceScale(minimum=0.0, maximum=1.0)


def row(counts: dict[int, int]) -> list[int]:
    return [counts.get(cell, 0) for cell in range(CELLS + 1)]


def evidence(
    counts: dict[int, int],
    labelled: dict[int, int] | None = None,
    relevant: dict[int, int] | None = None,
    language: str = "de",
    model: str = "words",
    score: EvidenceScale = UNIT,
) -> Evidence:
    rows = row(counts), row(labelled or {}), row(relevant or {})
    return Evidence(
        format=1,
        language=language,
        model=model,
        score=score,
        window=Window.model_validate({"from": "2026-10-26", "to": "2026-11-08"}),
        events=Events(per_day=12.5, peak_per_second=3),
        passed_at=0.342,
        weeks=[Week(monday="2026-10-26", events=7, passed=None)],
        digest=digest(language, model, score, *rows),
        counts=rows[0],
        labelled=rows[1],
        relevant=rows[2],
    )


def test_a_score_in_the_threshold_s_cell_passes() -> None:
    known = evidence({341: 5, 342: 2, 1000: 1})

    assert [known.passing(at) for at in (0.0, 0.341, 0.342, 0.343, 1.0)] == [8, 8, 3, 1, 1]
    assert known.share(0.342) == 3 / 8


def test_the_cells_divide_the_model_s_own_scale() -> None:
    known = evidence({500: 3, 501: 1}, score=EvidenceScale(minimum=-5.0, maximum=5.0))

    assert [known.passing(at) for at in (-5, 0, 0.01, 0.02)] == [4, 4, 1, 0]


@given(COUNTS, CELL)
def test_the_share_is_the_one_of_a_plain_count(counts: dict[int, int], at: int) -> None:
    total = sum(counts.values())
    above = sum(number for cell, number in counts.items() if cell >= at)

    assert evidence(counts).share(at / CELLS) == (above / total if total else 0.0)


@pytest.mark.parametrize(
    ("passing", "total", "share"),
    [
        (0, 0, "0.0%"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 2000, "0.1%"),  # 0.05 %, a half: up
        (3, 2000, "0.2%"),  # 0.15 %, a half, which as a float lies below it
        (1, 2001, "0.0%"),
        (1999, 2000, "100.0%"),
    ],
)
def test_a_seal_s_share_has_one_decimal_and_halves_go_up(
    passing: int, total: int, share: str
) -> None:
    assert evidence({0: total - passing, 900: passing}).passes(0.9) == share


@given(COUNTS, CELL)
def test_a_seal_s_share_is_never_further_than_a_twentieth_of_a_point(
    counts: dict[int, int], at: int
) -> None:
    known = evidence(counts)
    exact = Fraction(known.passing(at / CELLS), known.total or 1) * 100

    written = Fraction(known.passes(at / CELLS).removesuffix("%"))

    assert -Fraction(1, 20) < written - exact <= Fraction(1, 20)


BASE = {10: 4, 900: 2}
OTHERS: dict[str, Callable[[], Evidence]] = {
    "a count": lambda: evidence({10: 4, 900: 3}, {10: 1}, {10: 1}),
    "a count in another cell": lambda: evidence({11: 4, 900: 2}, {10: 1}, {10: 1}),
    "a labelled count": lambda: evidence(BASE, {10: 2}, {10: 1}),
    "a relevant count": lambda: evidence(BASE, {10: 1}, {}),
    "labelled and relevant changed round": lambda: evidence(BASE, {}, {10: 1}),
    "the language": lambda: evidence(BASE, {10: 1}, {10: 1}, language="nl"),
    "the model": lambda: evidence(BASE, {10: 1}, {10: 1}, model="chars"),
    "the scale": lambda: evidence(
        BASE, {10: 1}, {10: 1}, score=EvidenceScale(minimum=0.0, maximum=2.0)
    ),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_the_digest_changes_with(other: Callable[[], Evidence]) -> None:
    assert other().digest != evidence(BASE, {10: 1}, {10: 1}).digest


@given(COUNTS, CELL)
def test_the_digest_changes_with_every_single_count(counts: dict[int, int], at: int) -> None:
    assert evidence({**counts, at: counts.get(at, 0) + 1}).digest != evidence(counts).digest


def test_what_says_nothing_about_the_scores_leaves_the_digest() -> None:
    known = evidence(BASE)

    later = known.model_copy(update={"passed_at": 0.5, "weeks": []})

    assert later.computed_digest() == known.digest


def test_an_edited_count_no_longer_has_the_digest_that_is_written() -> None:
    known = evidence({0: 4, 900: 2})

    edited = Evidence.model_validate_json(render(known).replace("[\n    4,", "[\n    5,", 1))

    assert edited.total == known.total + 1
    assert edited.digest != edited.computed_digest()


@given(COUNTS, COUNTS, COUNTS)
def test_what_is_written_reads_back_the_same(
    counts: dict[int, int], labelled: dict[int, int], relevant: dict[int, int]
) -> None:
    known = evidence(counts, labelled, relevant, "pt-BR")

    assert Evidence.model_validate_json(render(known)) == known


def test_one_more_score_changes_two_lines_of_the_file() -> None:
    before, after = render(evidence({10: 4})), render(evidence({10: 5}))

    changed = [
        line
        for line, other in zip(before.splitlines(), after.splitlines(), strict=True)
        if line != other
    ]

    assert [line.strip()[:9] for line in changed] == ['"digest":', "0,0,0,0,0"]
