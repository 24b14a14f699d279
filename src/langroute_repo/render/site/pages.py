"""Pages that need nothing else: no network, no other file, and no script that came with a text.

Everything that comes from files or from git is escaped by Jinja2, but for our own pictures, which
escape what they name themselves. The content security policy allows the one style and the one
script of a page by their hashes.
"""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from langroute_repo.render.judgement.page_style import FRAGMENT
from langroute_repo.render.site.overview import ended

TEMPLATES = Path(__file__).parent / "templates"


def page(template: str, **known: Any) -> str:
    """A whole page by its template."""
    return _templates().get_template(template).render(**known)


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["ended"] = ended
    style, script = _text("style.css") + FRAGMENT, _text("page.js")
    found.globals |= {
        "style": style,
        "script": script,
        "policy": "; ".join(
            [
                "default-src 'none'",
                f"style-src {_hash(style)}",
                f"script-src {_hash(script)}",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            ]
        ),
    }
    return found


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
