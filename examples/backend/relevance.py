"""A small model of relevance: logistic regression over the words or the characters of a title.

    python relevance.py headlines.tsv relevance.json

learns both kinds from labelled headlines and writes their weights. It is real in that it is learned
and loaded; 80 headlines make no good model.
"""

import csv
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from math import exp, log, sqrt
from pathlib import Path

EPOCHS = 300
USUAL = 0.25  # share of events that are relevant; of the headlines about half are
RATE = 0.5
DECAY = 1e-3
Features = dict[str, float]
Weights = Mapping[str, float]


def words(title: str) -> Iterator[str]:
    """The words of a title, without regard to case."""
    yield from re.findall(r"\w+", title.lower())


def characters(title: str) -> Iterator[str]:
    """Four characters each, so that inflected words have most of them in common."""
    padded = f" {' '.join(words(title))} "
    yield from (padded[at : at + 4] for at in range(len(padded) - 3))


KINDS: Mapping[str, Callable[[str], Iterator[str]]] = {"words": words, "characters": characters}


def score(kind: str, weights: Weights, title: str) -> float:
    """How likely the title is relevant, 0 to 1; ``kind`` says what was learned from."""
    return _likely(weights, _features(kind, title))


def learn(kind: str, examples: list[tuple[str, bool]]) -> dict[str, float]:
    """Weights by stochastic gradient descent, always in the same order."""
    weights: defaultdict[str, float] = defaultdict(float)
    known = [(_features(kind, title), relevant) for title, relevant in examples]
    shuffle = random.Random(0).shuffle
    for _ in range(EPOCHS):
        shuffle(known)
        for features, relevant in known:
            error = relevant - _likely(weights, features)
            for name, value in features.items():
                weights[name] += RATE * (error * value - DECAY * weights[name])
    share = sum(relevant for _, relevant in examples) / len(examples)
    weights[""] += log(USUAL / (1 - USUAL)) - log(share / (1 - share))
    return {name: rounded for name in sorted(weights) if (rounded := round(weights[name], 3))}


def _features(kind: str, title: str) -> Features:
    found = set(KINDS[kind](title))
    return {name: 1 / sqrt(len(found)) for name in sorted(found)} | {"": 1.0}


def _likely(weights: Weights, features: Features) -> float:
    height = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + exp(-height))


def main(headlines: str, model: str) -> None:
    with Path(headlines).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        examples = [(row["title"], row["relevant"] == "1") for row in rows]
    learned = {kind: learn(kind, examples) for kind in KINDS}
    text = json.dumps(learned, ensure_ascii=False, indent=0, sort_keys=True)
    Path(model).write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
