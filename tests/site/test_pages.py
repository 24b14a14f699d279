"""What is on the pages, and what they are made of."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from langroute_repo.render.site.route import Age
from scripts.__main__ import main
from tests.repository import git
from tests.site.company import DE, HOSTILE, KEPT, REASON, TODAY, laid, site

Output = pytest.CaptureFixture[str]
PAGES = ("index.html", *(f"languages/{tag}.html" for tag in KEPT))
KB = 1024


class Parsed(HTMLParser):
    """The text that people read, the tags, and every address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.said.append("" if tag in ("a", "b", "code", "span", "time") else " ")
        self._hidden += tag in ("script", "style")
        for name, value in attributes:
            assert not re.match("on|style", name), f"{tag} {name}"
            if name in ("href", "src", "action", "data"):
                self.addresses.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, text: str) -> None:
        if not self._hidden:
            self.said.append(text)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())


def _text(file: Path) -> str:
    return Parsed(file.read_text("utf-8")).text


def _said(capsys: Output, *words: str) -> str:
    capsys.readouterr()
    main(list(words))
    return capsys.readouterr().out


def test_a_page_needs_nothing_else_and_is_small(out: Path) -> None:
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html")) == sorted(PAGES)
    for name in PAGES:
        page = (out / name).read_text("utf-8")
        assert len(page.encode()) < 250 * KB
        found = Parsed(page)
        assert not {"img", "iframe", "object", "embed", "base", "meta-refresh"} & {*found.tags}
        for address in found.addresses:
            ours = address.startswith(("#", "https://github.com/acme/langroute/"))
            local = re.fullmatch(r"(\.\./)?(languages/)?[\w-]+\.html(#[\w-]+)?", address)
            assert ours or local or address == "data:,", address
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        assert policy
        assert "default-src 'none'" in unescape(policy[1])
        assert "unsafe" not in policy[1]


def test_what_others_wrote_is_shown_and_not_obeyed(out: Path) -> None:
    page = (out / "languages/de.html").read_text("utf-8")
    assert HOSTILE not in page
    text = _text(out / "languages/de.html")
    assert f"de: fewer events {HOSTILE}" in text
    assert f"recall-drop: {REASON}" in text


def test_history_is_told_as_diff_tells_it(root: Path, out: Path, capsys: Output) -> None:
    text = _text(out / "languages/de.html")
    told = _said(capsys, "--root", str(root), "diff", "HEAD~2", "HEAD~1").splitlines()
    lines = [one.strip() for one in told]
    first = next(at for at, one in enumerate(lines) if one.startswith("de  threshold-raised"))
    change, *effects = lines[first : lines.index("", first)]
    assert change.removeprefix("de  ") in text
    for effect in effects:
        assert effect in text
    assert "by Ada · #12 ·" in text
    assert "by Ada · #13 ·" in text
    assert "comments or order only; nothing else changes" in text
    assert "the first state that git has: nothing is held against it" in text


def test_the_first_page_says_what_show_and_check_say(root: Path, out: Path, capsys: Output) -> None:
    text = _text(out / "index.html")
    for line in _said(capsys, "--root", str(root), "show").splitlines()[1:]:
        tag, model, at, passes, *_ = line.split()
        passes = passes.replace("unknown", "not known")
        assert re.search(rf"\b{tag}\b.*? primary {model}.*? {at} {passes}", text), line
    checked = _said(capsys, "--root", str(root), "check", *TODAY)
    ends = checked.partition("ends within 30 days:\n")[2].partition("\n\n")[0].splitlines()
    assert len(ends) == 1
    day, path, what = re.fullmatch(r"  (\S+)  (\S+): (.*) \(.*\)", ends[0]).groups()  # type: ignore[union-attr]
    assert f"{day} {what} {path}" in text
    assert "Within 30 days, until 2026-12-22:" in text
    assert "AppConfig was not asked: with --live" in text
    assert "page is public on most of" in text


def test_a_language_page_says_what_show_says(root: Path, out: Path, capsys: Output) -> None:
    text = _text(out / "languages/pl.html")
    shown = _said(capsys, "--root", str(root), "show", "pl", *TODAY)
    for name in ("recall", "precision", "evidence"):
        found = re.findall(rf"^  {name} +(.*)$", shown, re.MULTILINE)
        assert len(found) == 2
        for one in found:
            assert one in text
    assert "relevance-words-v1 answers 95% of the events as the primary" in text
    assert "passes 40.6%, about 158 events a day" in text


