"""What runs in the prepared Python goes as in the real one; that saves time and shows the same."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.slow
PROGRAM = """\
import os, random, sys
print(sys.argv[1:], sys.stdin.read(), os.getcwd(), os.environ["SAID"], __name__)
print([one for one in sys.path if "ours" in one], ours.__file__, file=sys.stderr)
print(sys.stdout.encoding, sys.flags.safe_path, "tests" in sys.modules)
if sys.argv[1:] == ["broken"]:
    raise OSError("broken")
if sys.argv[1:] == ["killed"]:
    os.kill(os.getpid(), 15)
sys.exit(int(sys.argv[1]))
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def ended(python: str, words: list[str], folder: Path) -> Ended:
    path = {"PYTHONPATH": str(folder / "ours"), "SAID": "ü", "PATH": os.environ["PATH"]}
    command = [python, "-P", "-X", "utf8", *words]
    done = subprocess.run(
        command, input="told", capture_output=True, text=True, cwd=folder, env=path, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr.rpartition("\n  File")[2])


@pytest.mark.parametrize("what", ["0", "7", "broken", "killed"])
def test_a_program_runs_in_it_as_in_the_real_one(what: str, venv: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "ours.py").touch()
    (ours / "program.py").write_text("import ours\n" + PROGRAM)
    for words in (["-m", "program", what], [str(ours / "program.py"), what], ["-c", "print(3)"]):
        found = ended(str(venv / "bin/python"), words, tmp_path)
        assert found == ended(sys.executable, words, tmp_path)
        assert words[0] == "-c" or "told" in found.out or what == "killed"


def test_who_ends_it_ends_the_program(venv: Path, tmp_path: Path) -> None:
    (tmp_path / "waits.py").write_text("print('begun', flush=True)\nwhile True: pass\n")
    command = [str(venv / "bin/python"), "-P", str(tmp_path / "waits.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.terminate()
        assert process.wait() == -signal.SIGTERM
        assert process.stdout.read() == ""  # nobody holds it open any more
