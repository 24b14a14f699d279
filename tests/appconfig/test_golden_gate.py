"""A push is held against what golden queries said of exactly its document, and of nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from langroute.document import canonical, parse, plan_hash
from langroute_repo.golden.gate import GOOD_FOR, instant, lacking, needed
from langroute_repo.golden.target import answerers, digest
from langroute_repo.output.golden import GoldenOutput, GoldenProblem, GoldenTarget
from tests.appconfig.pusher import Pusher, pusher
from tests.predictor.company import answerer, document, entry
from tests.repository import commit, git

Output = pytest.CaptureFixture[str]
DONE, REFUSED, FAILED, OTHERWISE = 0, 1, 2, 8
WORDS = "config/models/words.yaml"
WRONG: dict[str, Any] = {
    "state": "wrong",
    "faults": [GoldenProblem(kind="alike", message="all answers are 0.4", events=[])],
}


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    """HEAD moves the endpoint of words, which answers in two languages; staging requires them."""
    made = pusher(tmp_path / "company", monkeypatch)
    said(made, "required")
    edit(made.root / WORDS, "staging: words-staging", "staging: words-blue")
    commit(made.root, "words: another endpoint")
    return made


def said(one: Pusher, word: str) -> None:
    """What staging's file says of golden queries; not committed yet."""
    file = one.root / "config/environments/staging.yaml"
    kept = [line for line in file.read_text().splitlines() if not line.startswith("golden:")]
    file.write_text("\n".join([*kept, f"golden: {word}", ""]))


def gate(one: Pusher, word: str) -> None:
    said(one, word)
    commit(one.root, f"staging: golden {word}")


def test_the_runner_is_no_matter_of_the_gate(one: Pusher, capsys: Output) -> None:
    gate(one, "{gate: required, runner: models}")
    assert one.push() == OTHERWISE
    assert "staging requires golden queries" in capsys.readouterr().err
    gate(one, "{runner: models}")
    assert one.push() == DONE


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def result(raw: bytes, at: datetime | None = None, **more: Any) -> GoldenOutput:
    """What golden says where all that a document has answers as it has to."""
    said: dict[str, Any] = {
        "endpoint": {"kind": "http", "url": "http://models.test/words"},
        "file": "config/golden/words/de.yaml",
        "state": "right",
        "why": "",
        "answers": [],
        "faults": [],
    } | more
    targets = [
        GoldenTarget.model_validate(
            said | {"model": each["model"], "language": tag, "role": role, "asked": digest(each)}
        )
        for tag, role, each in answerers(parse(raw))
    ]
    return GoldenOutput(
        schema_version=1,
        environment="staging",
        plan_hash=plan_hash(raw),
        elsewhere=False,
        asked_at=instant(at or datetime.now(UTC)),
        requests=8,
        targets=targets,
        unasked=[],
    )


def pushed(one: Pusher, told: GoldenOutput | str, *words: str) -> int:
    file = one.root.parent / "golden.json"
    file.write_text(told if isinstance(told, str) else told.as_json())
    return one.push(None, "--golden", str(file), *words)


def test_without_a_result_it_is_held_back_and_the_way_is_named(one: Pusher, capsys: Output) -> None:
    assert one.push() == OTHERWISE
    assert capsys.readouterr().err == (
        "error: not pushed: staging requires golden queries, and newly routed and not asked: words "
        "in de and words in en\n"
        "hint: ./langroute golden staging --format json > golden.json, then --golden golden.json; "
        "--without-golden with the reason does without\n"
    )
    assert one.deployments() == ["COMPLETE"]


def test_with_a_result_of_this_plan_it_goes(one: Pusher, capsys: Output) -> None:
    assert pushed(one, result(one.document())) == DONE
    assert (
        "  golden     2 newly routed, and all answer as they have to\n" in capsys.readouterr().out
    )


def test_an_endpoint_that_answers_otherwise_holds_it_back(one: Pusher, capsys: Output) -> None:
    assert pushed(one, result(one.document(), **WRONG)) == OTHERWISE
    assert "words in de answers otherwise: alike, all answers are 0.4" in capsys.readouterr().err


