"""boto3 as the tests have it: the descriptions of AWS's services are read once, not per session."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import botocore.loaders
import botocore.session
import pytest


@contextmanager
def shared_descriptions() -> Iterator[None]:
    """Let all sessions have one loader, which keeps what it has read; that is most of a client."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", cache(botocore.loaders.create_loader))
        yield
