"""A router is made without a collection of all that the backend has, and all is as before then."""

import gc
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from langroute.reader import WrongEnvironment
from langroute.reader.build import build
from langroute.router import Router
from tests.reader.documents import ENVIRONMENT, good
from tests.reader.forks import forks, in_child
from tests.reader.turns import PATIENCE

MADE = "langroute.reader.build.Router.from_bytes"


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


def test_nothing_is_collected_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def looking(raw: bytes) -> Router:
        seen.append(gc.isenabled())
        return Router(raw)

    monkeypatch.setattr(MADE, looking)
    build(good(1), ENVIRONMENT)
    assert seen == [False]
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    build(good(1), ENVIRONMENT)
    assert not gc.isenabled()


def test_it_runs_again_after_a_bad_document() -> None:
    with pytest.raises(ValueError, match="cut off or not JSON"):
        build(good(1)[:9], ENVIRONMENT)
    with pytest.raises(WrongEnvironment, match=r"^environment: is for staging, this reads other$"):
        build(good(1), "other")
    assert gc.isenabled()


class Held:
    """A router that is being made until a test lets it be done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.done = Event(), Event()
        monkeypatch.setattr(MADE, self._made)
        self.thread = Thread(target=build, args=(good(1), ENVIRONMENT))

    def _made(self, raw: bytes) -> Router:
        self.begun.set()
        assert self.done.wait(PATIENCE)
        return Router(raw)

    def __enter__(self) -> None:
        self.thread.start()
        assert self.begun.wait(PATIENCE)

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join(PATIENCE)


def test_the_last_of_several_lets_it_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with Held(monkeypatch), pytest.MonkeyPatch.context() as patch:
        patch.setattr(MADE, Router)
        build(good(2), ENVIRONMENT)
        assert not gc.isenabled()
    assert gc.isenabled()


@forks
def test_a_child_collects_though_it_was_forked_in_the_midst(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Held(monkeypatch):
        assert in_child(gc.isenabled) == "True"
