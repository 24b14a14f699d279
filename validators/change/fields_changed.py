from collections.abc import Iterator

from langroute_repo.evidence.seal import NONE
from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.routes import Route, routes_of
from langroute_repo.tree.tree import Tree
from validators.depends import written_fields
from validators.finding import Fault, Given
from validators.language_changes import pairs


def fields_changed(given: Given) -> Iterator[Fault]:
    """A model is sent other fields than before, and its threshold rests on the same scores.

    They were recorded with the old fields. With others a model scores the same event differently,
    so what the seal promises no longer holds; and a list of fields that was meant for another
    language looks like this, where all of them exist. New evidence in the same change is taken to
    be of the new fields.
    """
    before, after = given.change
    for pair in pairs(before, after):
        known = {one.answerer.model: one for one in routes_of(before, pair.tag).values()}
        for route in routes_of(after, pair.tag).values():
            old = known.get(route.answerer.model)
            if old and _differ(old, route) and _exist(after, route):
                yield _fault(old, route)


def _differ(old: Route, new: Route) -> bool:
    was, now = old.answerer, new.answerer
    return was.fields != now.fields and was.threshold.evidence == now.threshold.evidence


def _exist(tree: Tree, route: Route) -> bool:
    """Whether the language has all of the fields: if not, unknown-field says so."""
    source = tree.source(route.language.source)
    return source is not None and set(route.answerer.fields) <= set(fields_in(source, route.tag))


def _fault(old: Route, new: Route) -> Fault:
    was, now = written_fields(old.answerer.fields), written_fields(new.answerer.fields)
    model, evidence = new.answerer.model, new.answerer.threshold.evidence
    rests = "" if evidence == NONE else f", with which the scores of {evidence} were recorded"
    return Fault(
        new.place("fields"),
        f"{model} is sent {now} in {new.tag}; before it was {was}{rests}",
        f"bring {was} back, or say why; once {now} is recorded, build evidence of that",
        depends={"model": model, "fields before": was, "fields": now, "evidence": evidence},
    )
