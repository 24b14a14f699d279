"""The file of a language that a verb was asked for."""

from langroute.lookup import answering, candidates, folded, looked_up
from langroute_repo.editing.setting import Subject
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import did_you_mean
from scripts.terminal.failure import Failure


def found_for(tree: Tree, asked: str) -> str:
    """The tag of the file that answers for a language, as the router finds it."""
    tag = answering(asked, tree.names)
    if tag is None:
        known = ", ".join(tree.languages) or "none"
        raise Failure(f'no language answers for "{asked}"', f"config/languages has {known}")
    if tree.languages[tag].model is None:
        hint = "./langroute check says what to mend"
        raise Failure(f"{tree.languages[tag].path} is at fault", hint)
    return tag


def subject_of(tree: Tree, tag: str) -> Subject:
    """The language to edit; a Failure when there is no such file or it is at fault."""
    file = tree.languages.get(tag)
    if file is None:
        raise Failure(f'no file for "{tag}" in config/languages', _cure(tree, tag))
    if file.model is None:
        raise Failure(f"{file.path} is at fault", "./langroute check says what to mend", 1)
    return Subject(tree, tag, file, file.model)


def _cure(tree: Tree, tag: str) -> str:
    wider = next((one for one in candidates(tag) if one in tree.languages), None)
    if wider:
        return f"{wider} answers for it; ./langroute new language {tag} gives it a file of its own"
    names = tree.names
    for name, _ in looked_up(tag):
        if other := names.get(folded(name)):
            return f"{other} answers for it; edit that file"
    return did_you_mean(tag, tree.languages, f"there is {', '.join(tree.languages) or 'none'}")
