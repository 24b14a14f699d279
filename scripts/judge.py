"""Whether each canary and shadow may go on, by a log of what it said beside its primary.

Promote, next rung, hold or take back, with a sentence for each question. It may be asked every day:
what it says is seldom wrong in all looks together (docs/judging.md). No data is never agreement,
and without labels nothing is promoted.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from langroute_repo.judging.to_label import ToLabel, to_label
from langroute_repo.output.judge import JudgeOutput
from langroute_repo.render.judgement.as_output import candidate
from langroute_repo.render.judgement.markdown import markdown
from langroute_repo.render.judgement.page import page
from langroute_repo.render.judgement.text import text
from langroute_repo.wording import counted
from scripts.judging.judged import Found, judged
from scripts.judging.options import options
from scripts.terminal.exit_codes import DONE, FINDINGS
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.stdout import write

EXAMPLES = """
  ./langroute judge --log predictions.parquet
  ./langroute judge de --log monday.jsonl tuesday.jsonl.gz --labels labelled.jsonl
  ./langroute judge de --log predictions.parquet --to-label ask.jsonl
  ./langroute judge --log predictions.parquet --format json > judged.json
  ./langroute judge --log predictions.parquet --page judged.html
"""
FORMATS: dict[str, Callable[[JudgeOutput], str]] = {
    "text": text,
    "markdown": markdown,
    "json": JudgeOutput.as_json,
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is judged, by what, and what comes of it."""
    options(parser)
    parser.add_argument(
        "--to-label",
        type=Path,
        metavar="FILE",
        help="write the disagreements that people are to be asked about, one of JSON a line",
    )
    parser.add_argument(
        "--seed", default="judge", metavar="TEXT", help="of what --to-label draws (default: judge)"
    )
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="also write a page to look at, as HTML"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="text")


def run(arguments: argparse.Namespace) -> int:
    """0 when no canary is to be taken back, 1 when one is, 3 when there is nobody to judge."""
    found = judged(arguments, arguments.seed if arguments.to_label else None)
    if arguments.to_label:
        _write_to_label(arguments.to_label, found)
    told = output(found)
    if arguments.page:
        _write(arguments.page, "--page", page(told))
        say(f"{arguments.page}: a page to look at")
    write(FORMATS[arguments.format](told))
    return ended(told)


def ended(told: JudgeOutput) -> int:
    """Of a shadow nothing can be taken back: the primary of before may be worse for good."""
    canaries = [one for one in told.candidates if one.role == "canary"]
    return FINDINGS if any(one.verdict == "take-back" for one in canaries) else DONE


def output(found: Found) -> JudgeOutput:
    """What was judged, in the shape that is published."""
    return JudgeOutput(
        schema_version=1,
        environment=found.environment,
        today=found.today.isoformat(),
        labels=found.labels,
        strange_labels=found.strange,
        candidates=[candidate(one, found.limits) for one in found.judgements],
    )


def _write_to_label(path: Path, found: Found) -> None:
    events = list(to_label(found.judgements))
    _write(path, "--to-label", "".join(map(_line, events)))
    say(f"{path}: {counted(len(events), 'event')} to ask people about")


def _write(path: Path, option: str, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{option} {path} cannot be written: {error.strerror}".lower()) from error


def _line(one: ToLabel) -> str:
    """As `--labels` takes it back, once somebody has put true or false in the place of null."""
    row = {"event_id": one.event_id, "relevant": None, "reason": "disagreement"}
    return json.dumps({**row, "language": one.language}, ensure_ascii=False) + "\n"
