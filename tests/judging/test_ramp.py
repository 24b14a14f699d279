"""A good canary goes from 10 % to primary by changes that people only approve; a bad one ends."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from scripts.tour.canary_way import FIRST
from tests.judging.company import Company, company

ENOUGH = 12  # days, with 20 labels each, for a model that is 4 points better


@pytest.fixture
def good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Company:
    return company(tmp_path, capsys)


@pytest.mark.slow
def test_a_good_canary_becomes_the_primary(good: Company) -> None:
    told, day = [], good.way.live(FIRST, ENOUGH, 0.10)
    for share in ("25%", "45%", "65%"):
        done = good.judge("ramp", day, "--write")
        assert done.code == 0
        told.append(done.out.splitlines()[0])
        assert f"traffic: {share}" in good.way.file.read_text()
        good.way.commit(day, f"Ramp to {share}")
        assert "hold: no unbroken day" in good.judge("ramp", day).out
        # The day of a change is no whole day at the new share.
        day = good.way.live(day, 2, int(share.rstrip("%")) / 100)
    promoted = good.judge("ramp", day, "--write")
    told.append(promoted.out.splitlines()[0])

    assert told == [
        "de: next rung: relevance-e5-v3 10% → 25%",
        "de: next rung: relevance-e5-v3 25% → 45%",
        "de: next rung: relevance-e5-v3 45% → 65%",
        "de: promote: relevance-e5-v3",
    ]
    assert good.way.file.read_text().partition("primary:")[2] == (
        "\n"
        "  model: relevance-e5-v3\n"
        "  fields: [title, body, location]\n"
        "  threshold: {at: 0.282, passes: 26.7%, evidence: de-7fbfc823}\n"
        "\n"
        "shadows:\n"
        "  - model: relevance-words-v1\n"
        "    traffic: 100%\n"
        "    fields: [title, body]\n"
        "    threshold: {at: 0.193, passes: 38.3%, evidence: de-552ddf27}\n"
    )


@pytest.mark.slow
def test_one_that_lost_its_inputs_is_taken_back_by_labels_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = company(tmp_path, capsys, spoiled=True)
    day = bad.way.live(FIRST, 5, 0.10)

    done = bad.judge("ramp", day, "--write")

    assert done.code == 1
    first, *clauses = done.out.splitlines()[:7]
    assert first == "de: take back: relevance-e5-v3"
    broken = [one for one in clauses if "recall" in one]
    assert re.fullmatch(
        r"  broken  recall: \d gained and \d\d lost, of 100 labels on .*", broken[0]
    )
    assert "canary:" not in bad.way.file.read_text()
    assert "  - model: relevance-e5-v3\n    traffic: 100%\n" in bad.way.file.read_text()


@pytest.mark.slow
def test_what_was_taken_back_needs_a_person_to_go_on(good: Company) -> None:
    """The same model, at a smaller share than it once had: somebody had a reason."""
    day = good.way.live(FIRST, ENOUGH, 0.10)
    text = good.way.file.read_text()
    good.way.file.write_text(text.replace("traffic: 10%", "traffic: 5%", 1))
    good.way.commit(day, "Less for now")
    day = good.way.live(day, 3, 0.05)

    assert (
        f"hold: it was taken back on {day - timedelta(days=3)}, from 10%: a person has to go on"
        in (good.judge("ramp", day).out)
    )


def test_without_labels_nothing_goes_on(good: Company) -> None:
    day = good.way.live(FIRST, 9, 0.10)

    done = good("ramp", "de", *good.log, "--today", str(day))

    assert (done.code, done.out) == (
        0,
        "de: relevance-e5-v3: hold: recall: 0 gained and 0 lost, of 0 labels on 1,125 "
        "disagreements; allowed gains above 44%; no relevant one has a label\n"
        "to be changed: 0 of 1 language with a canary\n",
    )


def test_a_share_that_is_not_live_yet_is_nobody_s_fault(good: Company) -> None:
    """Merged, and the push waits for its approval."""
    day = good.way.live(FIRST, ENOUGH, 0.10)
    good.judge("ramp", day, "--write")
    good.way.commit(day, "Ramp")
    day = good.way.live(day, 3, 0.10)

    done = good.judge("ramp", day)

    assert done.code == 0
    assert re.search(
        r"hold: it answered \d+\.\d% of 1,200 events, as with 10% before: is 25% live\?", done.out
    )


def test_no_canary_leaves_nothing_to_propose(good: Company) -> None:
    good("set", "de", "canary", "none", "--today", "2026-11-02")
    good.way.live(FIRST, 1, 0.0)

    done = good("ramp", *good.log, "--today", "2026-11-02")

    assert (done.code, done.out) == (0, "no language has a canary\n")


def test_a_freeze_holds_all_but_an_end(good: Company) -> None:
    day = good.way.live(FIRST, ENOUGH, 0.10)
    (good.way.root / "config/freeze.yaml").write_text(
        "# yaml-language-server: $schema=../schemas/freeze.schema.json\n"
        'reason: an audit\nowner: "@acme/risk-lead"\nuntil: "2026-12-31"\n'
    )

    done = good.judge("ramp", day)

    assert "next rung is not proposed: config/freeze.yaml holds" in done.out


BAD = [
    ("an old log", ("--today", "2026-12-24"), "the newest row is of 2026-11-09, 45 days ago"),
    ("another share", ("--today", "2026-11-10"), "it answered none of 5,400 keyed events"),
]


@pytest.mark.parametrize(("what", "given", "said"), BAD, ids=[one[0] for one in BAD])
def test_what_may_be_another_log_holds(
    good: Company, what: str, given: tuple[str, ...], said: str
) -> None:
    good.way.live(FIRST, 9, 0.10 if what == "an old log" else 0.0)

    done = good("judge", "de", *good.log, *given)

    assert done.code == 0
    assert "relevance-e5-v3 (10%) beside relevance-words-v1: hold" in done.out
    assert said in done.out


def test_a_canary_that_was_changed_yesterday_begins_anew(good: Company) -> None:
    day = good.way.live(FIRST, 9, 0.10)
    text = good.way.file.read_text()
    good.way.file.write_text(
        text.replace("fields: [title, body, location]", "fields: [title, body]")
    )
    good.way.commit(day - timedelta(days=1), "Send less")

    done = good("judge", "de", *good.log, "--today", str(day))

    assert "the log has no score of relevance-e5-v3 in de since then" in done.out


def test_a_language_is_judged_by_the_file_that_answers(good: Company) -> None:
    good.way.live(FIRST, 1, 0.10)

    done = good("judge", "DE-at", *good.log)

    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("hint: de answers for it: judge that one\n")


def test_labels_of_another_log_are_refused(good: Company, tmp_path: Path) -> None:
    good.way.live(FIRST, 1, 0.10)
    labels = tmp_path / "other.jsonl"
    labels.write_text('{"event_id": "elsewhere", "relevant": true}\n')
    given = (*good.log, "--today", "2026-11-02")

    done = good("judge", "de", *given, "--labels", str(labels))

    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(
        "error: none of 1 labelled event is in the log\n"
        "hint: are both of the same days, and do they name events alike?\n"
    )


def test_without_git_somebody_has_to_say_since_when(good: Company) -> None:
    good.way.live(FIRST, 9, 0.10)
    (good.way.root / ".git").rename(good.way.root / "gone")
    given = ("judge", "de", *good.log, "--today", "2026-11-10")

    assert "git does not say since when it is what it is: give --since DATE" in good(*given).out
    assert "git does not say" not in good(*given, "--since", str(date(2026, 11, 1))).out
