"""One embedded AWS for all tests here; a tree of its own, with stacks of other names, for each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.tour.local_aws import LocalAws, local_aws
from tests.boto import shared_descriptions
from tests.infra.company import BASE, BUCKET, REGION, lay


@pytest.fixture(scope="package", autouse=True)
def _boto() -> Iterator[None]:
    with shared_descriptions():
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[LocalAws]:
    """The embedded AWS, with the bucket."""
    with local_aws(0.01) as aws:
        with aws.alone():
            aws.client("s3", REGION).create_bucket(
                Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
            )
        yield aws


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The smallest tree, buildable."""
    return lay(Path(shutil.copytree(BASE, tmp_path / "company")))
