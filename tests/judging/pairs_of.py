"""Makes pairs.json of real paired scores: `python -m tests.judging.pairs_of scores.parquet`.

The file has one row for each language, model and sentence, with a score and whether it is relevant
(SIB-200, Adelani et al., CC BY-SA 4.0). Only counts go into pairs.json.
"""

import json
import sys
from collections import Counter
from typing import NamedTuple

import duckdb

PRIMARY, CANDIDATE = "relevance-words-v1", "relevance-chars-v2"
RECALL = 0.85  # of the primary
POINTS = {"equal": 0.0, "better-5": 0.05, "worse-5": -0.05, "worse-10": -0.10}
PASS_ODDS = 1.5
NO_YES = (False, True)
NEARLY_FAILS = ("ja", "zh")  # words are not separated by spaces there


class Scored(NamedTuple):
    """A sentence as both models see it."""

    primary: float
    candidate: float
    relevant: bool


def pairs(scored: list[Scored]) -> dict[str, object]:
    """The counts of each case by whether primary and candidate pass it and whether it is relevant.

    A threshold of the candidate is the one whose recall is nearest to the wanted one. ``promised``
    is what it was reviewed with.
    """
    at = _threshold([one.primary for one in scored if one.relevant], RECALL)
    recall = _above([one.primary for one in scored if one.relevant], at)
    relevant = [one.candidate for one in scored if one.relevant]
    everything = [one.candidate for one in scored]
    found: dict[str, object] = {}
    for name, points in POINTS.items():
        own = _threshold(relevant, recall + points)
        found[name] = _case(scored, at, own, _above(everything, own))
    own = _threshold(relevant, recall)
    promised = _above(everything, own)
    odds = promised / (1 - promised) * PASS_ODDS
    more = _threshold(everything, odds / (1 + odds))
    found["passes-more"] = _case(scored, at, more, promised)
    return found


def _case(scored: list[Scored], at: float, own: float, promised: float) -> dict[str, object]:
    counts = Counter((one.primary >= at, one.candidate >= own, one.relevant) for one in scored)
    return {
        "promised": round(promised, 3),
        "counts": [counts[a, b, c] for a in NO_YES for b in NO_YES for c in NO_YES],
    }


def _threshold(scores: list[float], share: float) -> float:
    """The score from which on about this share of them lies."""
    ordered = sorted(scores, reverse=True)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def _above(scores: list[float], at: float) -> float:
    return sum(one >= at for one in scores) / len(scores)


def main(path: str) -> None:
    rows = duckdb.execute(
        "SELECT one.language, one.score, other.score, one.relevant "
        f"FROM '{path}' AS one JOIN '{path}' AS other USING (language, sentence) "
        f"WHERE one.model = '{PRIMARY}' AND other.model = '{CANDIDATE}' ORDER BY one.language"
    ).fetchall()
    languages = sorted({row[0] for row in rows} - {*NEARLY_FAILS})
    found = {tag: pairs([Scored(*row[1:]) for row in rows if row[0] == tag]) for tag in languages}
    lines = [f"{json.dumps(tag)}: {json.dumps(held)}" for tag, held in found.items()]
    sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1])
