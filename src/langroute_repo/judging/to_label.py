"""Draws the disagreements that people are asked about.

A label of one of them tells more of two models than any other: of what both keep or both drop it
says nothing of their difference. They stay with the judge and are never evidence.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from langroute_repo.judging.counting import Counted, Disagreement


class ToLabel(NamedTuple):
    """An event that somebody is to judge."""

    language: str
    event_id: str


def drawn(
    candidates: Iterable[tuple[str, str, Counted]], a_day: int, seed: str
) -> Iterator[ToLabel]:
    """At most ``a_day`` of a language and day, each content once; those without a label.

    ``candidates`` are languages and models with what was counted of them. The draw goes by a hash
    of the event and ``seed``, so that asking again draws the same ones, whatever was labelled in
    between: nobody picks.
    """
    asked: set[ToLabel] = set()
    for language, model, counted in candidates:
        salt = f"{seed}:{language}:{model}"
        for day in _by_day(counted.disagreements):
            first = sorted(day, key=lambda one: _hash(salt, one.event_id))[:a_day]
            for one in first:
                event = ToLabel(language, one.event_id)
                if not one.labelled and event not in asked:
                    asked.add(event)
                    yield event


def _by_day(disagreements: Sequence[Disagreement]) -> Iterator[list[Disagreement]]:
    ordered = sorted(disagreements)
    for _, day in groupby(ordered, key=lambda one: one.day):
        yield list(day)


def _hash(salt: str, event_id: str) -> bytes:
    return sha256(f"{salt}:{event_id}".encode()).digest()
