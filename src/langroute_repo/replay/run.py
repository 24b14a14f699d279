"""Replays prediction logs on two states of the files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from langroute_repo.evidence.build import scales
from langroute_repo.evidence.duckdb_engine import opened
from langroute_repo.evidence.log import Known, Say
from langroute_repo.evidence.mapping import mapping_of
from langroute_repo.replay.recorded_events import events, rows
from langroute_repo.replay.routed import Configuration, Replay, Replayed
from langroute_repo.tree.tree import Tree


def run(
    logs: Sequence[Path],
    sides: tuple[Tree, Tree],
    environment: str,
    ends: datetime,
    samples: int,
    say: Say,
    told: Callable[[int], None],
) -> Replayed:
    """Route every event of the logs by the state before and by the state after.

    ``ends`` is the moment (UTC, without a zone) from which on a time is wrong, ``samples`` how
    many events of each outcome are kept by id. ``say`` is told what is done next, ``told`` how
    many events are done.
    Raises ``EvidenceError`` for a log or a state that cannot be used.
    """
    before, after = (Configuration(tree, environment) for tree in sides)
    replay = Replay(before, after, samples)

    def found(tag: str) -> str | None:
        return tag if before.answers(tag) or after.answers(tag) else None

    known = Known(scales(sides[0]) | scales(sides[1]), found, ends, mapping_of(sides[1]))
    with opened(logs, known, say) as (connection, _):
        say("sorting the rows by event")
        return replay.run(events(rows(connection), replay.result.left_out), told)
