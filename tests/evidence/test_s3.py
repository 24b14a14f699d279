"""Logs named by an address in S3, from an S3 that is embedded in this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from langroute_repo.evidence.s3 import fetch
from scripts.tour.local_aws import LocalAws, local_aws
from tests.evidence.logs import build, built, json_lines, parquet, row, texts

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[LocalAws]:
    with local_aws() as aws:
        yield aws


@pytest.fixture
def bucket(server: LocalAws, tmp_path: Path) -> Iterator[str]:
    """A bucket with two logs of different prefixes and the same name, and what is no log."""
    with server.alone(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_REGION", "eu-central-1")
        patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        client = server.client("s3", "eu-central-1")
        name = f"predictions-{tmp_path.name}".replace("_", "-").lower()[:60].strip("-")
        client.create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        one = json_lines(tmp_path / "one.jsonl", [row(1), row(2)])
        two = parquet(tmp_path / "two.parquet", [row(3)])
        client.put_object(Bucket=name, Key="day=1/log.jsonl", Body=one.read_bytes())
        client.put_object(Bucket=name, Key="day=2/log.parquet", Body=two.read_bytes())
        client.put_object(Bucket=name, Key="day=2/_SUCCESS", Body=b"")
        yield name


@pytest.mark.parametrize(
    ("key", "total"), [("day=1/log.jsonl", 2), ("day=2/", 1), ("", 3), ("/", 3)]
)
def test_an_object_or_all_logs_below_a_prefix(
    root: Path, bucket: str, key: str, total: int
) -> None:
    address = f"s3://{bucket}{key}" if key == "/" else f"s3://{bucket}/{key}"

    assert build(root, address) == 0
    assert built(root).total == total


def test_what_is_not_there_is_told(root: Path, bucket: str, capsys: Capture) -> None:
    told = {
        f"s3://{bucket}/day=3/": f"error: s3://{bucket}/day=3/ holds no log: names end in ",
        f"s3://{bucket}/none.jsonl": f"error: s3://{bucket}/none.jsonl cannot be read: ",
        f"s3://{bucket}/day=2/_SUCCESS": "error: ",
    }
    for address, said in told.items():
        assert build(root, address) == 2
        assert capsys.readouterr().err.startswith(said)
    assert texts(root) == {}


def test_a_log_at_fault_is_told_by_its_address(
    root: Path, server: LocalAws, bucket: str, tmp_path: Path, capsys: Capture
) -> None:
    wrong = json_lines(tmp_path / "wrong.jsonl", [row(1), row(2, score=True)])
    client = server.client("s3", "eu-central-1")
    client.put_object(Bucket=bucket, Key="day=3/log.jsonl", Body=wrong.read_bytes())
    assert build(root, f"s3://{bucket}/") == 2
    told = capsys.readouterr().err.splitlines()[-2]
    assert told.startswith(f"error: s3://{bucket}/day=3/log.jsonl cannot be read: line 2: score is")


def test_a_listing_of_many_pages_is_read_to_its_end(server: LocalAws, tmp_path: Path) -> None:
    with server.alone():
        client = server.client("s3", "us-east-1")
        client.create_bucket(Bucket="pages")
        for at in range(5):
            client.put_object(Bucket="pages", Key=f"{at}.jsonl", Body=b"{}\n")

        class TwoAtATime:
            """The same client with small pages."""

            get_object = client.get_object

            def list_objects_v2(self, **request: object) -> dict[str, object]:
                page: dict[str, object] = client.list_objects_v2(**request, MaxKeys=2)
                return page

        said: list[str] = []
        found = fetch(TwoAtATime(), "s3://pages/", tmp_path, said.append)

    assert [path.name for path in found] == [f"{at}.jsonl" for at in range(5)]
    assert said[0] == "fetching s3://pages/0.jsonl"
