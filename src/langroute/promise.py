"""What was reviewed of each answerer, for whoever holds its answers against it."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from langroute.shape import Answerer, Language

Asked = tuple[str, str, str]  # an answerer: tag of its entry, role, model


class Promise(NamedTuple):
    """Where an answerer's threshold lies, and how many events were shown to pass it."""

    threshold: float
    minimum: float  # of the model's score scale
    maximum: float
    passes: int | None  # in basis points; None where the threshold rests on no evidence


class Needs(NamedTuple):
    """What an answerer is sent of an event."""

    fields: tuple[str, ...]
    required: tuple[str, ...]  # those of them that it cannot do without
    # What its server speaks, by the keys of the document; not every protocol can send every value.
    protocol: tuple[tuple[str, object], ...]


def needs(languages: Iterable[tuple[str, Language]]) -> Mapping[Asked, Needs]:
    """What every answerer of a document's languages needs, each with its tag."""
    return {
        (tag, role, answerer["model"]): Needs(
            tuple(answerer["fields"]),
            tuple(answerer["required"]),
            tuple(sorted(answerer["endpoint"].get("protocol", {}).items())),
        )
        for tag, language in languages
        for role, answerer in _answerers(language)
    }


def promises(languages: Iterable[tuple[str, Language]]) -> Mapping[Asked, Promise]:
    """The promise of every answerer of a document's languages, each with its tag."""
    return MappingProxyType(
        {
            (tag, role, answerer["model"]): _promise(answerer)
            for tag, language in languages
            for role, answerer in _answerers(language)
        }
    )


def _answerers(language: Language) -> Iterator[tuple[str, Answerer]]:
    yield "primary", language["primary"]
    if canary := language.get("canary"):
        yield "canary", canary
        if canary.get("compared"):
            yield from (("shadow", one) for one in (language["primary"], canary))
    for shadow in language["shadows"]:
        yield "shadow", shadow


def _promise(answerer: Answerer) -> Promise:
    scale = answerer["score"]
    return Promise(
        answerer["threshold"], scale["minimum"], scale["maximum"], answerer.get("passes")
    )
