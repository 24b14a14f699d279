"""`local`, as a script starts it: another company's accounts and regions, and its end."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from scripts import PROJECT
from scripts.__main__ import main
from scripts.local import _stay
from scripts.terminal.failure import Failure
from scripts.tour.local_aws import LocalAws
from tests.appconfig.test_local_aws import answers, gone
from tests.infra.company import BASE, INFRA, lay
from tests.published import parsed
from tests.repository import commit, git
from tests.verbs.tool import Done, Tool, failed, tool_on_base

STAGING, PRODUCTION = "111122223333", "444455556666"
PYTHONPATH = f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"
# Each would lead a push to an account or past the embedded one.
CALLERS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "a real one",
    "AWS_SESSION_TOKEN": "two\nlines",
    "AWS_PROFILE": "payroll",
    "AWS_ENDPOINT_URL_APPCONFIG": "https://appconfig.test",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it keeps what it keeps."""
    made = tmp_path / "temporary – it's"
    made.mkdir()
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the smallest tree, buildable."""
    root = lay(Path(shutil.copytree(BASE, tmp_path / "company")))
    git(root, "init", "-q", "-b", "main")
    commit(root, "begin")
    return root


def swap(root: Path, name: str, old: str, new: str) -> None:
    path = root / "config/environments" / f"{name}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def command(root: Path, *words: str) -> list[str]:
    return [sys.executable, "-P", "-m", "scripts", "--root", str(root), *words]


@contextmanager
def started(words: list[str], folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """A process group of its own, as a terminal has it, among a caller's own settings."""
    environ = {**os.environ, **CALLERS, "TMPDIR": str(folder), "PYTHONPATH": PYTHONPATH}
    with subprocess.Popen(
        words,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: "subprocess.Popen[str]", line: str) -> str:
    """What it said, up to and with this line."""
    assert process.stdout is not None
    said = ""
    while not said.endswith(f"{line}\n"):
        more = process.stdout.readline()
        assert more, f"ended without {line!r}:\n{said}"
        said += more
    return said