def test_a_reason_does_without_and_is_kept(one: Pusher) -> None:
    why = "the scores are too old"
    wrong = result(one.document(), **WRONG)
    assert pushed(one, wrong, "--without-golden", why) == DONE
    told = f"; without golden queries on purpose: {why}"
    assert one.account.seen(2)["Description"].endswith(told)


def test_told_only_it_goes_and_says_so(one: Pusher, capsys: Output) -> None:
    gate(one, "told")
    assert pushed(one, result(one.document(), **WRONG)) == DONE
    assert "  golden     words in de answers otherwise: alike" in capsys.readouterr().out


@pytest.mark.parametrize("said", ["told", '"off"'])
def test_of_a_company_that_has_none_nothing_is_told(one: Pusher, said: str, capsys: Output) -> None:
    gate(one, said)
    assert one.push() == DONE
    assert "golden" not in capsys.readouterr().out


def test_going_back_is_never_held_back(one: Pusher, capsys: Output) -> None:
    assert pushed(one, result(one.document())) == DONE
    git(one.root, "checkout", "-q", "HEAD~1", "--", WORDS)
    commit(one.root, "words: back to its endpoint")
    capsys.readouterr()
    assert one.push() == DONE
    assert "  golden     not asked for: it goes back\n" in capsys.readouterr().out


def test_what_is_no_result_is_refused(one: Pusher, capsys: Output) -> None:
    assert pushed(one, "<html>502 Bad Gateway</html>") == FAILED
    assert "golden.json is no result of golden queries" in capsys.readouterr().err


NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SPOILT: dict[str, tuple[Callable[[GoldenOutput], GoldenOutput], str]] = {
    "of another plan": (lambda one: put(one, plan_hash="0" * 64), "of the plan 000000000000"),
    "of another environment": (lambda one: put(one, environment="test"), "the result is of test"),
    "of another endpoint": (lambda one: put(one, elsewhere=True), "of another endpoint"),
    "too old": (
        lambda one: put(one, asked_at=instant(NOW - GOOD_FOR - timedelta(seconds=1))),
        "good for an hour",
    ),
    "still to come": (
        lambda one: put(one, asked_at=instant(NOW + timedelta(minutes=6))),
        "still to come",
    ),
    "without a time": (lambda one: put(one, asked_at="yesterday"), "says no time: 'yesterday'"),
    "of half of them": (lambda one: put(one, targets=one.targets[:1]), "words in en was not asked"),
    "asked with other fields": (
        lambda one: put(one, targets=[put(each, asked="f" * 64) for each in one.targets]),
        "words in de was not asked",
    ),
    "out of date": (
        lambda one: put(
            one, targets=[put(each, state="out-of-date", why="other") for each in one.targets]
        ),
        "words in de was not asked: other",
    ),
}


def put(one: Any, **values: Any) -> Any:
    return one.model_copy(update=values)


@pytest.mark.parametrize("how", SPOILT)
def test_what_speaks_of_something_else_counts_for_nothing(how: str) -> None:
    spoil, said = SPOILT[how]
    new = canonical(document(de=entry(answerer("words")), en=entry(answerer("words"))))
    good = result(new, NOW)
    wanted = needed(None, new)
    assert lacking(wanted, good, "staging", good.plan_hash, NOW) == []
    (first, *_) = lacking(wanted, spoil(good), "staging", good.plan_hash, NOW)
    assert said in first


def test_a_shadow_that_begins_to_answer_is_needed_and_a_promoted_canary_is_not() -> None:
    words, other = answerer("words"), answerer("embedding")
    shadowed = raw(entry(words, None, other))
    assert needed(raw(entry(words)), shadowed) == []
    canaried = raw(entry(words, other))
    assert [str(one) for one in needed(shadowed, canaried)] == ["embedding in de"]
    assert needed(canaried, raw(entry(other))) == []


def raw(entry: Any) -> bytes:
    return canonical(document(de=entry))


def test_only_what_answers_otherwise_than_before_is_needed(one: Pusher) -> None:
    """The canary of another share is none of it."""
    found = [str(each) for each in needed(one.first_document(), one.document())]
    assert found == ["words in de", "words in en"]
    everything = [str(each) for each in needed(None, one.document())]
    assert everything == ["words in de", "embedding in de", "words in en"]
    assert needed(one.document(), one.document()) == []
