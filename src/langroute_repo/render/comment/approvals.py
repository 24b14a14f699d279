"""Whom GitHub asks to approve which part of the change."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from langroute_repo.output.diff import DiffApproval, DiffOutput
from langroute_repo.render.comment.page_limit import Section, as_many
from langroute_repo.render.comment.parts import first_open, owners
from langroute_repo.render.markdown import brief, code, cut
from langroute_repo.wording import counted

PATH = 200  # characters
MOST_OF_A_FOLDER = 2
SHOWN = 10
LANGUAGES = "config/languages"
TITLE = "#### Who has to approve"
REST = "- … and {} more: .github/CODEOWNERS names them all"


def approvals(diff: DiffOutput, room: int) -> Section:
    """Each set of owners with its languages and files; on a full page with their number."""
    if not diff.approvals:
        return Section("approvals", ("",))
    full = [f"- {_who(one)}: {', '.join(_parts(one.paths))}" for one in diff.approvals]
    short = [f"- {_who(one)}: {counted(len(one.paths), 'file')}" for one in diff.approvals]
    return Section(
        "approvals",
        (
            f"{TITLE}\n\n{first_open(full, SHOWN, 'sets of owners')}",
            f"{TITLE}\n\n{as_many(short, room, REST)}",
        ),
        ("which files are whose to approve",),
    )


def _who(one: DiffApproval) -> str:
    if not one.owners:
        return "**anybody who may write**, for these files have no owner"
    return f"**{owners(one.owners, last='or')}**"


def _parts(paths: Sequence[str]) -> Iterator[str]:
    """Languages by their tag, a few files by their path, more of one folder by their number."""
    ranked = sorted(paths, key=lambda path: (_folder(path) != LANGUAGES, _folder(path)))
    for folder, found in groupby(ranked, key=_folder):
        inside = list(found)
        if folder == LANGUAGES:
            yield from (brief(_tag(path), PATH) for path in inside)
        elif len(inside) > MOST_OF_A_FOLDER:
            yield f"{code(cut(folder + '/', PATH))} ({counted(len(inside), 'file')})"
        else:
            yield from (code(cut(path, PATH)) for path in inside)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _tag(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")
