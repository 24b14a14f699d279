"""Which engine counts a log, and the AWS clients that two of the ways need."""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from langroute_repo.evidence.log import EvidenceError, Grouped, Known, Say
from langroute_repo.evidence.s3 import fetch, is_s3
from scripts.terminal.failure import Failure

Count = Callable[[argparse.Namespace, Known, Say], Grouped]
OF_ATHENA = ("table", "output", "workgroup")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the log is, and who counts it."""
    parser.add_argument(
        "--log",
        action="extend",
        nargs="+",
        metavar="PATH",
        help="prediction logs: .parquet, .jsonl, .ndjson, the last two also with .gz; "
        "s3://bucket/key or, for all below it, s3://bucket/prefix/; counted together",
    )
    parser.add_argument(
        "--labels",
        action="extend",
        nargs="+",
        default=[],
        metavar="PATH",
        help="what people said of the events, apart from the log, as files like it; with "
        "--engine athena a table",
    )
    parser.add_argument(
        "--engine",
        choices=tuple(ENGINES),
        default="duckdb",
        help="who counts: duckdb in this process (default), spark, or athena where the log is",
    )
    athena = parser.add_argument_group("for --engine athena, in the place of --log")
    athena.add_argument("--table", metavar="DATABASE.TABLE", help="the table or view of the log")
    athena.add_argument("--output", metavar="s3://…", help="where Athena puts its results")
    athena.add_argument("--workgroup", metavar="NAME", help="Athena's workgroup")


def count(arguments: argparse.Namespace, known: Known, say: Say) -> Grouped:
    """Count with the engine that is asked for; Failure for options that do not go together."""
    athena = arguments.engine == "athena"
    of_athena = [name for name in OF_ATHENA if getattr(arguments, name)]
    if athena and (arguments.log or not arguments.table):
        raise Failure(
            "athena counts a table, no files", "name it with --table DATABASE.TABLE, without --log"
        )
    if not athena and of_athena:
        raise Failure(f"--{of_athena[0]} is for --engine athena", "name logs with --log PATH")
    if not athena and not arguments.log:
        raise Failure("no log given", "name prediction logs with --log PATH")
    return ENGINES[arguments.engine](arguments, known, say)


def _duckdb(arguments: argparse.Namespace, known: Known, say: Say) -> Grouped:
    from langroute_repo.evidence.duckdb_engine import count as count_files

    with local(arguments.log, say) as paths, local(arguments.labels, say) as labels:
        return count_files(paths, known, say, labels)


@contextmanager
def local(logs: Sequence[str], say: Say) -> Iterator[list[Path]]:
    """The logs as files on this machine; those in S3 are brought, and removed at the end."""
    with ExitStack() as stack:
        paths: list[Path] = []
        for log in logs:
            paths += stack.enter_context(_fetched(log, say)) if is_s3(log) else [Path(log)]
        yield paths


def _spark(arguments: argparse.Namespace, known: Known, say: Say) -> Grouped:
    from langroute_repo.evidence.spark_engine import count as count_paths

    return count_paths(arguments.log, known, say, arguments.labels)


def _athena(arguments: argparse.Namespace, known: Known, say: Say) -> Grouped:
    from langroute_repo.evidence.athena_engine import AthenaTable
    from langroute_repo.evidence.athena_engine import count as count_table

    database, _, table = arguments.table.rpartition(".")
    place = AthenaTable(database, table, arguments.output, arguments.workgroup)
    with _aws("athena", arguments.table) as client:
        return count_table(client, place, known, say, labels=arguments.labels)


ENGINES: dict[str, Count] = {"duckdb": _duckdb, "spark": _spark, "athena": _athena}


@contextmanager
def _fetched(log: str, say: Say) -> Iterator[list[Path]]:
    """The files of a log in S3; what is wrong with one is told by the address it was given by."""
    with tempfile.TemporaryDirectory() as folder, _aws("s3", log) as client:
        addresses = fetch(client, log, Path(folder), say)
        try:
            yield list(addresses)
        except EvidenceError as error:
            message = error.message
            for path, address in addresses.items():
                message = message.replace(str(path), address)
            raise EvidenceError(message, error.hint) from error


@contextmanager
def _aws(service: str, what: str) -> Iterator[Any]:
    """A boto3 client; what AWS refuses is told in one line that names what was asked for."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield boto3.client(service)
    except (BotoCoreError, ClientError) as error:
        raise Failure(
            f"{what} cannot be read: {error}",
            "AWS_PROFILE and AWS_REGION say which account is asked; nothing was written",
        ) from error
