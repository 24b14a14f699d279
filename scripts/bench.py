"""Measure speed and size beside their baselines, in turns, and print the ratios.

Nothing here passes or fails: figures of one machine are compared with figures of the same run.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from functools import partial
from pathlib import Path

from langroute_repo.company.ownership import SAMPLE, SAMPLE_DAY
from scripts import PROJECT
from scripts.measuring.cost import (
    LANGROUTE,
    PYTHON,
    Command,
    compare,
    cost_of,
    environment,
    in_turns,
    median,
)
from scripts.terminal.lines import say

SAMPLE_COMPANY = PROJECT / SAMPLE
ON_SAMPLE = ("--root", str(SAMPLE_COMPANY), "--today", SAMPLE_DAY)

EXAMPLES = """
  ./langroute bench                   five minutes or more
  ./langroute bench --runs 15         steadier medians
  ./langroute bench --only site       the pages of the sample company
  ./langroute bench --only large      the trees of 1,000 and 10,000 languages
  ./langroute bench --only route      a decision beside flag systems, a swap, an import
  ./langroute bench --only hanging    what an endpoint that hangs costs the events of others
  ./langroute bench --only mistakes   which mistakes are stopped: docs/catch-rate.md
  ./langroute bench --only labels     how often intervals of recall cover: docs/evidence.md
  ./langroute bench --only judge      how often a judge is wrong: docs/judging.md
  ./langroute bench --only evidence --rows 20000000
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=7, help="runs of each command (default: 7)")
    parser.add_argument("--only", choices=tuple(BENCHES), help="one part")
    parser.add_argument(
        "--rows", type=int, default=2_000_000, help="of the log for evidence (default: 2,000,000)"
    )


def run(arguments: argparse.Namespace) -> int:
    """0 when everything could be measured."""
    with tempfile.TemporaryDirectory(prefix="langroute-bench-") as folder:
        for name, bench in (
            BENCHES | {"evidence": partial(_evidence, rows=arguments.rows)}
        ).items():
            if arguments.only in (None, name):
                bench(Path(folder), arguments.runs)
    return 0


def _small(_: Path, runs: int) -> None:
    languages = sorted(str(path) for path in (SAMPLE_COMPANY / "config/languages").glob("*.yaml"))
    schema = str(SAMPLE_COMPANY / "schemas/language.schema.json")
    compare(
        "check of the sample company",
        Command("check", (*LANGROUTE, "check", *ON_SAMPLE)),
        [
            (Command("import yaml, pydantic", (*PYTHON, "-c", "import yaml, pydantic")), 2.5),
            (
                Command(
                    "check-jsonschema, its language files only",
                    (*PYTHON, "-m", "check_jsonschema", "--schemafile", schema, *languages),
                ),
                1.0,
            ),
        ],
        runs,
    )


def _site(folder: Path, runs: int) -> None:
    compare(
        "pages of the sample company: 43 thresholds with 1,001 values each",
        Command("site", (*LANGROUTE, "site", str(folder / "pages"), *ON_SAMPLE)),
        [(Command("check", (*LANGROUTE, "check", *ON_SAMPLE)), 10.0)],
        runs,
    )


def _diff(folder: Path, runs: int) -> None:
    before = _company(folder / "before", 500)
    root = folder / "after"
    shutil.copytree(before, root)
    _git(root, "init", "-q")
    _git(root, "add", "-A")
    _git(root, "commit", "-qm", "before")
    for path in sorted((root / "config/languages").glob("*.yaml"))[::50]:
        path.write_text(path.read_text().replace("[title, body]", "[title]"))
    _git(root, "commit", "-qam", "after")
    smallest = str(PROJECT / "tests/rules/base")
    start_up = Command("check's start-up", (*LANGROUTE, "check", "--root", smallest))
    revisions = (*LANGROUTE, "diff", "--root", str(root), "HEAD~1", "HEAD")
    folders = (*LANGROUTE, "diff", str(before), str(root))
    compare(
        "diff of 500 languages, 10 changed: two revisions, as for a pull request",
        Command("diff", revisions),
        [(start_up, 1.5)],
        runs,
    )
    compare("the same as two folders", Command("diff", folders), [(start_up, 1.5)], runs)


def _large(folder: Path, runs: int) -> None:
    thousand = _company(folder / "thousand", 1000)
    ten = _company(folder / "ten-thousand", 10_000)
    one = median(Command("check", (*LANGROUTE, "check", "--root", str(thousand))), min(runs, 3))
    print("check of 1,000 languages with 2,000 evidence files and 1,000 files of cases")
    print(f"  {one.cpu:.2f} s of CPU (at most 2), {one.memory:.0f} MB (at most 140)")
    # It ends with a finding: the document of 10,000 languages is larger than AppConfig takes.
    more = median(Command("check", (*LANGROUTE, "check", "--root", str(ten)), ends=1), 1)
    print("check of 10,000 languages, against ten times that")
    print(f"  {more.cpu:.2f} s of CPU: {more.cpu / one.cpu / 10:.2f} ×, {more.memory:.0f} MB\n")


def _replay(folder: Path, _: int) -> None:
    root = folder / "ramped"
    shutil.copytree(SAMPLE_COMPANY / "config", root / "config")
    path = root / "config/languages/de.yaml"
    path.write_text(path.read_text().replace("traffic: 10%", "traffic: 50%"))
    print("replay of recorded events, half of them with a shadow's score")
    for events in (250_000, 1_000_000):
        log = _log(folder / f"{events}.parquet", events)
        words = (*LANGROUTE, "replay", "--root", str(root), "--log", str(log))
        whole = (*words, "--against", str(SAMPLE_COMPANY), "--today", SAMPLE_DAY)
        cost = cost_of(Command("replay", whole))
        pace = 60 * events / cost.wall
        print(
            f"  {events:>9,} events: {cost.wall:.1f} s, {pace:,.0f} a minute, {cost.memory:.0f} MB"
        )
    print("  (at least 1,000,000 a minute, and memory that does not grow with the log)\n")


