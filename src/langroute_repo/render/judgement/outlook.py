"""How long a verdict takes, in a sentence: where a canary begins, and while it is judged."""

from math import ceil

from langroute_repo.judging.outlook import MONTH, Outlook
from langroute_repo.wording import counted, listed

BY_HAND = "a person has to judge it (docs/judging.md, by hand)"
LONGEST = 3_650  # days; what takes longer is not said to end


def sentence(found: Outlook | None) -> str:
    """Days and what takes longest or, beyond a month, what would shorten it, and to what."""
    if found is None:
        return (
            "how long a verdict takes is not known: no evidence counts the events of this language"
        )
    slowest = found.needs[0]
    if found.days is not None:
        days = counted(found.days, "day")
        return f"a verdict on one as good as its primary takes about {days} ({slowest})"
    return f"no verdict within a month at these rates ({slowest}); {_sooner(found)}"


def advised_days(found: Outlook) -> int | None:
    """Days with all of the advice; None where that does not end either."""
    if found.advised > LONGEST:
        return None
    return max(found.first_verdict, ceil(found.advised))


def _sooner(found: Outlook) -> str:
    days = advised_days(found)
    if days is None or not found.advice:
        return BY_HAND
    told = f"about {counted(days, 'day')} with {listed(found.advice)}"
    return told if days <= MONTH else f"{told}; {BY_HAND}"
