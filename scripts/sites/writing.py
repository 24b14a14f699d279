"""Writes the pages into a folder, and takes away those of languages that are gone."""

from collections.abc import Iterator
from pathlib import Path

from langroute_repo.output.judge import JudgeOutput
from langroute_repo.render.judgement.page import fragment
from langroute_repo.render.site.language import Language, cases, golden
from langroute_repo.render.site.overview import Site
from langroute_repo.render.site.pages import page
from langroute_repo.render.site.route import pictures
from langroute_repo.tree.case_results import trials
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.snapshot import CONFIG
from langroute_repo.tree.tree import Tree
from scripts.sites.processes import mapped
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases
from validators.what_if import WhatIf

INDEX, LANGUAGES = "index.html", "languages"
# In every page: a folder whose first page has it may be written anew.
MARK = '<meta name="generator" content="langroute site">'
# On one page, so that it stays below 250 KB whatever there is.
MOST_CHANGES, MOST_CASES = 60, 100
BEGINNING = 2_000  # characters in which it stands


def refuse_foreign(out: Path, root: Path) -> None:
    """A Failure where the folder holds anything but earlier pages: nothing of it is touched.

    Nor are pages written among the files that they are about, where the check minds them.
    """
    if out.resolve().is_relative_to((root / CONFIG).resolve()):
        raise Failure(f"{out} lies in {CONFIG}/, which holds no pages", "name a folder outside it")
    if out.is_dir() and any(out.iterdir()):
        if not _is_ours(out / INDEX):
            raise Failure(
                f"{out} holds something else than pages of this verb", "name a new folder"
            )
    elif out.exists() and not out.is_dir():
        raise Failure(f"{out} is no folder", "name a new folder")


def _is_ours(page: Path) -> bool:
    try:
        return MARK in page.read_text("utf-8")[:BEGINNING]
    except (OSError, UnicodeDecodeError):
        return False


def write(
    out: Path, site: Site, tree: Tree, whole: WhatIf, judged: JudgeOutput | None = None
) -> int:
    """Write all pages; how many KB they have."""
    names = promotion_order(tree)
    tried = list(trials(tree, whole.given.documents[names[0]])) if names else []

    def one(language: Language) -> str:
        return page(
            "language.html",
            site=site,
            language=language,
            models=[(facts, pictures(tree, facts, whole.of)) for facts in language.routes],
            most=MOST_CHANGES,
            most_cases=MOST_CASES,
            cases=list(cases(tree, language.tag, tried, list(language.findings))),
            golden=list(golden(tree, language.tag)),
            judged=list(_judged(judged, language.tag)),
            judged_on=judged.today if judged else "",
        )

    texts = {INDEX: page("index.html", site=site)}
    with mapped(one, site.languages) as written, Phases() as phases:
        phases("write pages")
        for language, text in zip(site.languages, written, strict=True):
            texts[f"{LANGUAGES}/{language.tag}.html"] = text
    try:
        _write(out, texts)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Failure(f"{error.filename or out} cannot be written: {why}") from error
    return sum(len(text.encode()) for text in texts.values()) // 1024


def _judged(judged: JudgeOutput | None, tag: str) -> Iterator[str]:
    """What a judge said of the candidates of a language, each as a part of a page."""
    for one in judged.candidates if judged else ():
        if one.language == tag:
            yield fragment(one)


def _write(out: Path, texts: dict[str, str]) -> None:
    (out / LANGUAGES).mkdir(parents=True, exist_ok=True)
    for old in (out / LANGUAGES).glob("*.html"):
        if f"{LANGUAGES}/{old.name}" not in texts and _is_ours(old):
            old.unlink()
    for name, text in texts.items():
        (out / name).write_text(text, "utf-8")
