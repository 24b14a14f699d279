"""A source in a process: its thread, its end, and what becomes of it in a child process."""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from langroute.reader import NoDocument, Serving, Source, Unavailable
from langroute.reader.origin import Fetched
from langroute.reader.reading import Reading, Settings
from langroute.reader.source import PolledSource
from tests.reader.documents import BAD, ENVIRONMENT, good
from tests.reader.forks import forks, in_child
from tests.reader.scripted import Clock, Scripted
from tests.reader.turns import PATIENCE, Turns, threads


def started(origin: Scripted, timeout: float = PATIENCE) -> PolledSource:
    settings = Settings(ENVIRONMENT, None, 900.0, Clock(), lambda: 0.0)
    return PolledSource(Reading(origin, settings), timeout)


@pytest.fixture
def origin() -> Scripted:
    made = Scripted()
    made.next, made.version = good(1), "git-a"
    return made


def test_it_has_a_document_from_the_beginning_and_follows(origin: Scripted, turns: Turns) -> None:
    got: list[Serving] = []
    with started(origin) as source:
        any_source: Source = source
        assert any_source.serving.version == "git-a"
        assert source.router is source.serving.router
        assert source.health().polling
        assert turns.paused() == 60
        remove = source.on_change(got.append)
        origin.next, origin.version = good(2), "git-b"
        turns.poll()
        assert source.serving.version == "git-b"
        assert got == [source.serving]
        remove()


def test_without_a_document_it_is_not_made(origin: Scripted, turns: Turns) -> None:
    origin.next = Unavailable("no route to AppConfig")
    # Whether the first poll is over by then is up to the machine.
    reason = "(no route to AppConfig|scripted has not answered yet)"
    with pytest.raises(NoDocument, match=rf"^nothing to route by: {reason}; none is saved$"):
        started(origin, timeout=0)
    turns.paused()


def test_without_credentials_nothing_is_waited_for(origin: Scripted, turns: Turns) -> None:
    NoCredentialsError = type("NoCredentialsError", (Exception,), {})
    origin.next = NoCredentialsError("Unable to locate credentials")
    said = "nothing to route by: NoCredentialsError: Unable to locate credentials; none is saved"
    with pytest.raises(NoDocument, match=rf"^{said}$"):
        started(origin, timeout=2 * PATIENCE)  # so long that a pause would be called missing
    turns.paused()


def test_a_poll_may_be_asked_for_at_once(origin: Scripted) -> None:
    with started(origin) as source:
        origin.next, origin.version = good(2), "git-b"
        assert source.poll_now(PATIENCE)
        assert source.serving.version == "git-b"
        origin.next = Unavailable("no route to AppConfig")
        assert not source.poll_now(PATIENCE)
        assert source.serving.version == "git-b"
        assert origin.fetched == 3  # once at the start, and then when asked: no oftener
    assert not source.poll_now(PATIENCE)


def test_a_callback_cannot_wait_for_the_poll_that_it_is_in(origin: Scripted) -> None:
    said: list[bool] = []
    with started(origin) as source:
        source.on_change(lambda _: said.append(source.poll_now(PATIENCE)))
        origin.next = good(2)
        assert source.poll_now(PATIENCE)
    assert said == [False]


def test_a_thread_that_lives_on_in_a_child_ends(origin: Scripted, turns: Turns) -> None:
    """As those of gevent do; here they are this process's own."""
    source = started(origin)
    turns.paused()
    of_the_parent = source._poller
    source._forked()
    turns._ended.put(None)
    assert of_the_parent.join(PATIENCE)
    source.close()


def test_a_document_that_comes_late_is_waited_for(origin: Scripted, turns: Turns) -> None:
    origin.next = Unavailable("not yet")
    made: list[PolledSource] = []
    maker = Thread(target=lambda: made.append(started(origin)))
    maker.start()
    assert turns.paused() == 1
    assert turns.poll() == 2
    origin.next = good(1)
    assert turns.poll() == 60
    maker.join(PATIENCE)
    made[0].close()


def test_after_the_end_it_serves_and_polls_no_more(origin: Scripted) -> None:
    source = started(origin)
    assert source.close()
    assert source.close()
    assert source.serving.version == "git-a"
    assert not source.health().polling
    assert threads() == 0


