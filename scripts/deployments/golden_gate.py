"""What golden queries have to say about a push, by what its environment's file asks of them."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from langroute.document import plan_hash
from langroute_repo.appconfig.plan import Plan
from langroute_repo.appconfig.refusal import goes_back
from langroute_repo.golden.gate import Needed, lacking, needed
from langroute_repo.output.golden import GoldenOutput
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import listed
from scripts.files.handed_over import HandedOver
from scripts.terminal.exit_codes import ANSWERS_OTHERWISE
from scripts.terminal.failure import Failure

RESULT = HandedOver(
    "--golden",
    "result of golden queries",
    "schemas/golden-output.schema.json",
    "make it with ./langroute golden ENV --format json",
    4 * 1024 * 1024,  # a thousand targets of ten events take half of it
)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--golden",
        metavar="REPORT",
        type=Path,
        help="what `golden ENV --format json` said of this plan within the last hour",
    )
    parser.add_argument(
        "--without-golden",
        metavar="REASON",
        type=reason,
        help="push although the endpoints were not asked, or answer otherwise; the version keeps "
        "the reason",
    )


def reason(text: str) -> str:
    """Of an option that has to be given one."""
    if not text.strip():
        raise argparse.ArgumentTypeError("say why: the reason is kept with the version")
    return text


def golden_told(plan: Plan, tree: Tree, root: Path, given: argparse.Namespace) -> list[str]:
    """Lines for the plan; a failure with an exit code of its own where they hold it back.

    Going back is never held back, and neither is what an earlier push has started already.
    """
    environment = plan.wanted.environment
    report = RESULT.read(given.golden, GoldenOutput) if given.golden else None
    if environment.gate == "off" or plan.flies() is not None:
        return []
    live = plan.before.live.content if plan.before.live else None
    wanted = needed(live, plan.wanted.raw)
    if not wanted or (environment.gate == "told" and report is None and not tree.golden):
        return []  # of a company that has not begun with them nothing is told
    if goes_back(plan, tree, root):
        return ["  golden     not asked for: it goes back"]
    found = _lacking(plan, wanted, report)
    if not found:
        return [f"  golden     {len(wanted)} newly routed, and all answer as they have to"]
    if given.without_golden or environment.gate == "told":
        return [f"  golden     {one}" for one in found]
    raise Failure(
        f"not pushed: {environment.environment} requires golden queries, and "
        f"{'; '.join(found[:3])}" + (f"; and {len(found) - 3} more" if len(found) > 3 else ""),
        f"./langroute golden {environment.environment} --format json > golden.json, then "
        "--golden golden.json; --without-golden with the reason does without",
        ANSWERS_OTHERWISE,
    )


def _lacking(plan: Plan, wanted: list[Needed], report: GoldenOutput | None) -> list[str]:
    if report is None:
        return [f"newly routed and not asked: {listed([str(one) for one in wanted])}"]
    name, plan_is = plan.wanted.name, plan_hash(plan.wanted.raw)
    return lacking(wanted, report, name, plan_is, datetime.now(UTC))
