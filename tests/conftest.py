"""What holds for every test: no settings of the caller's git, and nothing that hangs on speed."""

import gc
import math
import os
import signal
import sys
import tempfile
from itertools import groupby

import hypothesis
import pytest

from langroute_repo.company.ownership import COMPANYS
from scripts import PROJECT
from scripts.terminal import phases
from tests.scratch import MEMORY, in_memory

# A third of hypothesis's usual examples, for the suite has minutes; `--hypothesis-profile thorough`
# after `./langroute test --only tests --` takes the time for many.
hypothesis.settings.register_profile("repository", deadline=None, print_blob=True, max_examples=34)
hypothesis.settings.register_profile(
    "thorough", hypothesis.settings.get_profile("repository"), max_examples=1000
)
# In CI the same examples each time: a rare one must not turn a change red that has nothing to do
# with it. New ones are drawn wherever else the tests run.
hypothesis.settings.register_profile(
    "ci", hypothesis.settings.get_profile("repository"), derandomize=True, database=None
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "repository")
if "TMPDIR" not in os.environ and in_memory():
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)  # pytest has asked for it before
# Started in the background, a process ignores Ctrl-C, and what it starts does so too; the tests of
# an interrupt mean what happens at a terminal.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# As `scripts.__main__.main` has it from the first verb on that a test runs: looking for cycles
# among all that thousands of tests hold costs a tenth of their time.
gc.set_threshold(1_000_000)


# A developer's profile, region or half a set of credentials would reach into what tests say of AWS.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"


OWN = tuple(os.path.join(PROJECT, path) for path in COMPANYS)  # noqa: PTH118 keeps a folder's slash
LOOKS = ("open", "os.scandir", "os.listdir")


def _look_at_no_company(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every test the files that a company calls its own: they turn no test red.

    What a test starts as a program is not seen here; `.ci/elsewhere.py` runs it all elsewhere.
    """
    if event in LOOKS and isinstance(arguments[0], str) and arguments[0].startswith(OWN):
        raise AssertionError(f"a test looks at {arguments[0]}; take tests.sample.ACME")


sys.addaudithook(_look_at_no_company)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long: begun at the end, it would end alone.

    pytest-xdist gives each worker as many tests in a row as any other one. The slow ones of a file
    stay together, for they share what they have set up.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    slow = [item for item in items if item.get_closest_marker("slow")]
    quick = [item for item in items if not item.get_closest_marker("slow")]
    files = [list(found) for _, found in groupby(slow, lambda item: item.path)]
    dealt: list[pytest.Item] = []
    for worker in range(workers):
        mine = [item for file in files[worker::workers] for item in file]
        share = (len(items) - len(dealt)) // (workers - worker)
        rest = max(0, share - len(mine))
        dealt += mine + quick[:rest]
        del quick[:rest]
    items[:] = dealt + quick


def pytest_collection_finish() -> None:
    """What was collected stays to the end: no cycle of it is worth looking for."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a hook git points at the repository it was called in; a test's git must not follow."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_TEMPLATE_DIR", "")  # none: its hooks are samples, a dozen files


@pytest.fixture(autouse=True)
def _at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test says itself when it runs in CI, where `seal` does not run."""
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_phases(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told of work that takes longer than a second is told of no test, on any machine."""
    monkeypatch.setattr(phases, "PATIENCE", math.inf)
