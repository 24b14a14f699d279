from collections.abc import Iterator, Mapping

from langroute_repo.tree.files.language import Answerer, LanguageFile
from langroute_repo.tree.tree import File, valid
from validators.depends import decision, routing
from validators.finding import Fault, Given

Held = tuple[str, File[LanguageFile], LanguageFile]
Body = tuple[object, ...]


def copied_file(given: Given) -> Iterator[Fault]:
    """A language's file says what another's says, down to the threshold.

    It was copied and left as it was, so a threshold of another language decides here, and nothing
    fails. Two languages that were evaluated agree by chance neither on a seal nor on every value
    together with what it passes. Evaluate the threshold for this language. A copied seal is also
    told as broken, which blocks; models and environments that were copied share an endpoint or a
    target, which is told as that.
    """
    held = list(valid(given.tree.languages))
    origins = {tag: _origin(tag, language) for tag, _, language in held}
    by_tag = {one[0]: one for one in held}
    for one in held:
        origin = by_tag.get(origins[one[0]])
        if origin and origin is not one and _same_primary(one, origin):
            values = {"source": one[2].source, **decision(one[2].primary)}
            yield _fault(one, origin, "down to the seal", values)
    yield from _evaluated([one for one in held if origins[one[0]] == one[0]])


def _origin(tag: str, language: LanguageFile) -> str:
    """The language that the primary's seal names; its own when it is not sealed."""
    return language.primary.threshold.evidence.rpartition("-")[0] or tag


def _same_primary(one: Held, other: Held) -> bool:
    return (one[2].source, one[2].primary) == (other[2].source, other[2].primary)


def _evaluated(held: list[Held]) -> Iterator[Fault]:
    """Copies whose seals were renewed or are missing, all but the first of each kind."""
    same: dict[Body, Held] = {}
    for one in held:
        if _sealed(one[2]):
            origin = same.setdefault(_body(one[2]), one)
            if origin is not one:
                yield _fault(one, origin, "down to what it passes", _values(one[2]))


def _sealed(language: LanguageFile) -> bool:
    """Whether there is a second number to agree on; a value without evidence is told as such."""
    return language.primary.threshold.passes is not None


def _body(language: LanguageFile) -> Body:
    """All that a file says, but for its tag, its owners and the digests of its seals."""
    answerers = [(path, _said(answerer)) for path, answerer in language.answerers()]
    return language.source, *answerers


def _said(answerer: Answerer) -> Body:
    threshold = answerer.threshold
    traffic = getattr(answerer, "traffic", None)
    return answerer.model, *answerer.fields, traffic, threshold.at, threshold.passes


def _values(language: LanguageFile) -> dict[str, str]:
    """What the copy says; of whom it is one of several copies changes nothing."""
    return {**routing(_unnamed(language)), "passes": str(language.primary.threshold.passes)}


def _unnamed(language: LanguageFile) -> LanguageFile:
    """No copy has the other names of its origin, for each leads to one file."""
    return language.model_copy(update={"also": []})


def _fault(copy: Held, origin: Held, how: str, values: Mapping[str, str]) -> Fault:
    tag, file, language = copy
    name, other, _ = origin
    at = language.primary.threshold.at
    return Fault(
        file.place("primary", "threshold"),
        f"{tag} says what {name} says, {how}: {language.primary.model} at {at}",
        f"choose a threshold on the evidence of {tag} and write it with "
        f"./langroute set {tag} primary.threshold VALUE; or, if {name} is to answer for {tag} too, "
        f"remove the file and let {other.path} name {tag} under also",
        ((other.place("primary", "threshold"), f"the same in {name}"),),
        depends=values,
    )
