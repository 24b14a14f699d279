"""Numbers of events and shares as people write them."""

from math import floor


def events(more: float) -> str:
    """A difference of events a day in words."""
    number = abs(more)
    if number < 0.5:
        return "about as many events a day as before" if more else "as many events a day as before"
    return f"about {whole(number)} {'event' if round(number) == 1 else 'events'} a day " + (
        "more" if more > 0 else "fewer"
    )


def whole(number: float) -> str:
    """A number of events; of events there are no halves."""
    return f"{floor(number + 0.5):,}"


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"
