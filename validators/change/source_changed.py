from collections.abc import Iterator

from validators.finding import Fault, Given
from validators.language_changes import Pair, pairs


def source_changed(given: Given) -> Iterator[Fault]:
    """A language takes its events from another source, and thresholds rest on the same scores.

    They were recorded on the events of the old source. Other events are written otherwise and
    others of them are relevant, so what the seals promise need not hold; and the source of another
    language looks like this, where it has all fields that are sent. New evidence in the same change
    is taken to be of the new source.
    """
    for pair in pairs(*given.change):
        was, now = pair.before.source, pair.after.source
        # A source that does not exist is told by unknown-source.
        if was != now and given.tree.source(now) and _rests_on_the_same(pair):
            yield Fault(
                pair.file.place("source"),
                f"{pair.tag} takes its events from {now}; its thresholds were chosen on scores of "
                f"events from {was}",
                f"bring {was} back, or say why; once {now} is recorded, build evidence of that",
                depends={"source before": was, "source": now},
            )


def _rests_on_the_same(pair: Pair) -> bool:
    """Whether any model keeps its evidence."""
    before, after = (
        {(one.model, one.threshold.evidence) for _, one in language.answerers()}
        for language in (pair.before, pair.after)
    )
    return bool(before & after)
