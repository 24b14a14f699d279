"""Makes docs/comment.png: `python -m tests.github.picture docs/comment.png`.

A change of the rules' small tree that takes another language's threshold along, reviewed, and its
comment drawn as GitHub draws one. `python -m tests.github.picture FOLDER 1 9 60 200` draws into a
folder what is said of so many languages, as a desktop and as a telephone shows it. Needs git, and
Chromium (CHROMIUM names it where it is called otherwise).
"""

import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

from markdown_it import MarkdownIt

from scripts.__main__ import main as langroute
from tests.github.company import changed
from tests.repository import commit, git
from tests.rules.examples import BASE

DE, EN = "config/languages/de.yaml", "config/languages/en.yaml"
PRIMARY = re.compile(r"(?<=primary:)(.*?threshold: )(\{[^}]*\})", re.DOTALL)
# The same picture on every day: commits have the same names.
ENVIRONMENT = {
    "LANGROUTE_TODAY": "2026-11-22",
    "GITHUB_REPOSITORY": "acme/langroute",
    "GIT_AUTHOR_DATE": "2026-11-22T09:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-22T09:00:00Z",
}
WIDTH = 920  # as wide as GitHub's column of comments on a desktop of 1,280 pixels
TELEPHONE = 390
# A comment breaks its lines where the text does.
RENDERER = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("table")
STYLE = """
* { box-sizing: border-box; }
body { margin: 0; padding: 16px; background: #fff; color: #1f2328; font: 14px/1.5 "Liberation Sans",
  "DejaVu Sans", Helvetica, Arial, sans-serif; }
.box { border: 1px solid #d1d9e0; border-radius: 6px; }
.who { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; color: #59636e;
  border-radius: 6px 6px 0 0; }
.who b { color: #1f2328; } .who i { font-style: normal; border: 1px solid #d1d9e0; font-size: 12px;
  border-radius: 2em; padding: 0 7px; }
.text { padding: 16px; overflow-wrap: break-word; } .text > :last-child { margin-bottom: 0; }
h3 { font-size: 1.25em; line-height: 1.25; margin: 8px 0 16px; }
h4 { margin: 24px 0 16px; font-size: 1em; }
p, ul, ol, table, pre, details { margin: 0 0 16px; } ul, ol { padding-left: 2em; }
a { color: #0969da; }
code { background: #818b981f; border-radius: 6px; padding: .2em .4em; white-space: break-spaces;
  font: 85% "DejaVu Sans Mono", monospace; }
pre { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: auto; line-height: 1.45; }
pre code { background: none; padding: 0; white-space: pre; font-size: 12px; }
table { border-collapse: collapse; } th, td { border: 1px solid #d1d9e0; padding: 6px 13px; }
th { text-align: left; }
tr:nth-child(2n) td { background: #f6f8fa; } sub { font-size: 12px; vertical-align: baseline; }
"""
# Not every machine has a font with emoji.
SIGNS = {"❌": ("✖", "#cf222e"), "⚠️": ("⚠", "#bc4c00"), "✅": ("✔", "#1a7f37")}
HEIGHT = "<script>document.title = document.documentElement.scrollHeight</script>"


def main(words: list[str]) -> int:
    """Draw it into the file that is named, or what is said of each number into the folder."""
    os.environ |= ENVIRONMENT
    to, *numbers = words
    target = Path(to).resolve()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        if not numbers:
            _draw(drawn_comment(root / "repository"), target, WIDTH)
        for number in map(int, numbers):
            changed(root / str(number), number)
            body = said_of(root / str(number))
            (target / f"{number}.md").write_text(body, "utf-8")
            for width in (WIDTH, TELEPHONE):
                _draw(body, target / f"{number}-{width}.png", width)
    return 0


def drawn_comment(root: Path) -> str:
    """What `review` and `comment` say of the change."""
    shutil.copytree(BASE, root)
    git(root, "init", "-q", "-b", "main")
    commit(root, "begin")
    git(root, "switch", "-q", "-c", "topic")
    _edit(root)
    commit(root, "de: raise the canary, and a lower threshold")
    return said_of(root)


def said_of(root: Path) -> str:
    """What they say of a topic beside its main."""
    review = root / "review.json"
    _say("--root", str(root), "review", "--against", "main", "--out", str(review))
    head = git(root, "rev-parse", "HEAD")
    return _say("comment", "--artifact", str(review), "--head", head, "--print")


def _say(*words: str) -> str:
    """What a verb prints, in a terminal that shows every character."""
    told = BytesIO()
    with redirect_stdout(TextIOWrapper(told, "utf-8", write_through=True)):
        langroute(list(words))
        return told.getvalue().decode()


def _edit(root: Path) -> None:
    """The threshold of English goes to German, whose canary is raised by a large step."""
    german, english = ((root / path).read_text("utf-8") for path in (DE, EN))
    pasted = PRIMARY.search(english)
    assert pasted, f"{EN} has no sealed threshold"
    changed = PRIMARY.sub(lambda found: found[1] + pasted[2], german)
    changed = changed.replace("traffic: 10%", "traffic: 50%")
    assert changed != german, f"{DE} is another file than this picture is made for"
    (root / DE).write_text(changed, "utf-8")


def _page(markdown: str, width: int) -> str:
    shown = RENDERER.render(markdown)
    for emoji, (sign, colour) in SIGNS.items():
        shown = shown.replace(emoji, f'<span style="color:{colour}">{sign}</span>')
    who = '<div class="who"><b>github-actions</b> <i>bot</i> commented 2 minutes ago</div>'
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE} html {{ width: {width}px }}</style>'
        f'<div class="box">{who}<div class="text">{shown}</div></div>{HEIGHT}'
    )


def _draw(markdown: str, png: Path, width: int) -> None:
    """Once to learn the height of the page, once to draw it."""
    with TemporaryDirectory() as folder:
        html = Path(folder) / "comment.html"
        html.write_text(_page(markdown, width), "utf-8")
        dom = _chromium(html, f"--window-size={width},400", "--dump-dom")
        found = re.search(r"<title>(\d+)</title>", dom)
        assert found, "Chromium did not tell the height of the page"
        _chromium(html, f"--window-size={width},{found[1]}", f"--screenshot={png}")


def _chromium(html: Path, *options: str) -> str:
    command = [
        os.environ.get("CHROMIUM", "chromium"),
        "--headless",
        "--no-sandbox",
        "--no-first-run",
    ]
    command += ["--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1", *options]
    command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    command += ["--disable-quic", "--no-first-run", f"--user-data-dir={html.parent / 'profile'}"]
    done = subprocess.run([*command, html.as_uri()], check=True, capture_output=True, text=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
