"""Whatever lies below config/, people get findings: never a traceback, and none hides another."""

import os
import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from langroute_repo.findings import Report
from langroute_repo.render.findings.annotations import github
from langroute_repo.render.findings.output import check_output
from langroute_repo.render.findings.sarif import sarif
from langroute_repo.render.findings.text import text
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.memory import Memory
from tests.rules.examples import BASE, TODAY
from tests.rules.mutations import FILES, mutated
from validators.engine import run
from validators.finding import Given
from validators.rules import RULES

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
AS_ROOT = pytest.mark.skipif(ROOT, reason="root may read everything")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The base, with a fault in en.yaml that must be told whatever else there is."""
    root = tmp_path / "tree"
    shutil.copytree(BASE, root)
    english = root / "config/languages/en.yaml"
    english.write_text(english.read_text().replace("at: 0.415", "at: 0.4155"))
    return root


def findings(snapshot: Folder) -> list[str]:
    """What a person reads of each finding, in every format that there is."""
    report = run(Given(tree=read(snapshot), today=TODAY))
    printed(report)
    return [f"{one.path}: {one.message}" for one in report.findings]


def printed(report: Report) -> None:
    """Every format can be written to a terminal or a file, whatever names and values hold."""
    json = check_output(report).as_json()
    for rendered in (text(report), json, github(report), sarif(report, RULES)):
        rendered.encode()
        assert "\x1b" not in rendered


def link_to_a_file(config: Path) -> None:
    (config / "languages/fr.yaml").symlink_to("de.yaml")


def link_to_nothing(config: Path) -> None:
    (config / "languages/fr.yaml").symlink_to("nothing.yaml")


def link_to_a_folder(config: Path) -> None:
    (config / "cases").symlink_to("languages", target_is_directory=True)


def link_out_of_the_tree(config: Path) -> None:
    outside = config.parent.parent / "secret.yaml"
    outside.write_text("language: fr\n")
    (config / "languages/fr.yaml").symlink_to(outside)


def ring_of_links(config: Path) -> None:
    (config / "languages/ring").symlink_to("..", target_is_directory=True)


def folder_named_like_a_file(config: Path) -> None:
    (config / "languages/fr.yaml").mkdir()
    (config / "languages/fr.yaml/de.yaml").write_text("language: fr\n")


def empty_folder_named_like_a_file(config: Path) -> None:
    (config / "languages/fr.yaml").mkdir()


def file_where_a_folder_belongs(config: Path) -> None:
    (config / "cases").write_text("language: fr\n")


def pipe(config: Path) -> None:
    os.mkfifo(config / "languages/fr.yaml")


def ten_megabytes(config: Path) -> None:
    (config / "languages/fr.yaml").write_bytes(b"#" * 10_485_760)


def large_evidence(config: Path) -> None:
    (config / "evidence/words/fr.json").write_bytes(b"1" * 100_000)


def without_a_name(config: Path) -> None:
    (config / "languages/.yaml").write_text("language: fr\n")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (link_to_a_file, "config/languages/fr.yaml: a symbolic link"),
        (link_to_nothing, "config/languages/fr.yaml: a symbolic link"),
        (link_to_a_folder, "config/cases: a symbolic link"),
        (link_out_of_the_tree, "config/languages/fr.yaml: a symbolic link"),
        (ring_of_links, "config/languages/ring: a symbolic link"),
        (folder_named_like_a_file, "config/languages/fr.yaml/de.yaml: unexpected file"),
        (empty_folder_named_like_a_file, "config/languages/fr.yaml: an empty folder"),
        (file_where_a_folder_belongs, "config/cases: unexpected file"),
        (pipe, "config/languages/fr.yaml: a special file"),
        (ten_megabytes, "config/languages/fr.yaml: 10,485,760 bytes; the limit is 1,048,576"),
        (large_evidence, "config/evidence/words/fr.json: 100,000 bytes; the limit is 65,536"),
        (without_a_name, "config/languages/.yaml: unexpected file"),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_what_is_no_file_is_refused(tree: Path, make: Callable[[Path], None], said: str) -> None:
    make(tree / "config")
    told = findings(Folder(tree))
    assert said in told
    assert_tells_of_english(told)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (bytes(range(256)), "byte 0x80 is not UTF-8"),
        (random.Random(7).randbytes(5000), "is not UTF-8"),
        (b"language: fr\x00\n", "U+0000 (control character)"),
        (b"language: " + b"[" * 1000 + b"]" * 1000, "more than 32 levels of nesting"),
        (b"[" * 500_000, "more than 32 levels of nesting"),
        (b"".join(b" " * deep + b"a:\n" for deep in range(1000)), "more than 32 levels of nesting"),
        (b"- " * 1000 + b"a", "more than 32 levels of nesting"),
        (b"language: " + b"1" * 1_000_000, "too long for a number"),
        (b"a" * 1_048_576, "expected a mapping of keys to values"),
        (b"? [a]\n: b\n", "a key must be one word"),
        (b'"\\ud800": fr', ""),
        (b"language: \xed\xa0\x80", "is not UTF-8"),
        (b"language: 1e-99\nowners: -1e99\n", "1E-99"),
    ],
    ids=range(15),
)
def test_what_cannot_be_read_is_told_at_its_place(tree: Path, raw: bytes, said: str) -> None:
    (tree / "config/languages/de.yaml").write_bytes(raw)
    told = findings(Folder(tree))
    assert any(one.startswith("config/languages/de.yaml") and said in one for one in told)
    assert_tells_of_english(told)


@pytest.mark.parametrize(
    "name",
    ["d\u202ee.yaml", "d\ne.yaml", "\x1b[31m.yaml", "::error::.yaml", "de .yaml", "\udcff.yaml"],
    ids=range(6),
)
def test_names_that_act_on_a_terminal_are_refused_and_shown_harmlessly(
    tree: Path, name: str
) -> None:
    shutil.copy(tree / "config/languages/de.yaml", tree / "config/languages" / name)
    report = run(Given(tree=read(Folder(tree)), today=TODAY))
    printed(report)
    assert "a name that no file here has" in {one.message for one in report.findings}
    assert all(line.isprintable() for line in text(report).splitlines())


def test_empty_folders_are_as_good_as_none(tree: Path) -> None:
    for name in ("cases", "evidence/none", "nothing"):
        (tree / "config" / name).mkdir()
    (told,) = findings(Folder(tree))
    assert told.startswith("config/languages/en.yaml")


@pytest.mark.parametrize("folder", ["languages", "models", "sources", "environments"])
def test_a_file_where_a_needed_folder_belongs(tree: Path, folder: str) -> None:
    shutil.rmtree(tree / "config" / folder)
    (tree / "config" / folder).write_text("language: de\n")
    assert f"config/{folder}: unexpected file" in findings(Folder(tree))


def test_config_itself_is_no_folder(tree: Path) -> None:
    (tree / "config").rename(tree / "elsewhere")
    assert Folder(tree).entries() == []
    (tree / "config").symlink_to("elsewhere", target_is_directory=True)
    assert "config: a symbolic link" in findings(Folder(tree))
    (tree / "config").unlink()
    (tree / "config").write_text("language: de\n")
    assert "config: unexpected file" in findings(Folder(tree))


class Unreadable(Folder):
    """A folder in which one file cannot be read, as for anybody but root."""

    def read(self, path: str) -> bytes:
        if path == "config/languages/de.yaml":
            raise PermissionError(13, "Permission denied")
        return super().read(path)


def test_a_file_that_cannot_be_read_is_told(tree: Path) -> None:
    told = findings(Unreadable(tree))
    assert "config/languages/de.yaml: cannot be read: permission denied" in told
    assert_tells_of_english(told)


@AS_ROOT
def test_a_folder_that_cannot_be_read_is_told(tree: Path) -> None:
    (tree / "config/cases").mkdir(mode=0o000)
    told = findings(Folder(tree))
    assert "config/cases: an unreadable folder (Permission denied)" in told
    assert_tells_of_english(told)


def assert_tells_of_english(told: list[str]) -> None:
    off = "config/languages/en.yaml: 0.4155 is not on the grid of 1,000 steps over the scale"
    assert off in told


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=2**63))
@example(0)
def test_no_mutation_breaks_the_check(seed: int) -> None:
    files = mutated(seed)
    report = run(Given(tree=read(Memory(files)), today=TODAY))
    printed(report)
    for one in report.findings:
        assert_is_in(files.get(one.path, b""), one.line, one.column)
        for place in one.related:
            assert_is_in(files.get(place.path, b""), place.line, place.column)
        assert one.column < one.end_column
        assert one.message
        assert one.hint


def assert_is_in(raw: bytes, line: int, column: int) -> None:
    """The place is one that an editor can go to; just behind a line is still on it."""
    lines = raw.decode(errors="replace").replace("\r\n", "\n").split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


def test_an_acceptance_that_is_over_is_told_and_holds_nobody_back() -> None:
    for days in (0, 129, 130, 3650):
        report = run(Given(tree=read(Memory(FILES)), today=TODAY + timedelta(days=days)))
        over = [one for one in report.findings if one.rule == "acceptance-over"]
        assert len(over) == (days >= 130)
        assert not any(one.blocks for one in over)
