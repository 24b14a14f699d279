from collections.abc import Iterator

from langroute.lookup import answering, folded
from langroute_repo.tags.objection import objection, preferred
from langroute_repo.tree.tree import Place, Tree, valid
from validators.finding import Fault, Given


def not_a_language_tag(given: Given) -> Iterator[Fault]:
    """A language is not written as the canonical BCP 47 tag of a language that exists.

    `jp` is Japan, Japanese is `ja`: under another spelling a language is never found, and its
    events go unrouted or to the file for all other languages.
    """
    for place, tag in _names(given.tree):
        found = objection(tag)
        if found:
            message, hint = found
            named = f"{hint} (and rename the file){_of_events(tag)}"
            yield Fault(place, message, named, depends={"language": tag})
    for place, tag in _mentions(given.tree):
        found = objection(tag)
        if found:
            yield Fault(place, *found, depends={"language": tag})


def _of_events(tag: str) -> str:
    """What becomes of events that go on saying what the file may not be called."""
    right = preferred(tag)
    if folded(right) == folded(tag) or objection(right):
        return ""
    if answering(tag, {folded(right): right}):
        return f"; it answers for events in {tag} as well"
    return f"; also: [{tag}] there lets it answer for events in {tag}"


def _names(tree: Tree) -> Iterator[tuple[Place, str]]:
    """The tags that name a file."""
    named = [(file, one.language, tree.languages) for _, file, one in valid(tree.languages)]
    cases = [(file, one.language, tree.cases) for _, file, one in valid(tree.cases)]
    for file, tag, group in (*named, *cases):
        # Where the right file exists too, one-language-twice says which of them to delete.
        if tag == preferred(tag) or preferred(tag) not in group:
            yield file.place("language"), tag


def _mentions(tree: Tree) -> Iterator[tuple[Place, str]]:
    """The tags that say for which languages something is."""
    for _, file, model in valid(tree.models):
        for index, tag in enumerate(model.languages if model.languages != "any" else ()):
            yield file.place("languages", index), tag
    for _, origin, source in valid(tree.sources):
        for name, scope in source.fields.items():
            for key, tags in (("languages", scope.languages), ("except", scope.except_)):
                for index, tag in enumerate(tags or ()):
                    yield origin.place("fields", name, key, index), tag
