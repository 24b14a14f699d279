"""Whatever a poll brings, the last good document is served, and health says what is wrong."""

import logging
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.reader import NoDocument, Serving, Unavailable
from langroute.reader.saved import SavedCopy
from tests.reader.documents import BAD, SAID, good
from tests.reader.scripted import INTERVAL, PLACE, Brought, Scene


def test_a_document_is_served_with_its_label() -> None:
    scene = Scene()
    assert scene.poll(good(1), "git-a") == INTERVAL
    assert scene.reading.serving.version == "git-a"
    assert scene.reading.serving.router.plan_hash == sha256(good(1)).hexdigest()
    assert scene.reading.health(polling=True).origin == "scripted"


def test_nothing_new_keeps_document_and_label() -> None:
    scene = Scene()
    scene.poll(good(1), "git-a")
    serving = scene.reading.serving
    scene.poll(None)
    assert scene.reading.serving is serving


def test_the_same_document_under_another_label_is_not_read_again(tmp_path: Path) -> None:
    scene = Scene(tmp_path / "copy")
    scene.poll(good(1), "git-a")
    before = scene.reading.serving
    got: list[Serving] = []
    scene.reading.on_change(got.append)
    scene.poll(good(1), "git-a")
    scene.poll(good(1), "git-b")
    scene.poll(good(1))
    assert scene.reading.serving == (before.router, "git-b", before.since)
    assert got == [scene.reading.serving]
    assert Scene(tmp_path / "copy").reading.serving.version == "git-b"


def test_a_new_document_without_a_label_does_not_keep_the_old_one() -> None:
    scene = Scene()
    scene.poll(good(1), "git-a")
    scene.poll(good(2))
    assert scene.reading.serving.version is None


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_document_is_refused_and_the_old_one_kept(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    scene = Scene()
    scene.poll(good(1), "git-a")
    before = scene.reading.serving
    with caplog.at_level(logging.INFO):
        for _ in range(3):  # AppConfig sends it once more, then tells nothing new
            scene.poll(BAD[kind], "git-b")
        scene.poll(None)
    health = scene.reading.health(polling=True)
    assert scene.reading.serving is before
    assert (health.refused, health.refusing) == (1, f"git-b: {SAID[kind]}")
    digest = before.router.plan_hash[:12]
    assert caplog.messages == [f"refused git-b: {SAID[kind]}; going on with git-a ({digest})"]


@pytest.mark.parametrize("kind", [*BAD, "empty"])
def test_a_bad_document_at_the_first_poll_is_no_route(kind: str) -> None:
    scene = Scene()
    scene.poll(BAD.get(kind, b""))
    said = SAID.get(kind, "empty: 0 bytes")
    with pytest.raises(
        NoDocument, match=r"^nothing to route by: refused .*; none is saved$"
    ) as told:
        _ = scene.reading.serving
    assert said in str(told.value)


def test_what_is_refused_is_asked_for_again_ever_more_rarely() -> None:
    scene = Scene()
    scene.poll(good(1))
    asked = []
    for poll in range(1, 50):
        before = scene.origin.sessions
        scene.poll(BAD["newer"] if before or poll == 1 else None)
        if scene.origin.sessions > before:
            asked.append(poll)
    assert asked == [1, 2, 4, 8, 16, 32, 48]
    before = scene.origin.sessions
    scene.poll(BAD["cut-off"])
    assert scene.origin.sessions == before + 1


def test_a_rollback_ends_a_refusal() -> None:
    scene = Scene()
    scene.poll(good(1), "git-a")
    scene.poll(BAD["newer"], "git-b")
    scene.poll(good(1), "git-a")
    assert scene.reading.health(polling=True).refusing is None


def test_age_counts_from_the_last_time_that_the_document_was_the_one_offered() -> None:
    scene = Scene()
    scene.poll(good(1))
    ages = []
    for brought in (None, Unavailable("gone"), BAD["newer"], None, good(1)):
        scene.clock.now += 60
        scene.poll(brought)
        ages.append(scene.reading.health(polling=True).age)
    assert ages == [0, 60, 120, 180, 0]


@pytest.mark.parametrize(("seconds", "stale"), [(900, False), (901, True)])
def test_a_document_is_stale_after_the_limit(seconds: float, stale: bool) -> None:
    scene = Scene()
    scene.poll(good(1))
    scene.clock.now += seconds
    assert scene.reading.health(polling=True).stale is stale


def test_waits_double_up_to_the_longest_and_end_with_an_answer() -> None:
    scene = Scene()
    waits = [scene.poll(Unavailable("gone")) for _ in range(10)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 120, 120, 120]
    assert scene.poll(good(1)) == INTERVAL
    assert scene.poll(Unavailable("gone")) == 1


def test_an_outage_of_days_has_no_longer_waits() -> None:
    scene = Scene()
    assert {scene.poll(Unavailable("gone")) for _ in range(2000)} == {1, 2, 4, 8, 16, 32, 64, 120}


def test_a_poll_without_an_answer_may_say_when_to_ask_again() -> None:
    assert Scene().poll(Unavailable("too early", 15.0)) == 15


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 5000))
def test_a_draw_only_ever_adds_to_a_wait(draw: float, failures: int) -> None:
    scene = Scene(draw=lambda: draw)
    assert INTERVAL <= scene.poll(good(1)) <= INTERVAL * 1.1
    for _ in range(min(failures, 40)):
        wait = scene.poll(Unavailable("gone"))
    assert 1 <= wait <= 120 * 1.5


