from collections.abc import Iterator
from pathlib import PurePosixPath

from langroute_repo.tree.files.named import FILES
from langroute_repo.tree.tree import Place
from langroute_repo.wording import nearest
from validators.finding import Fault, Given

FOLDERS = [kind.folder for kind in FILES]


def unexpected_file(given: Given) -> Iterator[Fault]:
    """Something below `config/` is not one of its files, or cannot be read as one.

    A file in the wrong folder or with another ending would be reviewed and then configure nothing;
    a link could bring in what nobody reviewed. So everything there is either read or refused.
    """
    for stray in given.tree.strays:
        cure = _cure(stray.path) if stray.message == "unexpected file" else None
        hint = cure or stray.hint
        yield Fault(Place(stray.path), stray.message, hint, depends={"entry": stray.path})


def _cure(path: str) -> str | None:
    """What to rename, where a file misses its place by a letter or two."""
    name = PurePosixPath(path)
    folder = name.parent.name
    if folder in FOLDERS and name.suffix.lower() in (".yml", ".yaml"):
        return f"rename it to {name.stem}.yaml"
    near = nearest(folder, FOLDERS)
    if near and name.suffix == ".yaml" and len(name.parts) == 3:
        return f"move it to config/{near}/{name.name}"
    return None
