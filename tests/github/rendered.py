"""What GitHub makes of Markdown, as far as it matters here, and texts that want to do something."""

import re
from html.parser import HTMLParser

from hypothesis import strategies as st
from markdown_it import MarkdownIt

RENDERER = MarkdownIt("commonmark", {"html": True}).enable("table")
APART = "\N{ZERO WIDTH SPACE}"
# What GitHub makes of a text once it is rendered: mentions, references, links, emoji.
ACTS = re.compile(r"@[A-Za-z0-9]|#\d|\bGH-\d|://|\bwww\.|:[\w+-]+:", re.IGNORECASE)
WICKED = (
    "@acme/risk", "#12", "acme/routes#1", "GH-7", "https://evil.example", "www.evil.example", "<b>",
    "</details>", "<!-- x -->", "-->", "<img src=x onerror=y>", "&lt;", "&#64;ada", "`", "```",
    "~~~", "|", "\\", "\\|", "**", "__", "~~", "[x](y)", "![x](y)", "# ", "> ", "- ", "1. ", "1) ",
    "+ ", "---", "===", "\n", "\r\n", "\n\n", "\t", "    ", ":tada:", "$a$", "$$", "\u202e", "==",
    "\u2066", "\x00", "\x1b[31m", "\u200b", "\ufeff", "\u3164", "\U000e0041", "\ud800", "a@b.c",
)  # fmt: skip
TEXTS = st.lists(
    st.one_of(st.sampled_from(WICKED), st.text(st.characters(), max_size=6)), max_size=8
).map("".join)


class Page(HTMLParser):
    """What a browser shows of a page: text outside of code, text of code, and elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.plain, self.code = "", ""
        self.open: list[str] = []
        self.elements: list[str] = []
        self.comments: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> ends nothing"
        assert self.open.pop() == tag

    @property
    def acts(self) -> bool:
        """Whether GitHub would make something of the text, which it reads element by element.

        A dollar has an element of its own, so what is on its two sides never meets.
        """
        return ACTS.search(self.plain.replace("$", "\n")) is not None

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        if "code" in self.open:
            self.code += data
        else:
            self.plain += data


def page(markdown: str) -> Page:
    """Rendered, with every element closed."""
    read = Page(RENDERER.render(markdown))
    assert read.open == []
    return read
