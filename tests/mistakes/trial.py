"""What a kind of mistake or of legitimate edit yields: states before and after, with texts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.mistakes.state import State

# How a person makes it. ``set`` writes a value that is sealed as it should be, so that nothing in
# the file is wrong with it: with a text that names the language that was meant, or without any.
Way = Literal["by hand", "seal copied", "set, text", "set, no text"]
WAYS: tuple[Way, ...] = ("by hand", "seal copied", "set, text", "set, no text")

# Whether it is material: measured on the recorded scores, or by what it is. ``always``: other
# things are sent, elsewhere, or a file no longer says what is so. ``never``: no answer changes.
Nature = Literal["measured", "always", "never"]


@dataclass(frozen=True, slots=True)
class Try:
    """One edit; ``after`` is None when `set` refused to write it."""

    way: Way
    before: State
    after: State | None
    texts: tuple[str, ...] = ()
    # What would have been right, where the state before has nothing to compare with.
    meant: State | None = None
    # Whether ``after`` is what the main branch did immediately before ``before``.
    goes_back: bool = False
    # What the main branch held 30 days before, where that is another state than ``before``.
    earlier: State | None = None


Tries = Callable[[State, Random], Iterator[Try]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of edit; ``tries`` yields nothing where a tree has no room for it."""

    name: str
    about: str
    tries: Tries
    nature: Nature = "measured"


def sealed_tries(before: State, after: State | None, texts: tuple[str, ...]) -> Iterator[Try]:
    """The same state made with `set`, with a text and without any."""
    yield Try("set, text", before, after, texts)
    yield Try("set, no text", before, after)
