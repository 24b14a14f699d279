"""Who is asked in each language, as the answers say it: primary, canary and shadows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from langroute_repo.onboarding.answers import Answers
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.files.source import SourceFile

PRIMARY: Keys = ("primary",)


class Asked(NamedTuple):
    """A model that is asked in a language; ``keys`` are its place in the language's file."""

    keys: Keys
    model: str
    fields: list[str]
    threshold: Decimal | None  # as answered, for the language or for the model
    traffic: str = ""  # of what does not take the rest

    def at(self, tag: str) -> str:
        """Its place in the answers, where a primary's values are the language's own."""
        inside = [] if self.keys == PRIMARY else self.keys
        return ".".join(map(str, ("languages", tag, *inside)))


def model_of(given: Answers, tag: str) -> str:
    """The model that answers for a language: the one it names, or the only one."""
    return given.languages[tag].model or next(iter(given.models))


def asked(given: Answers, tag: str) -> Iterator[Asked]:
    """Whom the language's file will name, in its order."""
    language = given.languages[tag]
    name = model_of(given, tag)
    yield _asked(given, tag, PRIMARY, name, language.fields, language.threshold)
    sampled = [(("canary",), language.canary)] if language.canary else []
    shadows = [(("shadows", index), one) for index, one in enumerate(language.shadows or ())]
    for keys, one in (*sampled, *shadows):
        found = _asked(given, tag, keys, one.model, one.fields, one.threshold)
        yield found._replace(traffic=one.traffic)


def _asked(
    given: Answers,
    tag: str,
    keys: Keys,
    model: str,
    fields: list[str] | None,
    threshold: Decimal | None,
) -> Asked:
    at = given.models[model].threshold if threshold is None else threshold
    return Asked(keys, model, fields or _fields(given, model, tag), at)


def _fields(given: Answers, model: str, tag: str) -> list[str]:
    """What the model can use of what the source has in this language."""
    inputs = given.models[model].inputs
    source = given.languages[tag].source or next(iter(given.sources))
    there = fields_in(SourceFile(source=source, fields=given.sources[source]), tag)
    accepted = (*inputs.required, *inputs.optional)
    return [field for field in there if field in accepted] or list(inputs.required)
