"""The options by which candidates are judged."""

import argparse

from scripts.files.day import day


def options(parser: argparse.ArgumentParser) -> None:
    """Which log, which labels, and since when."""
    parser.add_argument("tag", metavar="TAG", nargs="?", help="a language; all when left out")
    parser.add_argument(
        "--log",
        action="extend",
        nargs="+",
        required=True,
        metavar="PATH",
        help="prediction logs, as `evidence build` takes them; counted together",
    )
    parser.add_argument(
        "--labels",
        action="extend",
        nargs="+",
        default=[],
        metavar="PATH",
        help="what people said of events, such as of those that --to-label drew",
    )
    parser.add_argument(
        "--since",
        metavar="REV|DATE",
        help="rows count from here on (default: the last change of what answers, by git)",
    )
    parser.add_argument("--environment", metavar="ENV", help="the last one when left out")
    parser.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="who counts the log"
    )
    parser.add_argument(
        "--today", type=day, metavar="DATE", help="the day that is judged on (default: today)"
    )