def test_an_outage_is_told_once_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    scene = Scene()
    scene.poll(good(1), "git-a")
    with caplog.at_level(logging.INFO):
        for _ in range(5):
            scene.poll(OSError("no route to host"))
        scene.poll(None)
        scene.poll(None)
    digest = scene.reading.serving.router.plan_hash[:12]
    assert caplog.messages == [
        f"scripted gives no answer, OSError: no route to host; going on with git-a ({digest})",
        "scripted answers again after 5 failures",
    ]
    health = scene.reading.health(polling=True)
    assert (health.failures, health.last_error) == (0, "OSError: no route to host")


def test_a_document_that_memory_is_short_for_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = Scene()
    with monkeypatch.context() as patch:
        patch.setattr("langroute.reader.build.Router.from_bytes", _no_memory)
        assert scene.poll(good(1)) == 1
    assert (scene.origin.sessions, scene.reading.has_document) == (1, False)
    scene.poll(good(1))
    assert scene.reading.has_document


def _no_memory(_raw: bytes) -> None:
    raise MemoryError


def test_callbacks_get_each_change_until_removed() -> None:
    scene = Scene()
    got: list[Serving] = []
    remove = scene.reading.on_change(got.append)
    steps: list[Brought] = [good(1), None, good(2), BAD["newer"], good(2), good(3)]
    for step in steps[:-1]:
        scene.poll(step)
    remove()
    remove()
    scene.poll(steps[-1])
    assert [one.router.plan_hash for one in got] == [
        sha256(good(number)).hexdigest() for number in (1, 2)
    ]


@pytest.mark.parametrize("error", [ValueError("mine"), SystemExit(1)])
def test_a_callback_that_raises_stops_nothing(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    scene = Scene()
    got: list[Serving] = []

    def failing(_: Serving) -> None:
        raise error

    scene.reading.on_change(failing)
    scene.reading.on_change(got.append)
    assert scene.poll(good(1), "git-a") == INTERVAL
    assert len(got) == 1
    assert scene.reading.health(polling=True).failed_callbacks == 1
    digest = got[0].router.plan_hash[:12]
    assert caplog.messages == [f"a callback failed on git-a ({digest})"]


def test_health_is_ready_for_json() -> None:
    scene = Scene()
    scene.poll(good(1), "git-a")
    told = scene.reading.health(polling=True).as_dict()
    assert told == {
        "version": "git-a",
        "plan_hash": sha256(good(1)).hexdigest(),
        "since": scene.reading.serving.since.isoformat(),
        "origin": "scripted",
        "age": 0.0,
        "stale": False,
        "failures": 0,
        "last_error": None,
        "refused": 0,
        "refusing": None,
        "unsaved": None,
        "failed_callbacks": 0,
        "polling": True,
    }


def test_a_start_from_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "copy"
    Scene(path).poll(good(1), "git-a")
    later = Scene(path)
    assert later.reading.serving.version == "git-a"
    health = later.reading.health(polling=True)
    assert (health.origin, health.age, health.stale) == ("saved", None, False)
    later.clock.now += 901
    assert later.reading.health(polling=True).stale
    later.poll(good(1), "git-a")
    health = later.reading.health(polling=True)
    assert (health.origin, health.age, health.stale) == ("scripted", 0, False)


def test_a_bad_copy_is_told_and_replaced(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "copy"
    path.write_bytes(b"nonsense")
    scene = Scene(path)
    said = f"saved copy {path}: its checksum does not fit, it was cut off or changed"
    assert caplog.messages == [f"not started from the saved copy: {said}"]
    with pytest.raises(NoDocument) as told:
        _ = scene.reading.serving
    assert str(told.value) == f"nothing to route by: scripted has not answered yet; {said}"
    scene.poll(good(1))
    assert scene.reading.health(polling=True).unsaved is None
    assert Scene(path).reading.has_document


@pytest.mark.parametrize("kind", [*BAD, "empty"])
def test_a_copy_is_held_to_the_same_rules(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "copy"
    SavedCopy(path, PLACE).write(BAD.get(kind, b""), "git-a")
    assert not Scene(path).reading.has_document


def test_a_disk_that_takes_nothing_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "later"
    scene = Scene(folder / "copy")
    scene.poll(good(1))
    scene.poll(good(2))
    assert scene.reading.serving.router.plan_hash == sha256(good(2)).hexdigest()
    [told] = caplog.messages
    assert told.startswith("the document in use cannot be saved: FileNotFoundError: ")
    assert str(scene.reading.health(polling=True).unsaved).startswith("FileNotFoundError: ")
    folder.mkdir()
    scene.poll(None)
    assert scene.reading.health(polling=True).unsaved is None
    assert Scene(folder / "copy").reading.serving.router.plan_hash == sha256(good(2)).hexdigest()
