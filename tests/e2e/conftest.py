"""A GitHub and an AWS on loopback, with a checkout of the sample company."""

import os
import py_compile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts import PROJECT
from scripts.__main__ import main
from scripts.tour.local_aws import LocalAws, local_aws
from scripts.tour.provision import make_buckets
from tests.boto import shared_descriptions
from tests.e2e.company import ENVIRONMENTS, IDENTITY, REPOSITORY, Company, last_day
from tests.e2e.hosting import Hosting
from tests.e2e.prepared_python import prepared_venv
from tests.e2e.server import server
from tests.github.fake import fake
from tests.github.state import State
from tests.repository import commit, git
from tests.rules.examples import BASE, examples
from tests.sample import lay_checkout

EXAMPLES = ("tests/rules/examples.py", "tests/memory.py")
MINUTE = 0.08  # seconds that a rollout's minute lasts: production takes about five


@pytest.fixture(scope="session")
def venv(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A Python for all steps, which spares each the import of what is not ours."""
    with prepared_venv(tmp_path_factory.mktemp("venv")) as found:
        yield found


def environ(home: Path, venv: Path) -> dict[str, str]:
    """What steps find: nothing of the caller's but where programs are."""
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TEMPLATE_DIR": "",
        "GIT_TERMINAL_PROMPT": "0",
        "E2E_VENV": str(venv),
    }


@contextmanager
def hosting(folder: Path, origin: Path, venv: Path, extra: dict[str, str]) -> Iterator[Hosting]:
    """A GitHub with a bare repository, and a colleague who has cloned it."""
    git(origin, "config", "http.receivepack", "true")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    colleague = folder / "colleague"
    git(folder, "clone", "-q", str(origin), str(colleague))
    git(colleague, "config", "user.name", "Ada")
    git(colleague, "config", "user.email", "ada@acme.example")
    with (
        server(folder / "git") as serving,
        fake(State(repository=REPOSITORY, git=str(origin))) as github,
    ):
        found = environ(folder / "home", venv) | {"E2E_OBJECTS": str(origin / "objects")} | extra
        yield Hosting(github, serving, colleague, folder / "runs", found, IDENTITY)


@pytest.fixture(scope="package", autouse=True)
def _boto() -> Iterator[None]:
    with shared_descriptions():
        yield


@pytest.fixture
def tiny(tmp_path: Path, venv: Path) -> Iterator[Hosting]:
    """An empty repository, for workflows that a test writes itself."""
    origin = tmp_path / "git" / REPOSITORY
    origin.mkdir(parents=True)
    git(origin, "-c", "init.defaultBranch=main", "init", "-q", "--bare")
    with hosting(tmp_path, origin, venv, {}) as found:
        yield found


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tool's files as they are now and the sample company's, as a repository's first commit.

    Of the tests, two thirds of all files, only what `generate` reads: each job checks them out.
    """
    folder = tmp_path_factory.mktemp("seed")
    read = [f"{path.relative_to(PROJECT).as_posix()}/" for path in _generated_from()]
    kept = (*read, *EXAMPLES)
    lay_checkout(folder, lambda path: not path.startswith("tests/") or path.startswith(kept))
    git(folder, "-c", "init.defaultBranch=main", "init", "-q")
    commit(folder, "The configuration as it is")
    return folder


@pytest.fixture(scope="session")
def compiled(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Python makes of the seed's modules: each job would compile the same ones anew.

    By the hash of a source, so that a checkout which has another one does not take it.
    """
    folder = tmp_path_factory.mktemp("compiled")
    for top in ("src", "scripts", "validators", "tests"):
        for source in (seed / top).rglob("*.py"):
            target = cache_from_source(str(folder / source.relative_to(seed)))
            mode = py_compile.PycInvalidationMode.CHECKED_HASH
            py_compile.compile(str(source), target, doraise=True, invalidation_mode=mode)
    return folder


def _generated_from() -> Iterator[Path]:
    """The folders that the catalogue of the rules is made from."""
    yield BASE
    yield from {one.rule: one.folder for one in reversed(examples()) if not one.good}.values()


@pytest.fixture(scope="session")
def day(seed: Path) -> str:
    return last_day(read(Folder(seed)))


@pytest.fixture(scope="session")
def furnished(seed: Path, day: str) -> Iterator[LocalAws]:
    """An AWS with the stacks."""
    with local_aws(MINUTE) as aws:
        with _alone(aws, day):
            _furnish(aws, seed)
        yield aws


def _furnish(aws: LocalAws, seed: Path) -> None:
    environments = read(Folder(seed)).environments.values()
    make_buckets(aws, [file.model for file in environments if file.model])
    for name in ENVIRONMENTS:
        assert main(["--root", str(seed), "infra", "deploy", name, "--yes"]) == 0


@contextmanager
def _alone(aws: LocalAws, day: str) -> Iterator[None]:
    with aws.alone():
        os.environ["LANGROUTE_TODAY"] = day
        yield


@pytest.fixture
def told(day: str, compiled: Path) -> dict[str, str]:
    """What a machine of GitHub's does not know: which day it is, and what was compiled already."""
    return {"LANGROUTE_TODAY": day, "E2E_COMPILED": str(compiled)}


@pytest.fixture
def company(seed: Path, told: dict[str, str], venv: Path, tmp_path: Path) -> Iterator[Company]:
    """The repository on GitHub, for what needs no AWS."""
    with _company(seed, tmp_path, venv, told) as found:
        yield found


@pytest.fixture
def deployed(
    seed: Path, told: dict[str, str], day: str, venv: Path, tmp_path: Path, furnished: LocalAws
) -> Iterator[Company]:
    """The same with an AWS, in which both environments run the first commit."""
    reach = {
        name: text
        for name, text in furnished.environment().items()
        if name.startswith("AWS_") and "KEY" not in name
    }
    with _company(seed, tmp_path, venv, reach | told) as found:
        found.running = furnished
        with _alone(furnished, day):
            found.settle()
            yield found


@contextmanager
def _company(seed: Path, folder: Path, venv: Path, extra: dict[str, str]) -> Iterator[Company]:
    origin = folder / "git" / REPOSITORY
    origin.parent.mkdir(parents=True)
    git(folder, "clone", "-q", "--bare", str(seed), str(origin))
    with hosting(folder, origin, venv, extra) as hosted:
        yield Company(hosted)
