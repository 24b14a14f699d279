from collections.abc import Iterator

from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.files.source import FieldScope, SourceFile
from langroute_repo.tree.routes import Route, routes
from langroute_repo.tree.tree import File, Place
from langroute_repo.wording import did_you_mean, listed
from validators.finding import Fault, Given


def unknown_field(given: Given) -> Iterator[Fault]:
    """A route sends a field that its source does not have in this language.

    Every event of the language would fail while the total looks healthy: it once took a whole
    language down without an alarm. A field may exist in other languages and not in this one, so
    copying a route is not enough. Send a field that the source has here.
    """
    for route in routes(given.tree):
        source = given.tree.source(route.language.source)
        if source is None:
            continue
        known = fields_in(source, route.tag)
        for index, name in enumerate(route.answerer.fields):
            if name not in known:
                origin = given.tree.sources[route.language.source]
                yield _fault(route, route.place("fields", index), name, origin, source)


def _fault(
    route: Route, place: Place, name: str, origin: File[SourceFile], source: SourceFile
) -> Fault:
    known = fields_in(source, route.tag)
    called, tag = route.language.source, route.tag
    here = f"in {tag} {called} has {listed(known)}"
    scope = source.fields.get(name)
    if scope is None:
        return Fault(
            place,
            f'{called} has no field "{name}"',
            did_you_mean(name, known, here),
            ((origin.place("fields", key=True), f"the fields of {called}"),),
            depends={"source": called, "field": name},
        )
    return Fault(
        place,
        f'{called} has no "{name}" in {tag}: it exists in {_languages(scope)}',
        f'take "{name}" out; {here}',
        ((origin.place("fields", name, key=True), f'where "{name}" exists'),),
        depends={"source": called, "field": name},
    )


def _languages(scope: FieldScope) -> str:
    """The languages that a field exists in, in words."""
    if scope.languages is None:
        return f"all languages but {listed(scope.except_ or ())}"
    return f"{listed(scope.languages)} only" if scope.languages else "no language at all"
