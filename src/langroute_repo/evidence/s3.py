"""Brings logs from S3 to this machine, for an engine that reads files.

Objects are streamed into a folder and read from there: DuckDB's own S3 reader is an extension that
it would download at run time. So a log has to fit on the disk; a larger one is for Spark or Athena.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from langroute_repo.evidence.log import EvidenceError, Say
from langroute_repo.evidence.parquet import ENDINGS, JSON_LINES, PARQUET

PIECE = 8 * 1024 * 1024  # bytes held in memory


class S3(Protocol):
    """What is used of boto3's S3 client."""

    def list_objects_v2(self, **request: Any) -> Mapping[str, Any]: ...

    def get_object(self, **request: Any) -> Mapping[str, Any]: ...


def is_s3(log: str) -> bool:
    """Whether a log is named by an address in S3."""
    return log.startswith("s3://")


def fetch(client: S3, log: str, folder: Path, say: Say = lambda _: None) -> dict[Path, str]:
    """The files of one object, or of all logs below a prefix that ends in ``/``, and its address.

    A user knows the address; the file is gone when an error that names it is read.
    """
    address = urlsplit(log, allow_fragments=False)
    bucket, key = address.netloc, address.path.removeprefix("/")
    keys = [key] if key and not key.endswith("/") else list(_below(client, bucket, key))
    if not keys:
        raise EvidenceError(f"{log} holds no log: names end in {ENDINGS}", "nothing was written")
    return {
        _download(client, bucket, one, folder / str(at), say): f"s3://{bucket}/{one}"
        for at, one in enumerate(keys)
    }


def _below(client: S3, bucket: str, prefix: str) -> Iterator[str]:
    """The keys of all logs below a prefix, in the order of their names."""
    more: dict[str, str] = {}
    while True:
        page = client.list_objects_v2(Bucket=bucket, Prefix=prefix, **more)
        keys = (held["Key"] for held in page.get("Contents", []))
        yield from (key for key in keys if key.endswith(PARQUET + JSON_LINES))
        if not page.get("IsTruncated"):
            return
        more = {"ContinuationToken": page["NextContinuationToken"]}


def _download(client: S3, bucket: str, key: str, folder: Path, say: Say) -> Path:
    say(f"fetching s3://{bucket}/{key}")
    answer = client.get_object(Bucket=bucket, Key=key)
    # A folder of its own, for keys of different prefixes may end in the same name.
    folder.mkdir(parents=True)
    target = folder / key.rpartition("/")[2]
    with target.open("wb") as file:
        for piece in answer["Body"].iter_chunks(PIECE):
            file.write(piece)
    if target.stat().st_size != answer["ContentLength"]:
        raise EvidenceError(f"s3://{bucket}/{key} ended before its end", "run it again")
    return target
