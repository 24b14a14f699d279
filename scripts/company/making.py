"""Makes a company's files of its answers, in a folder beside the checkout's own."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from langroute.lookup import answering
from langroute_repo.evidence.build import Plan, plan, scales
from langroute_repo.evidence.log import EvidenceError, Grouped, Known
from langroute_repo.evidence.mapping import mapping_of
from langroute_repo.evidence.seal import sealed
from langroute_repo.findings import Report
from langroute_repo.onboarding import pages, written
from langroute_repo.onboarding.answers import Answers
from langroute_repo.onboarding.asked import asked
from langroute_repo.onboarding.checkout import WORKFLOWS, tracked
from langroute_repo.onboarding.exchange import Exchange
from langroute_repo.onboarding.proposed import Pair, Proposed, enough, proposed, too_short
from langroute_repo.onboarding.written import Slot
from langroute_repo.tree.files.evidence import Evidence, render
from langroute_repo.tree.files.language import Threshold
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from scripts.files import log_engines
from scripts.generated.companys import companys, environments_of, plan_of
from scripts.generated.workflows import workflows
from scripts.terminal.phases import Phases
from validators.engine import run as run_rules
from validators.finding import Given

Words = Mapping[str, Mapping[str, str]]  # by our column, ours by theirs
# They name nobody, and are the same for every company until it has wishes of its own.
KEPT = tuple(f".github/settings/{name}.json" for name in ("actions", "repository", "ruleset"))


@dataclass(frozen=True, slots=True)
class Made:
    """What was prepared: thresholds, rows of the log that were left out, and what the rules say.

    ``gone`` are the files that there should not be any more.
    """

    proposals: dict[Slot, Proposed]
    counted: Plan | None
    report: Report
    gone: list[str]


def make(root: Path, given: Answers, words: Words, today: date, exchange: Exchange) -> Made:
    """Prepare all files; ``EvidenceError`` and ``UnusableAnswers`` where they cannot be.

    ``words`` are what a log calls languages and models that are called otherwise here.
    """
    exchange.write(dict(_independent(given, words)))
    exchange.write(dict(written.languages(given, _placeholders(given))))
    grouped = _counted(read(Folder(exchange.prepared)), given, today) if given.log else None
    evidence = _by_pair(_built(exchange, grouped))
    if given.log and (short := too_short(given, evidence)):
        raise EvidenceError(short, "give a longer log, or none, and say thresholds instead")
    _write_thresholds(exchange, given, proposed(given, evidence))
    # Once more, for the weeks say what passed at the thresholds that there are now; and a seal
    # names the evidence with all that it says.
    result = _built(exchange, grouped)
    for one in result.changes if result else ():
        if enough(one.evidence):
            exchange.write({one.path: render(one.evidence)})
    proposals = proposed(given, _by_pair(result))
    _write_thresholds(exchange, given, proposals)
    gone = {*_generated(root, exchange), *_of_the_sample(root, exchange)}
    tree = read(Folder(exchange.prepared))
    return Made(proposals, result, run_rules(Given(tree=tree, today=today)), sorted(gone))


def _independent(given: Answers, words: Words) -> Iterator[tuple[str, str]]:
    """Every file that no threshold stands in."""
    yield "README.md", pages.readme(given)
    yield "config/README.md", pages.config_readme(given)
    yield "config/policy.yaml", pages.policy(given)
    yield ".github/settings/plan.yaml", pages.plan(given)
    yield ".github/settings/environments.json", written.environments_on_github(given)
    yield from written.environments(given)
    yield from written.sources(given)
    yield from written.models(given)
    if words:
        yield "config/log.yaml", pages.log(words)


def _placeholders(given: Answers) -> dict[Slot, tuple[Threshold, str]]:
    """Any value that the scale has: which languages there are has to be known before counting."""
    lowest = {name: model.score.minimum for name, model in given.models.items()}
    return {
        (tag, one.keys): (sealed(lowest[one.model], None), "")
        for tag in given.languages
        for one in asked(given, tag)
    }


def _counted(tree: Tree, given: Answers, today: date) -> Grouped:
    ends = datetime.combine(today + timedelta(days=1), time())
    known = Known(scales(tree), partial(answering, known=tree.names), ends, mapping_of(tree))
    wanted = argparse.Namespace(
        log=given.log, labels=[], engine="duckdb", **dict.fromkeys(log_engines.OF_ATHENA)
    )
    with Phases() as phases:
        return log_engines.count(wanted, known, phases)


def _built(exchange: Exchange, grouped: Grouped | None) -> Plan | None:
    return plan(read(Folder(exchange.prepared)), grouped) if grouped else None


def _by_pair(result: Plan | None) -> dict[Pair, Evidence]:
    changes = result.changes if result else ()
    return {(one.evidence.model, one.evidence.language): one.evidence for one in changes}


def _write_thresholds(
    exchange: Exchange, given: Answers, proposals: Mapping[Slot, Proposed]
) -> None:
    held = {slot: (one.threshold, one.remark) for slot, one in proposals.items()}
    exchange.write(dict(written.languages(given, held)))


def _generated(root: Path, exchange: Exchange) -> Iterator[str]:
    """Prepare what follows from the files; the paths of those that there should not be."""
    told = plan_of(exchange.prepared)
    files: Iterable[tuple[str, str | None]] = (
        *companys(exchange.prepared, told),
        *workflows(root, told, environments_of(exchange.prepared)),
    )
    for path, text in files:
        if text is None:
            yield path
        elif not path.startswith(WORKFLOWS) or text != _now(root / path):
            exchange.write({path: text})


def _of_the_sample(root: Path, exchange: Exchange) -> Iterator[str]:
    """What no file of the company replaces; settings that name nobody stay as they are."""
    for path in tracked(root):
        if path not in KEPT and not (exchange.prepared / path).exists():
            yield path


def _now(file: Path) -> str | None:
    return file.read_text("utf-8") if file.is_file() else None
