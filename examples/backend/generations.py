"""Three generations of models side by side, each asked as its file in config/models/ says.

    relevance-vectors-v0  TensorFlow Serving, which gets a vector that is looked up here
    relevance-words-v1    SageMaker
    relevance-chars-v2    BentoML, with the token in SCORER_TOKEN

    LANGROUTE_FILE=production.json SCORER_TOKEN=… python generations.py vectors.json < events.jsonl

tells on standard error what each made of each event, or whose fault it is that it made nothing; on
standard output are the metrics. vectors.json has a list of numbers by word; it stands in for the
store of a company, such as Redis. Nothing else in this file depends on what a server speaks.
"""

import json
import os
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TextIO

from langroute.predictor import PredictionFailed, Predictor
from langroute.reader import FileSource
from langroute.reader.serving import Source
from langroute.recording import EmbeddedMetrics, Record, Recorder


class Store:
    """Vectors of words."""

    def __init__(self, words: dict[str, list[float]]) -> None:
        self.words = words

    def vector(self, text: str) -> list[float]:
        """The mean of those of a text's words; one of no length where the store came up empty."""
        found = [self.words[word] for word in text.lower().split() if word in self.words]
        width = len(next(iter(self.words.values()), ()))
        columns = zip(*found, strict=True)
        return [sum(column) / len(found) for column in columns] if found else [0.0] * width


class Told:
    """Says what each model made of each event."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, record: Record) -> None:
        made = f"{record.status} {record.error}" if record.score is None else f"{record.score:.2f}"
        said = f"{record.event_id} {record.role} {record.model}: {made}"
        print(said, file=self._stream, flush=True)


def answer_all(
    lines: Iterable[str],
    source: Source,
    store: Store,
    told: TextIO,
    metrics: TextIO,
    timeout: float = 2.0,
) -> None:
    """Ask about every event, and wait for what the shadows say."""

    def to_vector(fields: Any) -> dict[str, list[float]]:
        return {"vector": store.vector(fields["title"])}

    recorder = Recorder(Told(told), EmbeddedMetrics(source, metrics))
    prepare = {"relevance-vectors-v0": to_vector}
    with (
        closing(recorder),
        Predictor(source, record=recorder.write, prepare=prepare, timeout=timeout) as predictor,
    ):
        for line in lines:
            event = json.loads(line)
            with suppress(PredictionFailed):  # it is told by its record
                predictor.predict(event["language"], event["id"], event)
        predictor.flush(timeout)


def main() -> None:
    store = Store(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    with FileSource(os.environ["LANGROUTE_FILE"]) as source:
        answer_all(sys.stdin, source, store, sys.stderr, sys.stdout)


if __name__ == "__main__":
    main()
