"""That no test looks at what is the company's own in the checkout it runs in."""

import pytest

from scripts import PROJECT
from tests.sample import ACME


def test_the_checkouts_own_files_are_refused_and_the_samples_are_not() -> None:
    with pytest.raises(AssertionError, match=r"a test looks at .*config/policy\.yaml"):
        (PROJECT / "config/policy.yaml").read_text("utf-8")
    with pytest.raises(AssertionError, match=r"take tests\.sample\.ACME"):
        list((PROJECT / "config/languages").iterdir())
    assert (ACME / "config/policy.yaml").read_text("utf-8")
