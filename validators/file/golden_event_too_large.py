from collections.abc import Iterator

from langroute_repo.golden.event import size
from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given

LARGEST = 4096  # bytes of JSON: a news item's title and body, and what people still read


def golden_event_too_large(given: Given) -> Iterator[Fault]:
    """A golden event is larger than 4 KB.

    It is meant to be read by whoever approves it, and is sent over and over. A shorter event tells
    a lost field or another model just as well.
    """
    for _, file, golden in valid(given.tree.golden):
        for index, one in enumerate(golden.events):
            if (found := size(one.event)) > LARGEST:
                yield Fault(
                    file.place("events", index, "event", key=True),
                    f"the event has {found:,} bytes; the limit is {LARGEST:,}",
                    "cut its longest field short and record the score anew",
                    depends={"bytes": f"{found}"},
                )
