"""New evidence under thresholds that are sealed: whole seals move along, others do not."""

from pathlib import Path

import pytest

from scripts.__main__ import main
from tests.evidence.logs import Row, build, built, json_lines, row, texts

Capture = pytest.CaptureFixture[str]


def rows(passing: int) -> list[Row]:
    """A hundred answers of de's primary, and how many of them lie above its threshold."""
    return [row(at, score=0.9 if at < passing else 0.1) for at in range(100)]


@pytest.fixture
def sealed(root: Path, tmp_path: Path, capsys: Capture) -> Path:
    """A tree whose de primary is sealed on evidence of which 24 % pass."""
    build(root, json_lines(tmp_path / "first.jsonl", rows(24)))
    swap(root, "evidence: none}}", f"passes: 24.0%, evidence: {built(root).reference}}}}}")
    capsys.readouterr()
    return root


def swap(root: Path, old: str, new: str) -> None:
    """Change the first place of it in de's file."""
    path = root / "config/languages/de.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def language(root: Path) -> str:
    return (root / "config/languages/de.yaml").read_text()


def test_a_whole_seal_moves_to_the_new_evidence(
    sealed: Path, tmp_path: Path, capsys: Capture
) -> None:
    before, old = language(sealed), built(sealed)

    code = build(sealed, json_lines(tmp_path / "second.jsonl", rows(31)))

    new = built(sealed)
    assert code == 0
    assert capsys.readouterr().out == (
        "config/evidence/words/de.json: 100 scores, 2026-11-02 to 2026-11-02, "
        f"digest {old.digest} → {new.digest}\n"
        "\n"
        "1 seal moved to the new evidence at the same value:\n"
        "language  role     model  value  passed  passes now\n"
        "de        primary  words  0.342   24.0%       31.0%\n"
        "next: ./langroute check, then commit it and open a pull request\n"
    )
    moved = before.replace("24.0%", "31.0%").replace(old.reference, new.reference)
    assert language(sealed) == moved != before


BROKEN = {
    "value": ("at: 0.342", "at: 0.950"),
    "share": ("24.0%", "25.0%"),
    "no-share": ("passes: 24.0%, ", ""),
    "language": ("evidence: de-", "evidence: pt-"),
}


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_seal_stays_broken(
    sealed: Path, tmp_path: Path, capsys: Capture, old: str, new: str
) -> None:
    swap(sealed, old, new)
    before = language(sealed)

    build(sealed, json_lines(tmp_path / "second.jsonl", rows(31)))

    at = "0.950" if "0.950" in new else "0.342"
    assert language(sealed) == before
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"not sealed: de primary words at {at}: "
        "the seal did not fit before either; ./langroute check says why",
        "next: ./langroute check, then commit it and open a pull request",
    ]


def test_a_value_that_was_never_evaluated_is_not_sealed(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    before = language(root)

    build(root, json_lines(tmp_path / "log.jsonl", [row(1), row(2, model="wide")]))

    assert language(root) == before
    assert (
        "not sealed: de primary words at 0.342 and de shadow wide at 0: "
        "never evaluated; ./langroute seal shows what it passes and seals it\n"
    ) in capsys.readouterr().out


def test_what_an_interruption_leaves_is_told_by_the_check_and_cured_by_running_again(
    sealed: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = json_lines(tmp_path / "second.jsonl", rows(31))
    evidence = texts(sealed)
    with monkeypatch.context() as patch:
        patch.setattr("scripts.evidence.write", interrupted)
        assert build(sealed, second) == 130
    assert capsys.readouterr().err == (
        "warning: interrupted while writing: run the same command again to finish\nstopped\n"
    )
    assert texts(sealed) == evidence
    assert "[broken-seal]" in checked(sealed, capsys)

    build(sealed, second)

    assert "seal" not in capsys.readouterr().out
    assert "[broken-seal]" not in checked(sealed, capsys)
    assert f"passes: 31.0%, evidence: {built(sealed).reference}" in language(sealed)


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def checked(root: Path, capsys: Capture) -> str:
    main(["--root", str(root), "check", "--today", "2026-11-08"])
    return capsys.readouterr().out


def test_evidence_that_cannot_be_written_is_told(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    (root / "config/evidence").write_text("in the way")

    code = build(root, json_lines(tmp_path / "log.jsonl", [row(1)]))

    assert code == 2
    assert capsys.readouterr().err == (
        "error: config/evidence/words/de.json cannot be written: not a directory\n"
        "hint: what comes before it is written; run the same command again when that is mended\n"
    )


def test_what_looks_mixed_up_is_told_before_it_is_written(
    sealed: Path, tmp_path: Path, capsys: Capture
) -> None:
    many = [row(at, score=0.9 if at % 4 == 0 else 0.1) for at in range(900)]
    assert build(sealed, json_lines(tmp_path / "second.jsonl", many)) == 0
    told = capsys.readouterr().err
    assert told.startswith("warning: de has 100 → 900 events a day: a factor of 9.0 beyond ")
    assert told.endswith(
        "1 doubt about this log: it is written all the same, and "
        "./langroute check --against will ask about each\n"
    )
    assert built(sealed).total == 900
