"""First use, second use and everything that can come between, on a checkout of its own."""

import os
import signal
import socket
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from tests.setup.checkout import (
    REPOSITORY,
    Checkout,
    copy_launcher,
    run,
    start,
    waiting_index,
    write_wheel,
)

pytestmark = pytest.mark.slow

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
VERSION = f"langroute {PROJECT['version']}\n"


def packages(checkout: Checkout) -> set[str]:
    """The modules of ours that pip put into the environment."""
    return {path.stem for path in checkout.root.glob(".venv/lib/*/site-packages/*_pin.py")}


def read_until(stream: IO[str] | None, words: str) -> list[str]:
    """The lines up to the one with these words."""
    assert stream is not None
    lines: list[str] = []
    while not lines or words not in lines[-1]:
        line = stream.readline()
        assert line, f"ended without {words!r}: {lines}"
        lines.append(line)
    return lines


def executable(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_first_use_sets_up_and_second_use_does_not(tmp_path: Path) -> None:
    checkout = copy_launcher(tmp_path / "really fresh – ü", {})  # with a Python as it is installed
    first = checkout.run("--version")
    assert (first.returncode, first.stdout) == (0, VERSION)
    assert first.stderr.startswith("setting up .venv (first use; 0 packages) …\nset up .venv in ")
    written = checkout.stamp.stat().st_mtime_ns

    second = checkout.run("--version")
    assert (second.returncode, second.stdout, second.stderr) == (0, VERSION, "")
    assert checkout.stamp.stat().st_mtime_ns == written


def test_changed_requirements_make_it_anew(used: Checkout, tmp_path: Path) -> None:
    (site_packages,) = used.root.glob(".venv/lib/*/site-packages")
    (site_packages / "old_pin.py").touch()
    wheels = tmp_path / "wheels"
    used.require(write_wheel(wheels, "new_pin"))
    ended = used.run("--version", PIP_FIND_LINKS=str(wheels))
    assert ended.stderr.startswith("setting up .venv (the requirements changed;")
    assert (ended.stdout, packages(used)) == (VERSION, {"new_pin"})


def test_a_python_that_is_gone_makes_it_anew(used: Checkout) -> None:
    python = used.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    ended = used.run("--version")
    assert ended.stderr.startswith("setting up .venv (its Python is gone;")
    assert (ended.returncode, ended.stdout) == (0, VERSION)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_set_up_is_not_trusted(
    checkout: Checkout, tmp_path: Path, stop: signal.Signals
) -> None:
    wheel = write_wheel(tmp_path / "wheels", "some_pin")
    checkout.require(wheel)
    with waiting_index(wheel) as index:
        process = checkout.start("--version", **index.settings)
        index.asked.wait()
        os.killpg(process.pid, stop)  # as Ctrl-C does: everything that was started
        stdout, stderr = process.communicate()
    assert process.returncode != 0
    assert (stdout, "Traceback" in stderr) == ("", False)
    assert not checkout.stamp.exists()

    ended = checkout.run("--version", PIP_FIND_LINKS=str(wheel.parent))
    assert ended.stderr.startswith("setting up .venv (the last set-up did not finish;")
    assert (ended.stdout, packages(checkout)) == (VERSION, {"some_pin"})


def test_of_two_at_once_one_sets_up_and_one_waits(checkout: Checkout, tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path / "wheels", "some_pin")
    checkout.require(wheel)
    with waiting_index(wheel) as index:
        first = checkout.start("--version", **index.settings)
        index.asked.wait()
        second = checkout.start("--version", **index.settings)
        waiting = read_until(second.stderr, "waiting")
        index.opened.set()
        ends = [first.communicate()[0], second.communicate()[0]]
    assert ends == [VERSION, VERSION]
    assert waiting == ["waiting: another run is setting up .venv …\n"]
    assert index.served == ["/simple/some-pin/", f"/{wheel.name}"]


def test_an_installer_left_behind_is_waited_for(checkout: Checkout, tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path / "wheels", "some_pin")
    checkout.require(wheel)
    setup = [checkout.settings["LANGROUTE_PYTHON"], "-P", "-m", "scripts.setup.environment"]
    with waiting_index(wheel) as index:
        killed = start(setup, {"PYTHONPATH": str(checkout.root), **index.settings})
        index.asked.wait()
        killed.kill()  # its pip lives on
        next_run = checkout.start("--version", **index.settings)
        read_until(next_run.stderr, "waiting")
        index.opened.set()
        stdout, stderr = next_run.communicate()
        killed.communicate()
    assert stderr.startswith("setting up .venv (the last set-up did not finish;")
    assert (stdout, packages(checkout)) == (VERSION, {"some_pin"})


def test_no_network_is_said(checkout: Checkout, tmp_path: Path) -> None:
    checkout.require(write_wheel(tmp_path / "wheels", "some_pin"))
    with socket.socket() as unused:  # bound and not listening: a connection is refused
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/simple"
        ended = checkout.run("check", PIP_NO_INDEX="0", PIP_INDEX_URL=address, PIP_RETRIES="1")
    assert (ended.returncode, ended.stdout) == (2, "")
    lines = ended.stderr.splitlines()
    assert lines[1] == "error: cannot set up .venv: the package index cannot be reached"
    assert lines[-2].startswith("  | ERROR: No matching distribution found for some")
    assert lines[-1] == (
        "hint: check the network; a proxy or mirror goes into HTTPS_PROXY or PIP_INDEX_URL"
    )
    assert not checkout.stamp.exists()


def test_a_package_that_was_exchanged_is_refused(checkout: Checkout, tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path / "wheels", "some_pin")
    checkout.require(wheel)
    wheel.write_bytes(wheel.read_bytes() + b"more")
    ended = checkout.run("check", PIP_FIND_LINKS=str(wheel.parent))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert (
        "error: cannot set up .venv: a package is not the file that the requirements pin\n"
        in ended.stderr
    )
    assert not checkout.stamp.exists()


def test_a_package_that_is_not_to_be_had_is_said(checkout: Checkout, tmp_path: Path) -> None:
    checkout.require(write_wheel(tmp_path / "wheels", "some_pin"))
    ended = checkout.run("check")
    assert ended.returncode == 2
    assert "a pinned package is not there for this Python and platform\n" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_python_without_venv_names_the_package_to_install(checkout: Checkout) -> None:
    hide = 'import sys\nsys.modules["ensurepip"] = None\n'
    (checkout.root / "sitecustomize.py").write_text(hide, encoding="utf-8")
    ended = checkout.run("check")
    assert ended.returncode == 2
    assert "comes without the venv module" in ended.stderr
    assert "hint: apt install python3-venv (or python3." in ended.stderr


def test_requirements_that_are_missing_are_said(checkout: Checkout) -> None:
    requirements = checkout.root / "requirements.txt"
    requirements.unlink()
    ended = checkout.run("check")
    assert ended.returncode == 2
    assert f"error: cannot set up .venv: No such file or directory: {requirements}" in ended.stderr


def test_a_checkout_that_cannot_be_written_is_said(checkout: Checkout) -> None:
    lock = checkout.root / ".venv.lock"
    lock.mkdir()  # root may write anywhere, so a refusal that holds for root as well
    ended = checkout.run("check")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        f"error: cannot set up .venv: Is a directory: {lock}\n"
        "hint: the checkout must be writable and have 200 MB free on first use, for tests 600 MB\n"
    )


