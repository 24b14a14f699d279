"""What a rung is in a language's file, as the edits that `set` makes."""

from langroute_repo.editing.setting import Request, apply
from langroute_repo.judging.rung import RECORDED, Rung
from langroute_repo.tree.files.language import Answerer, Canary
from langroute_repo.tree.tree import Tree
from scripts.files.edit import Edit
from scripts.files.editing import with_edit
from scripts.files.language import subject_of


def edit_of(tree: Tree, tag: str, rung: Rung) -> Edit:
    """The language's file as the rung has it; EditError where it cannot be written.

    A promoted canary keeps its own sealed threshold, and the old primary goes on as a shadow, so
    that the two can be held against each other for a while. One that is taken back goes on as a
    shadow too: what is wrong with it is to be seen.
    """
    before = subject_of(tree, tag)
    canary = before.language.canary
    assert canary is not None
    if rung.kind == "ramp":
        return _edited(tree, tag, [Request("canary.traffic", rung.share)])
    if rung.kind == "promote":
        shadow = _shadow(before.language.primary, canary.compared or RECORDED)
        return _edited(tree, tag, [Request("primary", "canary"), shadow])
    shadow = _shadow(canary, _recorded(canary))
    return _edited(tree, tag, [Request("canary", "none"), shadow])


def _recorded(canary: Canary) -> str:
    return canary.compared or canary.traffic


def _shadow(one: Answerer, share: str) -> Request:
    return Request(
        f"shadows.{one.model}",
        share,
        threshold=f"{one.threshold.at:f}",
        fields=",".join(one.fields),
    )


def _edited(tree: Tree, tag: str, requests: list[Request]) -> Edit:
    first = subject_of(tree, tag)
    edit = Edit(first.file.path, first.raw, first.raw)
    for request in requests:
        after = apply(subject_of(tree, tag), request)
        edit = Edit(edit.path, first.raw, after)
        tree = with_edit(tree, edit)
    return edit
