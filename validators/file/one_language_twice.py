from collections.abc import Iterator

from langroute_repo.tags.objection import preferred
from validators.finding import Fault, Given


def one_language_twice(given: Given) -> Iterator[Fault]:
    """Two files are about one language, in two spellings of its tag.

    `pt-BR.yaml` and `pt-br.yaml` cannot both lie on the disk of a Mac or of Windows, so that git
    there shows changes nobody made; `he.yaml` and `iw.yaml` can, and a setting is changed in the
    one that is not looked up.
    """
    for group in (given.tree.languages, given.tree.cases):
        kept: dict[str, str] = {}
        for stem in sorted(group, key=lambda stem: (stem != preferred(stem), stem)):
            first = kept.setdefault(preferred(stem).lower(), stem)
            if first == stem:
                continue
            file, other = group[stem], group[first]
            case = " in two letter cases" if stem.lower() == first.lower() else ""
            yield Fault(
                file.place("language"),
                f'"{stem}" is the same language as "{first}"{case}',
                f"move what is right into {other.path} and delete this file",
                ((other.place("language"), "the other file"),),
                depends={"language": stem, "other file": other.path},
            )