def test_cases_and_golden_queries_are_told(out: Path) -> None:
    text = _text(out / "languages/de.html")
    assert "holds a score next to nothing is dropped" in text
    assert "key evt-20261103-4142, score 0.02 → relevant no" in text
    assert "Golden queries of relevance-words-v1" in text
    assert re.search(r"a singer is ill, which concerns nobody not relevant 0\.\d{4} ", text)
    assert "Karten behalten" not in text  # what an event says stays in its file


def test_without_evidence_there_is_nothing_to_try(out: Path) -> None:
    text = _text(out / "languages/pt-BR.html")
    assert "No other threshold can be tried: no scores were recorded, so nobody knows" in text
    assert "no-evidence" in text


def _changed(folder: Path) -> Iterator[Path]:
    yield from (laid(folder / "company"), folder / "pages")


def test_no_git_and_a_language_at_fault(tmp_path: Path, capsys: Output) -> None:
    """No data is never agreement, and one fault hides nothing of the others."""
    root, out = _changed(tmp_path)
    (root / DE).write_text("language: de\n")
    assert site(root, out) == 0
    german, index = _text(out / "languages/de.html"), _text(out / "index.html")
    assert "config/languages/de.yaml is at fault, so nothing answers by it." in german
    assert "schema config/languages/de.yaml:1" in german
    assert "not in git" in index
    assert "History: git does not know the history" in index
    assert "No change is known" in german
    assert "polski pl" in index
    capsys.readouterr()


def test_what_nobody_knows_is_not_told_as_nothing(tmp_path: Path) -> None:
    root, out = _changed(tmp_path)
    for folder in ("evidence", "environments"):
        shutil.rmtree(root / "config" / folder)
    assert site(root, out, "--live") == 0
    index, german = _text(out / "index.html"), _text(out / "languages/de.html")
    assert "not known of 60/s not counted: de, ja, pl" in index
    assert "0/s of" not in index
    assert "no AppConfig was asked: there is no file in config/environments" in index
    assert "was not run, for its language cannot be compiled for any environment" in german


def test_evidence_of_a_later_day_has_no_age() -> None:
    assert Age("de-5af0295b", "2026-10-26", "2026-11-08", 14, "5,000").words == "14 days old"
    later = Age("de-5af0295b", "2026-10-26", "2026-11-08", -1, "5,000")
    assert later.words == "until 2026-11-08, after today"


def test_uncommitted_changes_and_a_shallow_clone_are_told(root: Path, tmp_path: Path) -> None:
    clone, out = tmp_path / "clone", tmp_path / "pages"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", str(clone))
    file = clone / "config/languages/pl.yaml"
    file.write_text(file.read_text() + "# Poland\n")
    assert site(clone, out) == 0
    text = _text(out / "languages/pl.html")
    assert "with changes below config/ that are not committed" in text
    assert "this clone lacks its older commits: git fetch --unshallow brings them" in text
    assert "the first state that git has" not in text


def test_only_pages_are_overwritten(root: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "pages"
    (out / "languages").mkdir(parents=True)
    (out / "index.html").write_text("<title>mine</title>")
    assert site(root, out) == 2
    assert "holds something else than pages" in capsys.readouterr().err
    assert (out / "index.html").read_text() == "<title>mine</title>"
    (out / "index.html").unlink()
    (out / "languages").rmdir()
    assert site(root, out) == 0
    (out / "languages/pl.html").rename(out / "languages/gone.html")
    (out / "languages/mine.html").write_text("<title>mine</title>")
    assert site(root, out) == 0
    left = {path.stem for path in (out / "languages").iterdir()}
    assert left == {*KEPT, "mine"}
    assert "written: " in capsys.readouterr().out
    assert site(root, out / "index.html") == 2
    assert capsys.readouterr().err == (
        f"error: {out / 'index.html'} is no folder\nhint: name a new folder\n"
    )
    inside = root / "config/pages"
    assert site(root, inside) == 2
    assert capsys.readouterr().err == (
        f"error: {inside} lies in config/, which holds no pages\nhint: name a folder outside it\n"
    )
    assert not inside.exists()
