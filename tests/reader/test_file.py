"""A file is followed, and only ever used when it is whole."""

import os
from pathlib import Path

import pytest

from langroute.reader import FileSource, NoDocument, Unavailable
from langroute.reader.file import File
from langroute.reader.reading import Reading, Settings
from tests.reader.documents import good
from tests.reader.turns import Turns

LONG_AGO = 1_700_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "document.json"
    made.write_bytes(good(1))
    return made


def traffic(source: FileSource) -> str:
    return source.router.plan_hash


def test_a_change_of_the_file_is_followed(path: Path, turns: Turns) -> None:
    with FileSource(path) as source:
        assert turns.paused() == pytest.approx(1, rel=0.1)
        first = traffic(source)
        path.write_bytes(good(2))
        turns.poll()
        assert traffic(source) != first
        health = source.health()
        assert (health.origin, health.version, health.refused) == ("file", None, 0)


def test_a_file_that_is_half_written_is_refused_until_it_is_whole(path: Path, turns: Turns) -> None:
    with FileSource(path) as source:
        turns.paused()
        first = traffic(source)
        path.write_bytes(good(2)[:1000])
        for _ in range(3):
            turns.poll()
        assert (traffic(source), source.health().refused) == (first, 1)
        path.write_bytes(good(2))
        turns.poll()
        assert traffic(source) != first
        assert source.health().refusing is None


def test_a_file_that_goes_away_is_waited_for(path: Path, turns: Turns) -> None:
    with FileSource(path) as source:
        turns.paused()
        path.unlink()
        waits = [turns.poll() for _ in range(5)]
        assert max(waits) <= 1.5
        assert source.health().failures == 5
        path.write_bytes(good(2))
        turns.poll()
        assert source.health().failures == 0


def test_a_document_of_the_right_environment(path: Path, turns: Turns) -> None:
    with FileSource(str(path), compiled_for="staging") as source:
        turns.paused()
        assert source.health().refused == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none", r"No such file or directory: '.*none'; none is saved$"),
        ("document.json", r"environment: is for staging, this reads production; none is saved$"),
    ],
)
def test_no_document(name: str, said: str, path: Path) -> None:
    file = File(path.with_name(name), 1.0)
    reading = Reading(file, Settings("production", None, 60.0))
    reading.poll()
    with pytest.raises(NoDocument, match=said):
        _ = reading.serving
    with pytest.raises(NoDocument):
        FileSource(path.with_name(name), compiled_for="production", timeout=0)


def test_a_file_that_is_long_unchanged_is_not_read_again(path: Path) -> None:
    os.utime(path, (LONG_AGO, LONG_AGO))
    file = File(path, 1.0)
    assert file.fetch().content == good(1)
    assert file.fetch().content is None
    file.again()
    assert file.fetch().content == good(1)


def test_a_young_file_is_read_again_though_it_looks_unchanged(path: Path) -> None:
    file = File(path, 1.0)
    file.fetch()
    looks = path.stat()
    path.write_bytes(good(2))
    os.utime(path, ns=(looks.st_atime_ns, looks.st_mtime_ns))
    assert file.fetch().content == good(2)


def test_a_file_that_changes_while_it_is_read_is_not_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fstat, seen = os.fstat, list[os.stat_result]()

    def growing(handle: int) -> os.stat_result:
        found = fstat(handle)
        if seen:
            with path.open("ab") as file:
                file.write(b" ")
            found = fstat(handle)
        seen.append(found)
        return found

    monkeypatch.setattr("langroute.reader.file.os.fstat", growing)
    with pytest.raises(Unavailable, match=r"document\.json is being written$"):
        File(path, 1.0).fetch()
