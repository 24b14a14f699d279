"""Threads, locks and connections are each process's own, and nothing is loaded before its time."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial

import pytest

from langroute.predictor import Predictor
from langroute.predictor.pool import Full, Pool
from langroute.predictor.process import PerProcess
from tests.predictor.company import EVENT, Fixed, Kept, answerer, entry
from tests.predictor.server import saying, serving


def in_a_child(work: Callable[[], str]) -> str:
    """What the work says in a process forked from this one."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = work()
        except BaseException as error:
            said = repr(error)
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read().decode()
    os.waitpid(child, 0)
    return told


def test_a_forked_process_goes_on_with_threads_and_connections_of_its_own() -> None:
    records = Kept()
    with serving({"/words": saying(b"0.75"), "/e5": saying(b"0.25")}) as server:
        base = server.url("")
        source = Fixed({"de": entry(answerer("words", base), None, answerer("e5", base))})
        with Predictor(source, record=records.append, timeout=10) as predictor:
            predictor.predict("de", "evt-1", EVENT)
            records.until(2)
            before = server.connections

            def asked() -> str:
                score = predictor.predict("de", "evt-2", EVENT).score
                records.until(4)
                predictor.close()
                return f"{score} {predictor.counts.answers} {records[-1].event_id}"

            assert in_a_child(asked) == "0.75 1 evt-2"
            assert server.connections == before + 2
            assert predictor.predict("de", "evt-3", EVENT).score == 0.75
            assert predictor.counts.answers == 2
            records.until(4)


def test_each_process_makes_its_own() -> None:
    made = PerProcess(object)
    ours = made.get()
    assert made.get() is ours
    assert in_a_child(lambda: str(made.get() is ours)) == "False"


def test_threads_that_race_get_the_same() -> None:
    both = threading.Barrier(2)
    got: list[object] = []

    def make() -> object:
        both.wait(10)
        return object()

    made = PerProcess(make)
    threads = [threading.Thread(target=lambda: got.append(made.get())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got[0] is got[1]


def test_a_pool_keeps_its_order_and_closes() -> None:
    done: list[int] = []
    pool = Pool("test", 1, 99)
    futures = [pool.submit(partial(done.append, number)) for number in range(50)]
    for future in futures:
        future.result(10)
    assert done == list(range(50))
    assert pool.close() == 0
    with pytest.raises(Full):
        pool.submit(int)


def test_a_pool_has_room_again_when_a_result_is_known() -> None:
    pool = Pool("test", 1, 0)
    for _ in range(100):
        future = pool.submit(int)
        assert future.result(10) == 0
    pool.close()


def test_a_pool_hands_back_what_its_work_raises() -> None:
    pool = Pool("test", 1, 0)
    future = pool.submit(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        future.result(10)
    pool.close()


def test_what_closes_a_pool_may_run_in_it() -> None:
    pool = Pool("test", 2, 0)
    future = pool.submit(pool.close)
    assert future.result(10) == 0


LOADED = "import sys; {}; print(*sorted(set(sys.modules) & {{'langroute.predictor', 'boto3'}}))"


@pytest.mark.parametrize(
    ("program", "loaded"),
    [
        ("import langroute", ""),
        (
            "from langroute.predictor import Predictor, SageMaker; SageMaker()",
            "langroute.predictor",
        ),
    ],
)
def test_nothing_is_loaded_that_was_not_asked_for(program: str, loaded: str) -> None:
    command = [sys.executable, "-c", LOADED.format(program)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == loaded
