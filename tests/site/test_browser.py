"""What people ask of the pages, asked by clicks at the widths of a telephone and a desktop."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.diff.reading import reading
from langroute_repo.render.site.what_if import BY_DIFF, BY_RULES, BY_SET, texts
from langroute_repo.tree.read import read
from langroute_repo.tree.routes import routes_of
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from tests.node import reached
from tests.site.browser import Tab, chromium
from tests.site.company import TODAY

pytestmark = pytest.mark.slow
Output = pytest.CaptureFixture[str]
AXE = Path(__file__).parent / "axe"
WIDTHS = (390, 1280)
FIELD = "#primary input[type=text]"


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as page:
        yield page
        assert page.complaints == []
        assert [one for one in page.asked if not one.startswith(("file:", "data:"))] == []


def _said(capsys: Output, *words: str) -> str:
    capsys.readouterr()
    main(list(words))
    return capsys.readouterr().out


@pytest.fixture
def overview(tab: Tab, out: Path, request: pytest.FixtureRequest) -> Tab:
    tab.size(request.param)
    tab.open((out / "index.html").as_uri())
    return tab


at_both_widths = pytest.mark.parametrize("overview", WIDTHS, indirect=True)


@at_both_widths
def test_why_german_passes_fewer_events(overview: Tab, root: Path, capsys: Output) -> None:
    """One click."""
    overview.click('a[href="languages/de.html"] b')
    overview.wait("document.querySelector('h1 .english')?.textContent === 'German'")
    told = overview.text("#last")
    lines = _said(capsys, "--root", str(root), "diff", "HEAD~2", "HEAD~1").splitlines()
    wanted = [line.strip().removeprefix("de  ") for line in lines]
    first = next(at for at, line in enumerate(wanted) if line.startswith("threshold-raised"))
    for line in wanted[first : wanted.index("", first)]:
        assert line in told
    assert "events a day fewer for the analysts" in told
    assert "half of it twice" in told
    assert "#12" in told


@at_both_widths
def test_what_polish_at_0250_would_do(overview: Tab, root: Path, capsys: Output) -> None:
    """Two clicks: Polish, and the field to type into."""
    overview.click('a[href="languages/pl.html"] b')
    overview.wait("document.querySelector('h1 .english')?.textContent === 'Polish'")
    overview.wait("document.documentElement.hasAttribute('data-ready')")
    overview.click(FIELD)
    overview.script(f"document.querySelector('{FIELD}').select()")
    overview.call("Input.insertText", text="0.250")
    asked = ("set", "pl", "primary.threshold", "0.250", "--dry-run", *TODAY)
    done = _said(capsys, "--root", str(root), *asked)
    first = done.partition("\n")[0]
    told = json.loads(
        overview.script(
            "JSON.stringify([...document.querySelectorAll('#primary .told li')]"
            ".map((one) => one.textContent))"
        )
    )
    values, *parts = first.split("; ")
    assert told[: len(parts)] == parts
    assert values == "pl primary relevance-words-v1: 0.191 → 0.250"
    assert [one.split(" ")[0] for one in told[len(parts) :]] == ["precision"]
    limits = overview.text("#primary .limits")
    for rule in ("pass-share-jump", "recall-drop", "value-of-another-language"):
        message = next(line for line in done.splitlines() if line.endswith(f"[{rule}]"))
        words = message.partition(": warning: ")[2].removesuffix(f" [{rule}]")
        assert f"{rule} {words}" in limits
    sealed = next(line for line in done.splitlines() if line.startswith("+  threshold:"))
    assert overview.text("#primary .sealed") == sealed.removeprefix("+").strip()
    assert overview.text("#primary .command") == "./langroute set pl primary.threshold 0.250"
    assert "Nothing is changed yet" in overview.text("#primary .todo")
    edit = overview.script("document.querySelector('#primary .edit').href")
    assert edit == "https://github.com/acme/langroute/edit/main/config/languages/pl.yaml#L11"


@at_both_widths
def test_what_ends_next_month(overview: Tab, root: Path, capsys: Output) -> None:
    """One click, and what was clicked is in sight."""
    overview.click('nav a[href="#ends"]')
    seen = "document.querySelector('#ends').getBoundingClientRect()"
    overview.wait(f"{seen}.top >= 0 && {seen}.top < innerHeight / 2")
    told = _said(capsys, "--root", str(root), "check", *TODAY)
    ends = told.partition("ends within 30 days:\n")[2].partition("\n")[0].split()
    text = overview.text("#ends")
    assert ends[0] == "2026-12-10"
    assert f"{ends[0]} {' '.join(ends[2:-1])} {ends[1].removesuffix(':')} {ends[-1]}" in text


def test_every_value_is_shown_as_it_was_written(tab: Tab, out: Path, root: Path) -> None:
    tab.size(1280)
    tab.open((out / "languages/de.html").as_uri())
    shown = json.loads(
        tab.script(
            "(() => { const slide = document.querySelector('#primary input[type=range]');"
            "const read = (query) => [...document.querySelectorAll(`#primary ${query}`)]"
            ".map((one) => one.textContent);"
            "return JSON.stringify([...Array(1001).keys()].map((cell) => {"
            "slide.value = cell; slide.dispatchEvent(new Event('input'));"
            "return [read('td.tried'), read('.told li'), read('.limits li')]; })); })()"
        )
    )
    tree = read(Folder(root))
    route = routes_of(tree, "de")["primary",]
    now = reading(tree, route)
    for row, (figures, told, limits) in zip(texts(route, now, _Silent()), shown, strict=True):
        if row[0] == f"{now.at:f}":
            continue
        assert figures == row[:5]
        marked = [one[1:] for one in row[6:] if one[0] in BY_SET + BY_DIFF]
        assert told == marked[1:]
        assert not [one for one in row[6:] if one[0] == BY_RULES]
        assert all("undefined" not in one for one in limits)


class _Silent:
    """No rules: what they say is held against the engine elsewhere."""

    small_tuning = 3

    def by_scores(self, _: object) -> list[tuple[str, str, str, str]]:
        return []

    def by_value(self, _: object) -> list[tuple[str, str, str, str]]:
        return []


def test_by_keyboard_alone(tab: Tab, out: Path) -> None:
    tab.size(1280)
    tab.open((out / "languages/pl.html").as_uri())
    tab.script("document.querySelector('#primary input[type=range]').focus()")
    for kind in ("rawKeyDown", "keyUp") * 2:
        tab.call("Input.dispatchKeyEvent", type=kind, key="ArrowRight", windowsVirtualKeyCode=39)
    assert tab.text("#primary td.value") == "0.193"
    said = tab.script("document.querySelector('#primary input[type=range]').ariaValueText")
    assert said.startswith("0.193, passes ")


def test_the_overview_is_filtered(tab: Tab, out: Path) -> None:
    tab.size(1280)
    tab.open((out / "index.html").as_uri())
    tab.script(
        "(() => { const field = document.querySelector('#filter'); field.value = 'german';"
        "field.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    assert tab.text("#count") == "1 of 4 languages"
    assert tab.text(".matrix tbody:not([hidden]) th").startswith("German de")


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(AXE / name, folder / name)
    reached(folder)
    return (folder / "node_modules/axe-core/axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(tab: Tab, out: Path, axe: str, width: int, dark: bool) -> None:
    for name in ("index.html", "languages/de.html", "languages/pt-BR.html"):
        tab.size(width, dark=dark)
        tab.open((out / name).as_uri())
        tab.script(
            "document.querySelectorAll('details').forEach((one) => { one.open = true; });"
            "document.querySelectorAll('input[type=range]').forEach((one) => {"
            "one.value = 600; one.dispatchEvent(new Event('input')); })"
        )
        tab.script(f"{axe}; 0")
        found: list[dict[str, Any]] = json.loads(
            tab.script("axe.run().then((found) => JSON.stringify(found.violations))")
        )
        told = [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]
        assert told == [], name
        assert tab.script("document.documentElement.scrollWidth") == width
