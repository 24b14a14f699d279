"""Since when a candidate is what it is: told by the history of its files, whatever that is like."""

import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.judging.beginning import Beginning, beginning
from langroute_repo.judging.history import histories
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.bench.company import MODEL

NOW = datetime(2026, 11, 20, 12)
CANARY, PRIMARY = "embedding", "words"
LANGUAGE = "config/languages/{tag}.yaml"
ROUTE = """# yaml-language-server: $schema=../../schemas/language.schema.json
language: {tag}
owners: ["@acme/risk"]
source: newswire

primary:
  model: {primary}
  fields: [title, body]
  threshold: {{at: 0.300, evidence: none}}
"""
OTHER = """
{role}:
  {dash}model: embedding
    traffic: {traffic}
    fields: [{fields}]
    threshold: {{at: {at}, evidence: none}}
"""
Files = Mapping[str, str]


def route(traffic: str | None, *, role: str = "canary", **more: str) -> Files:
    """German with its candidate at a share; alone without."""
    given = {"tag": "de", "primary": PRIMARY, "fields": "title", "at": "0.300"} | more
    text = ROUTE.format(**given)
    if traffic:
        dash = "- " if role == "shadows" else ""
        other = OTHER.format(role=role, dash=dash, traffic=traffic, **given)
        text += other if dash else other.replace("    ", "  ")
    return {LANGUAGE.format(tag=given["tag"]): text}


def models(**endpoints: str) -> Files:
    """Both models, and a third; an endpoint in staging or production that is called otherwise."""
    found = {}
    for name in (CANARY, PRIMARY, "chars"):
        text = MODEL.format(model=name)
        for environment, other in endpoints.items():
            text = text.replace(f"{environment}: {name}", f"{environment}: {other}-{name}")
        found[f"config/models/{name}.yaml"] = text
    return found


Commit = tuple[datetime, Files]


def on(month: int, day: int, *files: Files) -> Commit:
    """A commit at noon."""
    merged = {path: text for one in files for path, text in one.items()}
    return datetime(2026, month, day, 12, tzinfo=UTC), merged


def repository(root: Path, commits: Sequence[Commit], side: Sequence[Commit] = ()) -> Path:
    """A repository with these commits, the oldest first; ``side`` are merged into the last one."""
    root.mkdir(exist_ok=True)
    subprocess.run(("git", "init", "-q", "-b", "main", str(root)), check=True)
    lines = [_commit("main", at, files) for at, files in commits[:-1]]
    lines += [
        _commit("side", at, files, "from refs/heads/main\n" * (not number))
        for number, (at, files) in enumerate(side)
    ]
    lines.append(_commit("main", *commits[-1], "merge refs/heads/side\n" if side else ""))
    stream = "".join(lines).encode()
    subprocess.run(("git", "-C", str(root), "fast-import", "--quiet"), input=stream, check=True)
    subprocess.run(("git", "-C", str(root), "reset", "-q", "--hard"), check=True)
    return root


def _commit(branch: str, at: datetime, files: Files, parents: str = "") -> str:
    stamp = f"{int(at.timestamp())} +0000"
    changes = "".join(
        f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"
        for path, text in files.items()
    )
    return (
        f"commit refs/heads/{branch}\ncommitter Ada <ada@acme.example> {stamp}\ndata 1\nx\n"
        f"{parents}{changes}\n"
    )


def begins(root: Path, environment: str = "production") -> Beginning:
    tree = read(Folder(root))
    found = beginning(histories(root, tree, ["de"], environment, NOW)["de"], CANARY, PRIMARY)
    assert found
    return found


def shares(found: Beginning) -> list[tuple[str, float | None]]:
    return [(f"{since:%m-%d}", share) for since, share in found.shares]


FIRST = on(11, 1, models(), route("5%"))


def test_a_share_that_was_changed_three_times_begins_nothing(tmp_path: Path) -> None:
    steps = [on(11, day, route(to)) for day, to in ((3, "10%"), (5, "25%"), (7, "45%"))]

    found = begins(repository(tmp_path, [FIRST, *steps]))

    assert found.begins == datetime(2026, 11, 2)
    assert shares(found) == [("11-07", 0.45), ("11-05", 0.25), ("11-03", 0.1), ("11-01", 0.05)]
    assert [found.traffic(date(2026, 11, day)) for day in (2, 3, 4, 8)] == [0.05, None, 0.1, 0.45]


def test_what_was_canary_shadow_and_canary_goes_on(tmp_path: Path) -> None:
    found = begins(
        repository(
            tmp_path,
            [FIRST, on(11, 3, route("100%", role="shadows")), on(11, 5, route("5%"))],
        )
    )

    assert found.begins == datetime(2026, 11, 2)
    assert shares(found) == [("11-05", 0.05), ("11-03", None), ("11-01", 0.05)]


