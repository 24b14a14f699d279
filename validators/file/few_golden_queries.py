from collections.abc import Iterator

from langroute_repo.golden.event import plain, sent
from langroute_repo.tree.tree import valid
from langroute_repo.wording import counted
from validators.finding import Fault, Given

# Two events find another language's model in 92 of 100 tries, four in 99.5.
FEWEST = 4


def few_golden_queries(given: Given) -> Iterator[Fault]:
    """A golden file has fewer than four different events with a recorded score.

    One or two scores are met by chance by a wrong model too often. Events that are sent alike, and
    those whose score is not recorded yet, do not count.
    """
    for stem, file, golden in valid(given.tree.golden):
        events = {sent(plain(golden.events[at].event), golden.fields) for at, _ in golden.scored()}
        if len(events) < FEWEST:
            model, tag = stem.split("/")
            yield Fault(
                file.place("events", key=True),
                f"{counted(len(events), 'different event')} with a recorded score; it takes "
                f"{FEWEST} to tell a wrong model from the right one",
                "add events of other kinds, relevant and not, then ./langroute golden record "
                f"ENV --model {model} --language {tag}",
                depends={"recorded": f"{len(events)}"},
            )
