"""The guided tour, run as a newcomer runs it: to its end, and stopped in the middle."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts import PROJECT
from tests.appconfig.test_local_aws import answers
from tests.sample import ACME

pytestmark = pytest.mark.slow

FREEZE = "config/freeze.yaml"
# In this order; each is the end of a step of the tour.
MILESTONES = (
    "[1 of 11] an empty AWS inside this machine, and what the configuration needs there",
    "done: langroute-staging is what these files make",
    "done: langroute-production is what these files make",
    "$ ./langroute check",
    "no findings that block in ",
    "$ ./langroute push staging --yes",
    "done: staging runs git-",
    "$ ./langroute push production --yes",
    "done: production runs git-",
    "[4 of 11] a backend that reads production, and three events in es",
    "examples/backend/app.py answers on http://127.0.0.1:",
    "0.177   dropped by relevance-words-v1\n",
    "[5 of 11] a colleague pastes the threshold of ",
    "[broken-seal]",
    "$ git checkout -q -- config",
    "[6 of 11] the change that was meant: ",
    "$ ./langroute set ",
    "events a day more for the analysts",
    "$ ./langroute diff HEAD",
    "threshold-lowered primary.threshold.at",
    "$ git commit -qam ",
    "[7 of 11] and relevance-e5-v4, a new model, shall answer for some of es, once it was asked",
    "done: staging runs git-",
    "WRONG             relevance-e5-v4 in es, the canary, at sagemaker relevance-e5-v4 in ",
    "error: not pushed: production requires golden queries, and relevance-e5-v4 in es answers ",
    "Nobody was answered by it.",
    "right             relevance-e5-v4 in es, the canary, at sagemaker relevance-e5-v4 in ",
    "  golden     1 newly routed, and all answer as they have to",
    "  baking       100.0%",
    "done: production runs git-",
    "[8 of 11] the same three events; nobody has restarted the backend",
    "dropped by relevance-words-v1   kept by relevance-words-v1      changed",
    "[9 of 11] another change, and in production everything in ",
    "$ ./langroute push production --yes",
    "-failures-es is ALARM (100% of the answers failed",
    "[10 of 11] the repository still holds it; production does not",
    "error: not pushed: es would be as in git-",
    "$ git revert --no-edit HEAD",
    "nothing to do: production runs exactly this document",
    "[11 of 11] weeks of a canary in seconds: a good one, and one that has lost its inputs",
    "de: next rung: relevance-e5-v3 5% → 10%",
    "somebody approves 65%, and two days later",
    "de: promote: relevance-e5-v3",
    "de: take back: relevance-e5-v3",
    "  broken  recall: ",
    "one mistake stopped by its seal",
    "./langroute show es --root examples/acme\ndocs/guide.md goes on from there",
)


@contextmanager
def demo(folder: Path, *words: str) -> "Iterator[subprocess.Popen[str]]":
    """The tour with both outputs in one, in a process group of its own, as a terminal has it."""
    environ = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}"}
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "scripts", "demo", *words],
        env=environ | {"AWS_PROFILE": "somebody-elses"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """What it said, up to and with these words."""
    assert process.stdout is not None
    said = ""
    while words not in said:
        line = process.stdout.readline()
        assert line, f"ended without {words!r}:\n{said}"
        said += line
    return said


def test_the_tour(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        said, _ = process.communicate()
    assert process.returncode == 0, said
    at = 0
    for milestone in MILESTONES:
        at = said.find(milestone, at)
        assert at >= 0, f"no {milestone!r} in its place:\n{said}"
    shown = re.search(r"```text\n(.*?)```", (ACME / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown
    assert " ".join(shown[1].split()) in " ".join(said.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("how", "code", "after"),
    [
        (signal.SIGINT, 130, "started deployment 1 of version 1"),
        (signal.SIGTERM, 143, "MiniStack answers on"),
        (signal.SIGHUP, 129, "$ ./langroute infra deploy"),
    ],
)
def test_stopped_in_the_middle_it_leaves_nothing(
    how: signal.Signals, code: int, after: str, frozen: Path, tmp_path: Path
) -> None:
    """Of a tree in a freeze, which stops no tour."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    with demo(folder, "--root", str(frozen)) as process:
        said = read_until(process, after)
        os.killpg(process.pid, how)
        rest, _ = process.communicate()
    assert process.returncode == code, rest
    assert "Traceback" not in rest
    port = re.search(r"http://127\.0\.0\.1:([0-9]+);", said)
    assert port is not None
    assert not answers(int(port[1]))
    assert list(folder.iterdir()) == []
    assert (frozen / FREEZE).exists()


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    shutil.copytree(ACME / "config", root / "config")
    shutil.copy(PROJECT / "tests/rules/freeze-over/bad-yesterday" / FREEZE, root / FREEZE)
    return root


def test_a_tree_with_findings_ends_it_early(tmp_path: Path) -> None:
    root, folder = tmp_path / "root", tmp_path / "temporary"
    folder.mkdir()
    shutil.copytree(ACME / "config", root / "config")
    source = root / "config" / "languages" / "fi.yaml"
    source.write_text(source.read_text().replace("source: ", "source: no-"))
    with demo(folder, "--keep", "--root", str(root)) as process:
        said, _ = process.communicate()
    assert process.returncode == 2
    assert "error: the tour breaks off: `./langroute check` ended with 1, not with 0\n" in said
    (kept,) = folder.iterdir()
    assert f"kept: {kept}\n" in said
    assert (kept / "config" / "languages" / "fi.yaml").read_bytes() == source.read_bytes()