CHANGES = {
    "another primary": (route("5%", primary="chars"), route("5%")),
    "other fields": (route("5%", fields="body"), route("5%")),
    "another endpoint": (models(production="old"), models()),
    "a file at fault": ({LANGUAGE.format(tag="de"): "language: ["}, route("5%")),
}


@pytest.mark.parametrize("what", list(CHANGES))
def test_what_answers_has_changed(tmp_path: Path, what: str) -> None:
    before, after = CHANGES[what]

    found = begins(repository(tmp_path, [FIRST, on(11, 3, before), on(11, 5, after)]))

    assert found.begins == datetime(2026, 11, 6)


@pytest.mark.parametrize(
    "change",
    [
        models(staging="old"),
        route("5%", at="0.400"),
        route("5%", tag="fr", fields="body"),
        {path: text.replace("20000/s", "30/s") for path, text in models().items()},
    ],
    ids=["staging's endpoint", "a threshold", "another language", "a capacity"],
)
def test_what_answers_has_not_changed(tmp_path: Path, change: Files) -> None:
    assert begins(repository(tmp_path, [FIRST, on(11, 3, change)])).begins == datetime(2026, 11, 2)


def test_what_a_merge_brings_counts_from_the_merge(tmp_path: Path) -> None:
    written = on(11, 3, route("5%", fields="body"))
    merged = on(11, 9, route("5%", fields="body"))

    found = begins(repository(tmp_path, [FIRST, on(11, 4), merged], [written]))

    assert found.begins == datetime(2026, 11, 10)


def test_a_clock_that_was_behind_lets_nothing_of_before_count(tmp_path: Path) -> None:
    behind = on(1, 1, route("5%", fields="body"))

    assert begins(repository(tmp_path, [FIRST, behind])).begins == datetime(2026, 11, 2)


def test_a_clock_that_was_ahead_moves_nothing_after_it(tmp_path: Path) -> None:
    ahead = (datetime(2031, 1, 1, tzinfo=UTC), route("10%", fields="body"))

    assert begins(repository(tmp_path / "last", [FIRST, ahead])).begins == datetime(2031, 1, 2)
    later = on(11, 7, route("10%"))
    found = begins(repository(tmp_path / "before", [FIRST, ahead, later]))
    assert found.begins == datetime(2026, 11, 8)


def test_what_no_commit_holds_begins_now(tmp_path: Path) -> None:
    root = repository(tmp_path, [FIRST])
    (root / LANGUAGE.format(tag="de")).write_text(
        route("5%", fields="body")[LANGUAGE.format(tag="de")]
    )

    found = begins(root)

    assert found.begins == datetime(2026, 11, 21)
    assert "since the files, not committed of 2026-11-20" in found.why


def test_a_shallow_clone_knows_that_it_does_not_know(tmp_path: Path) -> None:
    steps = [FIRST, on(11, 3, route("10%")), on(11, 5, route("10%", fields="body"))]
    whole = repository(tmp_path / "whole", steps)
    found = {}
    for depth in (1, 2):
        root = tmp_path / f"depth {depth}"
        words = ("git", "clone", "-q", f"--depth={depth}", f"file://{whole}", str(root))
        subprocess.run(words, check=True)
        found[depth] = begins(root)

    assert (found[1].unknown, found[2].unknown) == (True, False)
    assert not begins(whole).unknown


def test_a_folder_within_a_repository_that_is_on_no_branch(tmp_path: Path) -> None:
    steps = [FIRST, on(11, 3, route("5%", fields="body")), on(11, 5, route("6%", fields="body"))]
    below = [
        (at, {f"our routes/{path}": text for path, text in files.items()}) for at, files in steps
    ]
    repository(tmp_path, below)
    subprocess.run(("git", "-C", str(tmp_path), "checkout", "-q", "--detach"), check=True)

    assert begins(tmp_path / "our routes").begins == datetime(2026, 11, 4)


def test_a_thousand_languages_take_one_walk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that asked git of each language, and of each of its commits, took minutes."""
    tags = ["de", "fr", "it", "es"]
    first = [route("5%", tag=tag) for tag in tags]
    steps = [on(10, 1, models(), *first)]
    steps += [on(10, day, route(f"{day + 10}%", tag=tags[day % 4])) for day in range(2, 20)]
    root = repository(tmp_path, steps)
    tree = read(Folder(root))
    asked: list[tuple[str, ...]] = []
    run = subprocess.run

    def counted(words: tuple[str, ...], **more: Any) -> Any:
        asked.append(words)
        return run(words, **more)

    monkeypatch.setattr(subprocess, "run", counted)

    found = histories(root, tree, tags, "production", NOW)

    assert [len(one.states) for one in found.values()] == [5, 5, 6, 6]
    assert len(asked) <= 5
