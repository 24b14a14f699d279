"""A company whose production is rehearsed, and an AWS in memory with what its stack makes."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from langroute_repo.aws import clients
from langroute_repo.rehearsal import document, stage
from scripts.rehearsing import document as verb
from tests.boto import shared_descriptions
from tests.infra.company import BASE, lay
from tests.rehearsal.scene import PRODUCTION, Scene, built
from tests.simulated.faults import Script
from tests.simulated.world import World


@pytest.fixture(scope="package", autouse=True)
def _boto() -> Iterator[None]:
    with shared_descriptions():
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = lay(Path(shutil.copytree(BASE, tmp_path / "company")))
    file = made / PRODUCTION
    file.write_text(file.read_text() + "rehearsal: true\n")
    return made


@pytest.fixture
def scene(root: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Time passes where the rehearsal waits, and nowhere else."""
    world = World()
    made = built(root, world)
    world.script = Script()
    world.enter(monkeypatch)

    def sleep(seconds: float) -> None:
        world.pass_minutes(max(1.0, seconds / 60))

    monkeypatch.setattr(clients, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(verb, "play", partial(document.play, sleep=sleep))
    monkeypatch.setattr(verb, "made", partial(document.made, sleep=sleep))
    monkeypatch.setattr(verb, "clear", partial(stage.clear, sleep=sleep))
    return made
