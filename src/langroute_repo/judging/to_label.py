"""The disagreements that people are asked about.

A label of one of them tells more of two models than any other: of what both keep or both drop it
says nothing of their difference. They stay with the judge and are never evidence.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from langroute_repo.judging.judgement import Judgement


class ToLabel(NamedTuple):
    """An event that somebody is to judge."""

    language: str
    event_id: str


def to_label(judgements: Iterable[Judgement]) -> Iterator[ToLabel]:
    """Those that were drawn and have no label, each once.

    Of a language with a canary its canary's alone: that is who is waiting.
    """
    held = list(judgements)
    canaries = {one.case.language for one in held if one.case.role == "canary"}
    asked: set[ToLabel] = set()
    for one in held:
        if one.case.role == "shadow" and one.case.language in canaries:
            continue
        for event in one.counted.to_label:
            found = ToLabel(one.case.language, event)
            if found not in asked:
                asked.add(found)
                yield found