def there(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """What it prints for machines, once everything is there."""
    assert process.stdout is not None
    told: dict[str, Any] = parsed("local-output", process.stdout.readline())
    return told


def port(told: Mapping[str, Any]) -> int:
    return int(told["endpoint"].rpartition(":")[2])


def pasted(line: str) -> dict[str, str]:
    """The variables of a terminal in which the line was pasted, over a caller's own."""
    program = "import json, os; print(json.dumps(dict(os.environ)))"
    show = shlex.join([sys.executable, "-c", program])
    environ = {**os.environ, **CALLERS, "no_proxy": "acme.test"}
    ended = subprocess.run(
        ["sh", "-euc", f"{line}\n{show}"], env=environ, capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    variables: dict[str, str] = json.loads(ended.stdout)
    return variables


@dataclass(frozen=True)
class Terminal:
    """Runs verbs as they would run in a terminal with these variables."""

    environ: Mapping[str, str]
    root: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, **more: str) -> Done:
        with mock.patch.dict(os.environ, {**self.environ, **more}, clear=True):
            code = main(["--root", str(self.root), *words])
        said = self.capsys.readouterr()
        return Done(code, said.out, said.err)


@pytest.mark.slow
def test_each_environment_has_its_account_and_its_region(
    root: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    swap(root, "staging", "123456789012", STAGING)
    swap(root, "production", "123456789012", PRODUCTION)
    swap(root, "production", "region: eu-central-1", "region: us-east-1")
    swap(root, "production", "bucket: company-langroute", "bucket: company-there")
    swap(root, "production", "after: staging\n", "")
    commit(root, "two accounts")
    words = command(root, "local", "--minute", "0.01", "--format", "json")
    with started(words, folder) as process:
        told = there(process)
        assert [tuple(one.values()) for one in told["environments"]] == [
            ("production", PRODUCTION, "us-east-1", "production", "langroute-production"),
            ("staging", STAGING, "eu-central-1", "staging", "langroute-staging"),
        ]
        environ = pasted(f". {shlex.quote(told['shell'])}")
        aws = {name: text for name, text in environ.items() if name.startswith("AWS_")}
        assert aws | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"} == told["variables"]
        assert environ["no_proxy"] == "127.0.0.1,acme.test"
        terminal = Terminal(environ, root, capsys)
        for name in ("production", "staging"):
            built = terminal("infra", "diff", name, AWS_PROFILE=name)
            assert (built.code, built.err) == (0, "")
            pushed = terminal("push", name, "--yes", AWS_PROFILE=name)
            assert (pushed.code, f"done: {name} runs git-" in pushed.out) == (0, True)
        lost = terminal("push", "staging", "--yes")
        assert (lost.code, lost.err.split("\n")[0]) == (2, "error: no AWS credentials found")
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (0, "")
    assert err.endswith("the embedded AWS is gone, with all that was in it\n")
    assert not answers(port(told))
    assert list(folder.iterdir()) == []


@pytest.mark.slow
def test_without_infra_it_serves_and_says_so_until_whoever_started_it_is_gone(
    root: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("staging", "production"):
        swap(root, name, INFRA, "")
    commit(root, "nothing is built")
    words = command(root, "local", "--minute", "0.01")
    with started(["sh", "-c", f"{shlex.join(words)} & wait"], folder) as process:
        said = read_until(
            process,
            "for metrics that are put there, validators run by a stand-in; "
            "docs/aws.md has the rest",
        )
        shell = next(line for line in said.split("\n") if line.startswith("  . "))[4:]
        pushed = Terminal(pasted(f". {shell}"), root, capsys)("push", "staging", "--yes")
        process.kill()  # the shell; what it has started is told nothing
    assert (pushed.code, "done: staging runs git-" in pushed.out) == (0, True)
    url = next(line for line in said.split() if line.startswith("http://")).rstrip(",")
    tool = f"./langroute --root {shlex.quote(str(root))}"
    assert (
        said
        == f"""\
an AWS inside this machine answers on {url}, until Ctrl-C here
a minute of a rollout lasts 0.01 s
  staging     account 123456789012, eu-central-1: no stack
  production  account 123456789012, eu-central-1: no stack
config/environments/staging.yaml says no infra: no alarm and no validator guards staging
config/environments/production.yaml says no infra: no alarm and no validator guards production

in another terminal, for sh, bash and zsh; from then on it reaches no other AWS:
  . {shell}

what is committed can then be pushed, and followed:
  {tool} push staging --yes
  {tool} push production --yes
  {tool} status staging
  {tool} status production

it is MiniStack and not AWS: rights are not enforced, no model answers, alarms ring only
for metrics that are put there, validators run by a stand-in; docs/aws.md has the rest
"""
    )
    assert gone(port({"endpoint": url}), folder)


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


def test_a_tree_that_cannot_be_built_is_refused_before_anything_is_started(tool: Tool) -> None:
    lay(tool.root)
    tool.swap(
        "environments/staging.yaml", "application: staging-app", "application: production-app"
    )
    assert tool("local") == failed(
        'staging and production share the AppConfig application "production-app", '
        "and a stack owns all that it makes",
        "write application: production-app-staging in config/environments/staging.yaml",
    )
    tool.swap("environments/staging.yaml", "application: production-app", "application: other")
    tool.swap("environments/staging.yaml", "123456789012", STAGING)
    assert tool("local") == failed(
        "staging and production name the bucket company-langroute, one in account 111122223333, "
        "eu-central-1, the other in 123456789012, eu-central-1; it can be in one",
        "name another one in config/environments/production.yaml",
    )
    tool.swap("environments/staging.yaml", "application:", "aplication:")
    done = tool("local")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "error: cannot be used: config/environments/staging.yaml\n"
        f"hint: ./langroute --root {tool.root} check says why\n"
    )
    shutil.rmtree(tool.file("environments"))
    assert tool("local") == failed(
        f"{tool.root} has no environment to push to",
        f"./langroute --root {tool.root} new environment NAME begins one",
    )


def test_an_aws_that_has_ended_by_itself_is_a_failure() -> None:
    with pytest.raises(Failure, match="the embedded AWS has ended by itself"):
        _stay(LocalAws(port=1, pid=0), os.getppid())


@pytest.mark.parametrize("minute", ["0", "-1", "61", "nan", "1m"])
def test_a_minute_of_a_rollout_is_no_longer_than_one(tool: Tool, minute: str) -> None:
    done = tool("local", f"--minute={minute}")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(
        f"error: argument --minute: {minute!r} is no number of seconds above 0, at most 60\n"
    )
