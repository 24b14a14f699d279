"""The frame of a page that needs nothing else: no network, no script, dark and light.

The content security policy forbids what is not here; whoever fills the frame escapes what comes
from files.
"""

from html import escape

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1c2330; --soft: #5c6675;
  --line: #d9dee6; --card: #f6f8fb; --all: #8da2bf; --relevant: #3f8f5f; --hot: #d9822b;
  --low: #2f7d4f; --medium: #a86400; --high: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --ink: #e4e8ee; --soft: #9aa5b4;
  --line: #2d3542; --card: #1a2029; --all: #5f7594; --relevant: #58b27d; --hot: #e89a45;
  --low: #6fcf97; --medium: #f0b458; --high: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
* + h3 { margin-top: 1.5rem; }
p { margin: .25rem 0; }
.soft, footer, figcaption { color: var(--soft); font-size: .875rem; }
.risk { display: inline-block; padding: .1rem .6rem; border: 1px solid; border-radius: 1rem;
  font-size: .875rem; }
.none { color: var(--soft); } .low { color: var(--low); } .medium { color: var(--medium); }
.high { color: var(--high); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; white-space: nowrap; }
th { color: var(--soft); font-weight: 500; font-size: .875rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: .8rem 1rem; margin: .6rem 0; }
code { font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
figure { margin: 1rem 0 .25rem; } svg { width: 100%; height: auto; display: block; }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft); }
svg text.after { fill: var(--ink); font-weight: 600; }
rect.all { fill: var(--all); } rect.relevant { fill: var(--relevant); }
rect.changing { fill: var(--hot); }
line.axis { stroke: var(--line); } line.at { stroke: var(--ink); stroke-width: 1.5; }
line.before { stroke: var(--soft); stroke-dasharray: 4 3; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; }
"""


def document(title: str, body: str, style: str = "") -> str:
    """The whole page; ``body`` is HTML, ``style`` what it needs beside ``STYLE``."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
