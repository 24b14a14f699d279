"""Runs the examples that people write through the very router that the backend uses."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from langroute.decision import Decision
from langroute.document import DocumentError
from langroute.lookup import answering
from langroute.router import Router, UnknownLanguage
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.cases import Case, CasesFile
from langroute_repo.tree.files.language import Answerer, LanguageFile
from langroute_repo.tree.tree import File, Place, Tree, valid


@dataclass(frozen=True, slots=True)
class Trial:
    """One case and what the router decided; None when nobody answers for its language."""

    file: File[CasesFile]
    index: int
    case: Case
    asked: str
    decision: Decision | None

    def place(self, *at: str | int, key: bool = False) -> Place:
        """A place in the file of cases, seen from this case."""
        return self.file.place("cases", self.index, *at, key=key)


class CaseAnswer(NamedTuple):
    """What the files say of a decision: the language that was found and who answers there."""

    file: File[LanguageFile]
    language: LanguageFile
    path: Keys
    answerer: Answerer


def trials(tree: Tree, document: bytes) -> Iterator[Trial]:
    """Every case, run; those whose language is at fault itself are left out, for it is told."""
    router = healthy_router(document) if tree.cases else None
    if router is None:
        return
    compiled, names = set(router.languages), tree.names
    for tag, file, cases in valid(tree.cases):
        for index, case in enumerate(cases.cases):
            asked = case.event.language or tag
            found = answering(asked, names)
            if found is None or found in compiled:
                yield Trial(file, index, case, asked, _decision(router, asked, case.event.key))


def answer(tree: Tree, decision: Decision) -> CaseAnswer:
    """Where the files say what the decision says."""
    file = tree.languages[decision.language]
    language = file.model
    assert language is not None, "only a language without a fault is compiled"
    if decision.role == "canary" and language.canary:
        return CaseAnswer(file, language, ("canary",), language.canary)
    return CaseAnswer(file, language, ("primary",), language.primary)


def healthy_router(document: bytes) -> Router | None:
    """A router over the languages that a reader would take; None when there are none.

    One language at fault must not hide what the cases of the others say.
    """
    try:
        return Router(document)
    except DocumentError:
        return _without_the_faulty(json.loads(document))


def _without_the_faulty(document: dict[str, dict[str, object]]) -> Router | None:
    languages = document["languages"]
    usable = {
        tag: entry
        for tag, entry in languages.items()
        if _router({**document, "languages": {tag: entry}})
    }
    return _router({**document, "languages": usable})


def _router(document: dict[str, dict[str, object]]) -> Router | None:
    try:
        return Router(document)
    except DocumentError:
        return None


def _decision(router: Router, asked: str, key: str | None) -> Decision | None:
    try:
        return router.route(asked, key)
    except UnknownLanguage:
        return None
