"""Holds a log of what answered against the files that were made, or says how to."""

import shlex
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from langroute_repo.onboarding.drifted import drifted
from langroute_repo.render.as_recorded_report import lines
from langroute_repo.replay.as_recorded import AsRecorded, run
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import counted
from scripts.company.having import Having
from scripts.files.log_engines import local
from scripts.terminal.counting import counting
from scripts.terminal.phases import Phases

SAMPLES = 3
COUNTS = "production"


def held_against(
    had: Having, log: Sequence[str] | None, folder: Path, today: date
) -> Iterator[str]:
    """What a log says of the new files; without one the command that will."""
    if not log:
        words = ["--log", "LOG", "--from", had.source, "--mapping", had.mapping]
        yield "what answered, held against these files, once there is a log of it (docs/switch.md):"
        yield f"  ./langroute replay {shlex.join(words)}"
        return
    yield from report(had, log, read(Folder(folder)), COUNTS, today, SAMPLES)


def differences(had: Having, tree: Tree) -> Iterator[str]:
    """Where the files and what is read until the switch say something else by now."""
    found = list(drifted(had.found.answers, tree))
    if not found:
        yield f"the files say what {had.source} says"
    else:
        yield f"the files say something else than {had.source}:"
        yield from (f"  {one}" for one in found)
    yield ""


def report(
    had: Having, log: Sequence[str], tree: Tree, environment: str, today: date, samples: int
) -> Iterator[str]:
    """What a log says of the files, and of each threshold that was rounded."""
    ends = datetime.combine(today + timedelta(days=1), datetime.min.time())
    at = had.found.thresholds
    with Phases() as phases, local(log, phases) as paths:
        found = run(paths, tree, environment, at, ends, samples, phases, counting(phases))
    yield from lines(found, environment)
    yield from _of_rounding(had, found)


def _of_rounding(had: Having, found: AsRecorded) -> Iterator[str]:
    for one in had.rounded:
        tag, model = one.pair
        held = found.languages.get(tag)
        turned = counted(held.turned[model], "event") if held else "no event"
        yield f"{one}: by that {turned} of {model} in {tag} would be decided otherwise"