def _log(path: Path, events: int) -> Path:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"COPY ({LOG.format(events=events)}) TO '{path}' (FORMAT PARQUET)")
    return path


LOG = """
SELECT
  md5(CAST(number AS VARCHAR)) AS event_id,
  TIMESTAMP '2026-11-03 10:00:00' AS time,
  'de' AS language,
  answered.model,
  answered.role,
  200 AS status,
  hash(number, answered.model) % 1001 / 1000 AS score,
  NULL AS relevant
FROM range({events}) AS counter(number)
JOIN (VALUES ('relevance-words-v1', 'primary', 1), ('relevance-e5-v3', 'shadow', 2))
  AS answered(model, role, every) ON number % answered.every = 0
"""


def _hanging(_: Path, __: int) -> None:
    _program("tests.bench.hanging")
    print()


def _mistakes(_: Path, runs: int) -> None:
    from tests.mistakes.run import catch_rate

    sys.stdout.write(catch_rate(SAMPLE_COMPANY, runs, say))


def _judge(_: Path, runs: int) -> None:
    from tests.judging.tables import table

    for line in table(30 * runs):
        print(line, flush=True)


def _labels(_: Path, runs: int) -> None:
    from tests.labels.tables import tables

    for line in tables(SAMPLE_COMPANY, draws=runs * 40):
        print(line)


def _evidence(folder: Path, runs: int, rows: int = 0) -> None:
    from tests.bench.log import write

    root = _company(folder / "counted", LOG_LANGUAGES)
    build = (*LANGROUTE, "evidence", "build", "--root", str(root), "--today", "2026-11-22", "--log")
    plain = (*PYTHON, "-m", "tests.bench.log")
    for repeated, title in ((0, "none of them repeated"), (1000, "one in 1,000 repeated")):
        log = folder / f"log-{repeated}.parquet"
        say(f"writing a log of {rows:,} rows …")
        write(log, rows, LOG_LANGUAGES, repeated)
        compare(
            f"evidence of {rows:,} rows of Parquet, {title}",
            Command("evidence build", (*build, str(log))),
            [(Command("the same counts without judging a row", (*plain, str(log))), 2.0)],
            min(runs, 3),
        )
        log.unlink()


def _validator(folder: Path, runs: int) -> None:
    from tests.bench.validator import prepare

    words, about = prepare(PROJECT, _company(folder / "validated", VALIDATED_LANGUAGES), folder)
    cost = median(Command("validator", words), runs)
    print(f"AppConfig's validator, started cold, on {about}")
    print(f"  {cost.wall:.2f} s, {cost.cpu:.2f} s of CPU, {cost.memory:.0f} MB")
    print("  (AWS ends it after 15 s)\n")


def _route(folder: Path, runs: int) -> None:
    from tests.bench.swap import compiled

    _flags(folder / "flags", runs)
    company = _company(folder / "swapped", VALIDATED_LANGUAGES)
    _program("tests.bench.swap", str(compiled(company, folder)), str(10 * runs))
    _import(runs)


def _flags(folder: Path, runs: int) -> None:
    """In an environment of their own, with the same Python."""
    say("installing the flag systems …")
    venv.create(folder, with_pip=True, symlinks=True)
    python = str(folder / "bin" / "python")
    install = (python, "-m", "pip", "install", "-qq", "--require-hashes", "--no-deps")
    pins = str(PROJECT / "tests/bench/flags-requirements.txt")
    if subprocess.run((*install, "--only-binary", ":all:", "-r", pins)).returncode:
        print("the flag systems cannot be installed: Router.route is measured alone")
    _program("tests.bench.flags", str(5 * runs), python=python)


def _program(module: str, *words: str, python: str = sys.executable) -> None:
    sys.stdout.flush()
    command = (python, "-P", "-X", "utf8", "-m", module, *words)
    subprocess.run(command, cwd=PROJECT, env=environment(), check=True)


def _import(runs: int) -> None:
    bare = Command("python -c pass", (*PYTHON, "-c", "pass"))
    imported = Command("python -c 'import langroute'", (*PYTHON, "-c", "import langroute"))
    costs = in_turns([bare, imported], 5 * runs)
    pairs = zip(costs[imported], costs[bare], strict=True)
    more = statistics.median(a.wall - b.wall for a, b in pairs)
    print("start-up of a backend")
    for one, held in costs.items():
        print(f"  {one.name:<30} {1000 * statistics.median(cost.wall for cost in held):5.1f} ms")
    print(f"  {1000 * more:.1f} ms more (at most 30)\n")


VALIDATED_LANGUAGES = 4300  # of the bench's company: just below 2,048 KB
LOG_LANGUAGES = 15
BENCHES: dict[str, Callable[[Path, int], None]] = {
    "small": _small,
    "site": _site,
    "diff": _diff,
    "large": _large,
    "replay": _replay,
    "route": _route,
    "hanging": _hanging,
    "mistakes": _mistakes,
    "labels": _labels,
    "judge": _judge,
    "validator": _validator,
    "evidence": _evidence,
}


def _company(root: Path, languages: int) -> Path:
    from tests.bench.company import write

    say(f"writing a tree of {languages:,} languages …")
    write(root, languages)
    return root


def _git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=bench", "-c", "user.email=bench@localhost")
    subprocess.run(("git", "-C", str(root), *who, *words), check=True)
