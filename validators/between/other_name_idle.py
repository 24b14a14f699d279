from collections.abc import Iterator, Mapping

from langroute.lookup import DEFAULT, answering, folded
from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given


def other_name_idle(given: Given) -> Iterator[Fault]:
    """A language's file names a tag under `also` that it answers for anyway, or cannot.

    The look-up cuts a tag down and knows what the registry replaced: `pt-BR` comes to `pt.yaml` and
    `iw` to `he.yaml` without a line. `und` is what everything comes to that no file answers for.
    What is named in vain was probably to be another tag.
    """
    known = given.tree.names
    for tag, file, language in valid(given.tree.languages):
        seen = {folded(tag)}
        for index, name in enumerate(language.also):
            why = _idle(tag, name, seen, known)
            seen.add(folded(name))
            if why:
                cure = "remove it, or write the tag that was meant"
                place = file.place("also", index)
                yield Fault(place, why, cure, depends={"also": name})


def _idle(tag: str, name: str, seen: set[str], known: Mapping[str, str]) -> str | None:
    if folded(name) == DEFAULT != folded(tag):
        return f'"{name}" is no other name: what no file answers for goes to und.yaml alone'
    if folded(name) in seen:
        return f'"{name}" is named already'
    others = {one: file for one, file in known.items() if one != folded(name)}
    if known.get(folded(name)) == tag and answering(name, others) == tag:
        return f'"{name}" comes to {tag} anyway'
    return None
