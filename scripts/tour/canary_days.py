"""Days of a canary beside its primary, for the tour: real scores of a day, drawn again and again.

The pairs of scores are those of docs/sample. How often each kind of pair comes and how often it is
relevant is as counted on the 1,004 sentences that they are from (German, at the sample company's
thresholds). A model that has lost its inputs gives each event the score of another one: as many
pass as before, as fast and without an error, and only labels tell.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from scripts import PROJECT

SAMPLE_LOG = PROJECT / "docs/sample/german-2026-11-03.parquet"
PRIMARY, CANARY = "relevance-words-v1", "relevance-e5-v3"
EVENTS = 600  # a day


class Kind(NamedTuple):
    """Sentences on which the two decide in one way, and how many of them are relevant."""

    sentences: int
    relevant: int


# By whether the primary and the canary keep it; where both decide alike nobody is asked.
KINDS = {
    (False, True): Kind(50, 30),
    (True, False): Kind(166, 20),
    (True, True): Kind(223, 0),
    (False, False): Kind(565, 0),
}
# Without its inputs: what the primary keeps is relevant more often than what it drops.
SPOILED = {True: Kind(389, 216), False: Kind(615, 40)}

Pair = tuple[float, float]


def pairs() -> list[Pair]:
    """The scores of both models for the same event."""
    import duckdb

    rows = duckdb.execute(
        "SELECT one.score, other.score FROM read_parquet($path) AS one "
        "JOIN read_parquet($path) AS other USING (event_id) "
        "WHERE one.model = $primary AND other.model = $canary "
        "AND one.score IS NOT NULL AND other.score IS NOT NULL ORDER BY event_id",
        {"path": str(SAMPLE_LOG), "primary": PRIMARY, "canary": CANARY},
    ).fetchall()
    return [(float(one), float(other)) for one, other in rows]


@dataclass(slots=True)
class Days:
    """Writes a log a day, and knows what an analyst would say of each event."""

    folder: Path
    language: str
    primary_at: float
    canary_at: float
    spoiled: bool = False
    random: Random = field(default_factory=lambda: Random(4))
    relevant: dict[str, bool] = field(default_factory=dict)
    _by_kind: dict[tuple[bool, bool], list[Pair]] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the pairs by what the two thresholds make of them."""
        self._by_kind = {kind: [] for kind in KINDS}
        for pair in pairs():
            self._by_kind[self._kind(*pair)].append(pair)

    def _kind(self, primary: float, canary: float) -> tuple[bool, bool]:
        return primary >= self.primary_at, canary >= self.canary_at

    def write(self, day: date, traffic: float) -> Path:
        """The log of one day, on which both models are asked about every event."""
        path = self.folder / f"{day}.jsonl"
        path.write_text("".join(self._rows(day, traffic)), encoding="utf-8")
        return path

    def labelled(self, asked: Path, path: Path) -> Path:
        """What people say of the events that they were asked about."""
        rows = map(json.loads, asked.read_text(encoding="utf-8").splitlines())
        said = [{**row, "relevant": self.relevant[row["event_id"]]} for row in rows]
        path.write_text("".join(f"{json.dumps(row)}\n" for row in said), encoding="utf-8")
        return path

    def _rows(self, day: date, traffic: float) -> Iterator[str]:
        begins = datetime.combine(day, time(), UTC)
        kinds, weights = list(KINDS), [one.sentences for one in KINDS.values()]
        for number, kind in enumerate(self.random.choices(kinds, weights, k=EVENTS)):
            primary, canary = self.random.choice(self._by_kind[kind])
            if self.spoiled:
                other = self.random.choices(kinds, weights)[0]
                canary = self.random.choice(self._by_kind[other])[1]
            event = f"{self.language}-{day}-{number}"
            self._judge(event, self._kind(primary, canary))
            at = begins + timedelta(days=1) * number / EVENTS
            drawn = self.random.random() < traffic
            yield self._row(event, at, PRIMARY, "shadow" if drawn else "primary", primary, drawn)
            yield self._row(event, at, CANARY, "canary" if drawn else "shadow", canary, not drawn)

    def _judge(self, event: str, kind: tuple[bool, bool]) -> None:
        if kind[0] != kind[1]:
            counted = SPOILED[kind[0]] if self.spoiled else KINDS[kind]
            self.relevant[event] = self.random.random() * counted.sentences < counted.relevant

    def _row(
        self, event: str, at: datetime, model: str, role: str, score: float, copied: bool
    ) -> str:
        row = {
            "event_id": event,
            "time": at.isoformat(),
            "language": self.language,
            "model": model,
            "role": role,
            "status": 200,
            "score": score,
            "latency_ms": round(20 + 10 * self.random.random(), 1),
            "final": not copied,
            "sent": f"{event}-{model}",
        }
        return json.dumps(row) + "\n"