def test_the_end_does_not_wait_for_an_answer(turns: Turns) -> None:
    origin = Slow()
    source = started(origin)
    turns.paused()
    origin.slow = True
    turns._ended.put(None)
    assert origin.asked.wait(PATIENCE)
    assert not source.close(timeout=0)
    assert source.serving.version is None
    origin.answered.set()
    assert source.close(PATIENCE)


class Slow(Scripted):
    """Answers when a test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.next = good(1)
        self.slow = False
        self.asked, self.answered = Event(), Event()

    def fetch(self) -> Fetched:
        if self.slow:
            self.asked.set()
            assert self.answered.wait(PATIENCE)
        return super().fetch()


def test_a_callback_may_end_it(origin: Scripted, turns: Turns) -> None:
    source = started(origin)
    turns.paused()
    source.on_change(lambda _: source.close())
    origin.next = good(2)
    turns._ended.put(None)
    turns.paused()
    assert source.close(PATIENCE)
    assert source.health().failed_callbacks == 0


def test_a_poll_that_ends_unforeseen_is_repeated(
    origin: Scripted,
    turns: Turns,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with started(origin) as source:
        turns.paused()
        with monkeypatch.context() as patch:
            patch.setattr(source._reading, "poll", _unforeseen)
            assert turns.poll() == 60
        assert caplog.messages == ["a poll ended in a way that was not foreseen"]
        turns.poll()
        assert source.health().failures == 0
        assert source.health().polling


def _unforeseen() -> float:
    raise ValueError("a logging handler of the backend's")


def test_no_thread_can_be_had(origin: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Thread, "start", _no_more_threads)
        with pytest.raises(NoDocument, match=r"scripted has not answered yet; none is saved$"):
            started(origin, timeout=0)


def _no_more_threads(_: Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_many_sources_leave_no_thread(origin: Scripted) -> None:
    before = threads()
    for _ in range(50):
        started(origin).close(PATIENCE)
    assert threads() == before


@forks
def test_a_forked_worker_polls_for_itself(origin: Scripted, turns: Turns) -> None:
    """As under a server that loads the backend and then forks its workers."""
    with started(origin) as source:
        turns.paused()
        origin.next, origin.version = good(2), "git-b"

        def worker() -> tuple[object, ...]:
            before = source._reading.serving.version, threads(), origin.forks
            _ = source.serving  # without waiting; its own thread begins
            turns.paused()
            return (*before, source.serving.version, threads(), source.close(PATIENCE))

        assert in_child(worker) == "('git-a', 0, 1, 'git-b', 1, True)"
        assert source.serving.version == "git-a"
        assert origin.forks == 0
        turns.poll()
        assert source.serving.version == "git-b"


@forks
def test_a_fork_in_the_midst_of_a_poll_harms_neither(turns: Turns) -> None:
    origin = Slow()
    with started(origin) as source:
        turns.paused()
        origin.slow = True
        turns._ended.put(None)
        assert origin.asked.wait(PATIENCE)

        def worker() -> tuple[object, ...]:
            origin.slow = False
            origin.next, origin.version = good(2), "git-b"
            _ = source.serving
            turns.paused()
            return source.serving.version, source.close(PATIENCE)

        assert in_child(worker) == "('git-b', True)"
        origin.answered.set()
        turns.paused()


@forks
def test_a_closed_source_stays_closed_in_a_child(origin: Scripted) -> None:
    source = started(origin)
    source.close(PATIENCE)
    said = in_child(lambda: (source.serving.version, source.health().polling, threads()))
    assert said == "('git-a', False, 0)"


@forks
def test_a_child_that_never_asks_has_no_thread(origin: Scripted, turns: Turns) -> None:
    with started(origin):
        turns.paused()
        assert in_child(threads) == "0"


END = """
import sys
from pathlib import Path
from langroute.reader import FileSource
source = FileSource(Path(sys.argv[1]), poll=3600)
assert source.health().polling
"""


def test_it_does_not_keep_a_process_alive(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    path.write_bytes(good(1))
    command = [sys.executable, "-c", END, str(path)]
    ended = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_importing_the_sources_needs_no_boto3() -> None:
    code = "import sys, langroute.reader; print([n for n in sys.modules if n.startswith('boto')])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ended.stdout == b"[]\n"


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_document_is_never_served(kind: str, origin: Scripted, turns: Turns) -> None:
    with started(origin) as source:
        turns.paused()
        before = source.serving
        origin.next = BAD[kind]
        turns.poll()
        assert source.serving is before
        assert source.health().refused == 1