def test_no_python_says_what_was_found(checkout: Checkout, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    executable(tools / "python3", 'echo "3.9.18"; exit 1')
    executable(tools / "python3.12", "echo 'pyenv: version is not installed' >&2; exit 127")
    ended = checkout.run("check", PATH=str(tools), LANGROUTE_PYTHON="")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "error: langroute needs Python 3.11 or newer; "
        "found: python3 (3.9.18), python3.12 (does not run)\n"
        "hint: install one, or name one: LANGROUTE_PYTHON=/path/to/python3.11 ./langroute\n"
    )


def test_a_shim_that_fails_is_passed_over(made: Checkout, tmp_path: Path) -> None:
    executable(tmp_path / "python3", "exit 127")
    executable(tmp_path / "python3.13", f'echo used >&2; exec "{sys.executable}" "$@"')
    # Without cmp on PATH the launcher looks for a Python to compare the stamp with.
    ended = made.run("--version", PATH=str(tmp_path), LANGROUTE_PYTHON="")
    assert (ended.stdout, ended.stderr) == (VERSION, "used\n")


def test_a_named_python_is_the_only_one_tried(checkout: Checkout) -> None:
    ended = checkout.run("check", LANGROUTE_PYTHON="/nowhere/python3")
    assert ended.returncode == 2
    assert "found: /nowhere/python3 (does not run)\n" in ended.stderr


def test_a_colon_in_the_path_is_refused(tmp_path: Path) -> None:
    ended = copy_launcher(tmp_path / "a:b", {}).run("check")
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: the path of this checkout holds a colon")


def test_a_checkout_that_was_moved_to_a_path_with_a_colon_is_refused(used: Checkout) -> None:
    moved = used.root.rename(used.root.with_name("a:b"))
    ended = replace(used, root=moved).run("--version")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "error: the path of this checkout holds a colon, which Python's search path splits: "
        f"{moved}\nhint: move the checkout to a path without a colon\n"
    )


def test_it_runs_from_anywhere_and_through_symlinks(made: Checkout, tmp_path: Path) -> None:
    link = tmp_path / "link to it"
    link.symlink_to(made.root / "langroute")
    relative = tmp_path / "bin" / "lr"
    relative.parent.mkdir()
    relative.symlink_to("../link to it")
    for command in ([str(link)], [str(relative)], ["./link to it"]):
        ended = run([*command, "check", "root"], tmp_path, {})
        assert (ended.stdout, ended.stderr) == (f"{made.root}\n", "")
    ended = run(["sh", "langroute", "check", "root"], made.root, {})
    assert (ended.stdout, ended.stderr) == (f"{made.root}\n", "")


def test_the_callers_python_does_not_reach_in(made: Checkout, tmp_path: Path) -> None:
    for name in ("argparse.py", "scripts.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('shadowed')\n", encoding="utf-8")
    ended = made.run(
        "--version",
        cwd=tmp_path,
        PYTHONPATH=str(tmp_path),
        PYTHONHOME="/nowhere",
        VIRTUAL_ENV="/nowhere",
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, VERSION, "")


def test_without_cmp_it_is_only_slower(made: Checkout, tmp_path: Path) -> None:
    ended = made.run("--version", PATH=str(tmp_path))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, VERSION, "")
