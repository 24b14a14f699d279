"""What a judge says as one HTML page that needs nothing else: who waits for whom, and why.

Made of the published shape alone. What comes from files and logs is escaped. ``fragment`` is one
candidate without a page around it, for a page of its language; it needs ``STYLE`` there.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from langroute_repo.output.judge import JudgeCandidate, JudgeDay, JudgeOutput
from langroute_repo.render.html_page import document
from langroute_repo.render.judgement.chart import MOST, Figure, day_of
from langroute_repo.render.judgement.day_pictures import (
    disagreements,
    pass_share,
    trouble,
    verdicts,
)
from langroute_repo.render.judgement.page_style import STYLE
from langroute_repo.render.judgement.score_picture import scores
from langroute_repo.render.judgement.text import (
    STATES,
    WORDS,
    doubts,
    figures,
    outlook,
    sentence,
    summary,
)
from langroute_repo.render.judgement.work_picture import work
from langroute_repo.render.markdown import cut
from langroute_repo.wording import counted, listed

# What somebody has to do something about comes first.
ORDER = ("take-back", "promote", "next-rung", "hold")
HEADLINE = {
    "take-back": "to take back",
    "promote": "to promote",
    "next-rung": "may have more",
    "hold": "to hold",
}
CODE = re.compile("`([^`]+)`")
IN_NUMBERS = 14  # days; --format json has all
WHY = 180  # characters of a reason in the list
# Columns of the days in numbers: what stands above, and of what.
COLUMNS = (
    ("scored", "contents"),
    ("pass", "passes"),
    ("pairs", "pairs"),
    ("gains", "gains"),
    ("losses", "losses"),
    ("labels", "labelled"),
    ("relevant gains", "relevant_gains"),
    ("relevant losses", "relevant_losses"),
)


def page(told: JudgeOutput) -> str:
    """The whole page: a list of all candidates, and each of them."""
    of = sorted(told.candidates, key=lambda one: ORDER.index(one.verdict))
    title = f"Judged for {told.environment} on {told.today}: {_headline(of)}"
    return document(title, "\n".join(_body(told, of, title)), STYLE)


def fragment(one: JudgeCandidate) -> str:
    """One candidate: verdict, questions, pictures, how long it takes, days in numbers."""
    return "\n".join(_candidate(one))


def _headline(of: Sequence[JudgeCandidate]) -> str:
    words = [one.verdict for one in of]
    return listed([f"{words.count(word)} {HEADLINE[word]}" for word in ORDER if word in words])


def _body(told: JudgeOutput, of: Sequence[JudgeCandidate], title: str) -> Iterator[str]:
    yield f"<main><h1>{escape(title)}</h1>"
    yield from (f'<p class="soft">{escape(line)}</p>' for line in summary(told))
    yield '<nav aria-label="candidates"><ol class="all">'
    yield from map(_listed, of)
    yield "</ol></nav>"
    yield from map(fragment, of)
    yield "</main>"
    yield (
        "<footer>A content is what was sent to a model: a story that comes again counts once. "
        "What is open is no agreement, and neither is no data. How it is judged: "
        "docs/judging.md.</footer>"
    )


def _listed(one: JudgeCandidate) -> str:
    why = cut(one.reasons[0], WHY) if one.reasons else "all that is asked for is shown"
    return (
        f'<li>{_verdict(one)} <a href="#{quote(_anchor(one))}"><b>{escape(one.language)}</b> '
        f"{one.role} {escape(one.model)}</a> <span>{_prose(why)}</span>"
    )


def _candidate(one: JudgeCandidate) -> Iterator[str]:
    yield f'<article class="judged" id="{escape(_anchor(one))}">'
    name = f"{one.language} {one.role} {one.model}"
    yield f"<header><h2>{escape(name)}</h2> {_verdict(one)}</header>"
    yield f'<p class="soft">{escape(_about(one))}</p>'
    yield from (f'<p class="why">{_prose(reason)}</p>' for reason in doubts(one))
    yield '<ul class="questions">'
    for clause in one.clauses:
        state = f'<b class="state {clause.state}">{STATES[clause.state]}</b>'
        yield f"<li>{state} <b>{escape(clause.name)}</b> <span>{_prose(sentence(clause))}</span>"
    yield "</ul>"
    if one.verdict in ("hold", "next-rung"):
        yield f"<p>{_prose(_capital(outlook(one)))}.</p>"
    yield from (f"<p>{escape(_capital(line))}.</p>" for line in figures(one))
    yield from _pictures(one)
    yield "</article>"


def _about(one: JudgeCandidate) -> str:
    drawn = f", the last {MOST} of them drawn" if len(one.days) > MOST else ""
    share = "answers" if one.role == "canary" else "is asked about"
    return (
        f"It {share} {one.traffic:.0%} of the events beside {one.primary}; {one.since}; "
        f"{counted(len(one.days), 'day')} in the log{drawn}."
    )


def _pictures(one: JudgeCandidate) -> Iterator[str]:
    if not one.days:
        return
    drawn = verdicts(one), scores(one), disagreements(one), pass_share(one), trouble(one), work(one)
    yield '<div class="figures">'
    yield from (_figure(figure) for figure in drawn if figure)
    yield "</div>"
    yield from _numbers(one.days)


def _figure(figure: Figure) -> str:
    keys = " ".join(f'<i class="{name}"></i>{escape(word)}' for name, word in figure.keys)
    return (
        f"<figure><h3>{escape(figure.title)}</h3>{figure.picture}"
        f'<figcaption><p class="keys">{keys}</p>{escape(figure.words)}</figcaption></figure>'
    )


def _numbers(days: Sequence[JudgeDay]) -> Iterator[str]:
    """Cells and rows need no end: HTML ends them where the next begins."""
    shown = days[-IN_NUMBERS:]
    some = "The days" if len(shown) == len(days) else f"The last {len(shown)} of {len(days)} days"
    yield f"<details><summary>{some} in numbers</summary>"
    yield '<div class="scroll"><table><thead><tr>'
    yield "".join(f"<th>{name}" for name in ("day", "verdict", *(name for name, _ in COLUMNS)))
    yield "<tbody>"
    for day in shown:
        cells = (f"{getattr(day, field):,}" for _, field in COLUMNS)
        yield f"<tr><td>{'<td>'.join((day_of(day.day), WORDS[day.verdict], *cells))}"
    yield "</table></div></details>"


def _prose(words: str) -> str:
    """Escaped, with what stands between backticks as code."""
    return CODE.sub(r"<code>\1</code>", escape(words))


def _verdict(one: JudgeCandidate) -> str:
    return f'<strong class="verdict {one.verdict}">{WORDS[one.verdict]}</strong>'


def _anchor(one: JudgeCandidate) -> str:
    return f"{one.language}-{one.role}-{one.model}"


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]
