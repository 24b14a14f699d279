"""A saved copy is whole or refused by name, whoever wrote it and whenever they were stopped."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langroute.reader import DamagedCopy, ForeignCopy, UnusableCopy
from langroute.reader.origin import Place
from langroute.reader.saved import SavedCopy
from tests.reader.documents import good
from tests.reader.scripted import PLACE


def saved(folder: Path) -> SavedCopy:
    return SavedCopy(folder / "copy", PLACE)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@settings(max_examples=30)  # each waits for the disk
@given(st.binary(), st.none() | st.text(max_size=64))
def test_what_is_written_is_read_back(content: bytes, version: str | None) -> None:
    with TemporaryDirectory() as name:
        copy = saved(Path(name))
        copy.write(content, version)
        assert copy.read() == (content, version)
        assert names(Path(name)) == ["copy"]


def test_no_copy(tmp_path: Path) -> None:
    assert saved(tmp_path).read() is None


@given(st.data())
def test_a_changed_byte_or_a_lost_end_is_damage(data: st.DataObject) -> None:
    raw = bytearray(whole())
    at = data.draw(st.integers(0, len(raw) - 1))
    if data.draw(st.booleans()):
        raw[at] ^= data.draw(st.integers(1, 255))
    else:
        del raw[at:]
    with TemporaryDirectory() as name:
        (Path(name) / "copy").write_bytes(raw)
        with pytest.raises(DamagedCopy, match="its checksum does not fit, it was cut off or chang"):
            saved(Path(name)).read()


@cache
def whole() -> bytes:
    """A copy as it is on disk."""
    with TemporaryDirectory() as name:
        saved(Path(name)).write(good(1), "git-a")
        return (Path(name) / "copy").read_bytes()


@pytest.mark.parametrize("part", Place._fields)
def test_a_copy_of_another_place_is_refused(part: str, tmp_path: Path) -> None:
    SavedCopy(tmp_path / "copy", PLACE._replace(**{part: "other"})).write(good(1), "git-a")
    with pytest.raises(ForeignCopy, match=r"it is of \[.*'other'.*\], this reads \['langroute', "):
        saved(tmp_path).read()


def written(path: Path, about: Any) -> None:
    rest = json.dumps(about).encode() + b"\n" + good(1)
    path.write_bytes(sha256(rest).hexdigest().encode() + b"\n" + rest)


def test_a_later_layout_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "copy", {"layout": 2, "place": PLACE, "version": None})
    with pytest.raises(UnusableCopy, match=r"layout 2 is unknown, this reader knows 1$"):
        saved(tmp_path).read()


@pytest.mark.parametrize("about", [[], 3, {}, {"layout": 1, "place": None, "version": None}])
def test_a_copy_that_says_nothing_of_itself_is_refused(about: Any, tmp_path: Path) -> None:
    written(tmp_path / "copy", about)
    with pytest.raises(DamagedCopy, match=r"it does not say what it holds$"):
        saved(tmp_path).read()


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with pytest.raises(UnusableCopy, match=r"Is a directory$"):
        saved(tmp_path).read()


def test_many_writers_and_a_reader_share_a_path(tmp_path: Path) -> None:
    saved(tmp_path).write(good(0), "git-0")

    def write(number: int) -> None:
        saved(tmp_path).write(good(number), f"git-{number}")

    with ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(write, number) for number in range(1, 41)]
        while not all(one.done() for one in writes):
            copy = saved(tmp_path).read()
            assert copy is not None
            assert copy.version is not None
            assert copy.content == good(int(copy.version.removeprefix("git-")))
    assert [one.exception() for one in writes] == [None] * 40
    assert names(tmp_path) == ["copy"]


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace"])
def test_a_write_that_fails_leaves_the_old_copy_and_nothing_else(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(tmp_path).write(good(1), "git-a")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(broken, full)
        with pytest.raises(OSError, match="No space left on device"):
            saved(tmp_path).write(good(2), "git-b")
    assert saved(tmp_path).read() == (good(1), "git-a")
    assert names(tmp_path) == ["copy"]
