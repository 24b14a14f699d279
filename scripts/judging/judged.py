"""Judges the candidates of a tree by the logs that a command names."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from langroute.lookup import answering
from langroute_repo.evidence.build import scales
from langroute_repo.evidence.log import EvidenceError, Known, Say
from langroute_repo.evidence.mapping import mapping_of
from langroute_repo.judging.beginning import Beginning, beginning, midnight_after
from langroute_repo.judging.case import Case, cases
from langroute_repo.judging.counting import Candidate, Judged
from langroute_repo.judging.history import histories
from langroute_repo.judging.judgement import Judgement, judgement
from langroute_repo.judging.limits import Limits
from langroute_repo.tree.endpoint_values import milliseconds
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.git import GitError, git
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import counted
from scripts.deployments.environment import named_or_last
from scripts.files.day import today
from scripts.files.log_engines import local
from scripts.files.sparse import tree_of
from scripts.terminal.exit_codes import NOTHING
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases

ALWAYS = datetime(2000, 1, 1)  # before every row, where nobody says from when on they count


@dataclass(frozen=True, slots=True)
class Found:
    """What was judged, by which files and limits."""

    tree: Tree
    environment: str
    today: date
    policy: PolicyFile
    judgements: Sequence[Judgement]
    labels: int
    strange: int

    @property
    def limits(self) -> Limits:
        return Limits.of(self.policy.judged)


def judged(arguments: argparse.Namespace, seed: str | None = None) -> Found:
    """All candidates of the tree, or of a language; a Failure where nobody can be judged.

    With ``seed`` disagreements are drawn that people are to be asked about.
    """
    tree, now = tree_of(arguments.root), arguments.today or today()
    environment = named_or_last(tree, arguments.environment)
    policy = tree.limits()
    of = _cases(tree, arguments.tag)
    begins = _beginnings(arguments, tree, environment, of)
    try:
        with Phases() as phases:
            counts = _count(
                arguments, _known(tree, now), _candidates(of, begins, policy, seed), phases
            )
    except EvidenceError as error:
        raise Failure(error.message, error.hint) from error
    if counts.labels and counts.strange == counts.labels:
        raise Failure(
            f"none of {counted(counts.labels, 'labelled event')} is in the log",
            "are both of the same days, and do they name events alike?",
        )
    limits, rules = Limits.of(policy.judged), policy.measured
    judgements = [
        judgement(one, start, held, limits, now, rules.repeats, policy.judged.labels_a_day)
        for one, start, held in zip(of, begins, counts.counted, strict=True)
    ]
    return Found(tree, environment, now, policy, judgements, counts.labels, counts.strange)


def _cases(tree: Tree, tag: str | None) -> list[Case]:
    if tag is not None and tag not in tree.languages:
        other = answering(tag, known=tree.names)
        raise Failure(
            f"{tag} has no file of its own in config/languages",
            f"{other} answers for it: judge that one" if other else "./langroute show",
        )
    found = list(cases(tree, tag))
    if not found:
        where = f" in {tag}" if tag else ""
        raise Failure(
            f"there is no canary and no shadow{where}",
            "./langroute set --help shows how one is added",
            NOTHING,
        )
    return found


def _beginnings(
    arguments: argparse.Namespace, tree: Tree, environment: str, of: Sequence[Case]
) -> list[Beginning | None]:
    asked = _asked_since(arguments)
    tags = dict.fromkeys(one.language for one in of)
    now = datetime.now(UTC).replace(tzinfo=None)
    held = histories(arguments.root, tree, tags, environment, now)
    found = [beginning(held[one.language], one.model, one.primary) for one in of]
    return [_from(one, asked, arguments.since) for one in found] if asked else list(found)


def _from(found: Beginning | None, asked: datetime, given: str) -> Beginning:
    """What somebody asks for, with the shares that git knows."""
    why = f"rows count from {asked:%Y-%m-%d} on, by --since {given}"
    return Beginning(asked, why, found.shares if found else ())


def _asked_since(arguments: argparse.Namespace) -> datetime | None:
    given = arguments.since
    if given is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(given), time())
    except ValueError:
        pass
    try:
        told = git(arguments.root, "log", "-1", "--format=%ct", "--end-of-options", given, "--")
    except GitError as error:
        hint = "name a revision, or a day as 2026-11-02"
        raise Failure(f"--since {given}: {error}", hint) from error
    return midnight_after(datetime.fromtimestamp(int(told.decode()), UTC))


def _known(tree: Tree, now: date) -> Known:
    ends = datetime.combine(now + timedelta(days=1), time())
    return Known(scales(tree), partial(answering, known=tree.names), ends, mapping_of(tree))


def _candidates(
    of: Sequence[Case],
    begins: Sequence[Beginning | None],
    policy: PolicyFile,
    seed: str | None,
) -> list[Candidate]:
    asked = 0 if seed is None else policy.judged.labels_a_day
    slow = float(milliseconds(policy.judged.slow))
    return [
        Candidate(
            one.language,
            one.model,
            one.primary,
            one.cell,
            one.primary_cell,
            start.begins if start else ALWAYS,
            slow,
            asked,
            seed or "",
        )
        for one, start in zip(of, begins, strict=True)
    ]


def _count(
    arguments: argparse.Namespace, known: Known, of: Sequence[Candidate], say: Say
) -> Judged:
    if arguments.engine == "spark":
        from langroute_repo.judging.spark_engine import count as count_paths

        return count_paths(arguments.log, known, of, say, arguments.labels)
    from langroute_repo.judging.duckdb_engine import count

    with local(arguments.log, say) as paths, local(arguments.labels, say) as labels:
        return count(paths, known, of, say, [Path(one) for one in labels])
