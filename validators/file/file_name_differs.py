from collections.abc import Iterator

from langroute_repo.tags.canonical import canonical
from langroute_repo.tree.files.golden import GoldenFile
from langroute_repo.tree.files.named import FILES
from langroute_repo.tree.tree import File, Tree
from validators.finding import Fault, Given


def file_name_differs(given: Given) -> Iterator[Fault]:
    """What a file says it is called is not what the file is called.

    Other files and the compiler go by the file's name, people go by what they read in it. A
    copied file with one of the two unchanged is how a setting ends up with the wrong language.
    """
    for stem, file, key, named in _named(given.tree):
        if stem == named:
            continue
        case = stem.lower() == named.lower()
        write = f'write "{stem}" here'
        rename = _renamed(file, key, named)
        yield Fault(
            file.place(key),
            f'the file is called "{stem}" and says {key}: "{named}"'
            + (", in another letter case" if case else ""),
            rename if case and _written_well(key, named) else f"{write}, or {rename}",
            depends={key: named},
        )


def _written_well(key: str, named: str) -> bool:
    """Whether the name is in the letter case that its kind asks for."""
    return key != "language" or named == canonical(named)


def _renamed(file: File[object], key: str, named: str) -> str:
    if isinstance(file.model, GoldenFile) and key == "model":
        return f"move the file to config/golden/{named}/"
    return f"rename the file to {named}.yaml"


def _named(tree: Tree) -> Iterator[tuple[str, File[object], str, str]]:
    """Stem, file, key and own name of every file that has one and holds it as a text."""
    for kind in FILES:
        for stem, file in getattr(tree, kind.folder).items():
            if file.model is not None:
                yield stem, file, kind.key, getattr(file.model, kind.key)
    for stem, golden in tree.golden.items():
        if golden.model is not None:
            folder, tag = stem.split("/")
            yield folder, golden, "model", golden.model.model
            yield tag, golden, "language", golden.model.language
