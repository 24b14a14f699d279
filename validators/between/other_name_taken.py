from collections.abc import Iterator

from langroute.lookup import folded
from langroute_repo.tree.tree import Place, valid
from validators.finding import Fault, Given


def other_name_taken(given: Given) -> Iterator[Fault]:
    """A language's file answers `also` for a tag that another file answers for.

    The tag has a file of its own, or stands under `also` in a second one. An event goes to one of
    the two only, and whoever reads the other one expects it there.
    """
    tree = given.tree
    taken: dict[str, tuple[str, Place, str]] = {
        folded(tag): (tag, file.place("language"), f"the file of {tag}")
        for tag, file in tree.languages.items()
    }
    for tag, file, language in valid(tree.languages):
        for index, name in enumerate(language.also):
            place = file.place("also", index)
            mine = tag, place, f"{tag} answers for it as well"
            other, where, why = taken.setdefault(folded(name), mine)
            if other == tag:
                continue
            own = folded(name) == folded(other)
            yield Fault(
                place,
                f'"{name}" has a file of its own' if own else f'"{name}" is also in {other}',
                f"remove it here, or in {where.path}" if not own else f"remove it, or {where.path}",
                ((where, why),),
                depends={"also": name, "other file": where.path},
            )
