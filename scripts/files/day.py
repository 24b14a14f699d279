"""The day that files are judged on: today, or one that somebody names."""

import argparse
from datetime import UTC, date, datetime

from scripts.terminal.failure import Failure
from scripts.terminal.lines import say


def today() -> date:
    """The current day in UTC, the same for everybody who reads the files.

    LANGROUTE_TODAY stands in for it, so that examples with dates do not age; it is always told,
    for nobody shall keep an exception alive with it unseen.
    """
    import os

    given = os.environ.get("LANGROUTE_TODAY")
    if not given:
        return datetime.now(UTC).date()
    try:
        pretended = date.fromisoformat(given)
    except ValueError:
        raise Failure(f"LANGROUTE_TODAY={given!r} is no date such as 2027-01-31") from None
    say(f"judged as of {pretended}, for LANGROUTE_TODAY says so")
    return pretended


def day(text: str) -> date:
    """A date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2027-01-31") from None
