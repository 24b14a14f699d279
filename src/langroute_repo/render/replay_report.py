"""What a replay found, as text and as JSON, beside what the counts of the evidence promise."""

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from heapq import merge
from itertools import islice
from operator import attrgetter

from langroute_repo.diff.reading import reading
from langroute_repo.output.replay import (
    ReplayGroup,
    ReplayKept,
    ReplayLanguage,
    ReplayOutput,
    ReplaySample,
    ReplaySides,
)
from langroute_repo.render.figures import percent
from langroute_repo.replay.routed import Outcome, Replayed, Sample, Tally
from langroute_repo.tree.routes import EVERYBODY, routes_of
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import percentage
from langroute_repo.wording import counted, listed

NOBODY = "nobody"
FATES = {True: "kept", False: "dropped", None: ""}
Share = float | None
Name = tuple[str, str]  # what was, what is


class LanguageReport:
    """What is told of one language."""

    def __init__(self, tag: str, tally: Tally, limit: int) -> None:
        self.tag, self._tally, self._limit = tag, tally, limit
        self.events = tally.outcomes.total()

    @property
    def quiet(self) -> bool:
        """Whether every event keeps its model and its verdict."""
        return all(not one.moved and one.turned is False for one in self._tally.outcomes)

    @property
    def moves(self) -> list[ReplayGroup]:
        """Events that another model answers, by the two models."""
        return self._groups(
            lambda one: one.moved and (one.model_before or NOBODY, one.model_after or NOBODY)
        )

    @property
    def turns(self) -> list[ReplayGroup]:
        """Events whose verdict changes, by direction."""
        return self._groups(
            lambda one: one.turned and (FATES[one.kept_before], FATES[one.kept_after])
        )

    @property
    def unknown(self) -> Counter[str]:
        """Events whose verdict may change, by the model that has no recorded score for them."""
        found: Counter[str] = Counter()
        for one, events in self._tally.outcomes.items():
            if one.turned is None:
                missing = one.model_after if one.kept_after is None else one.model_before
                found[missing or NOBODY] += events
        return found

    def kept(self, after: bool) -> Share:
        """Share that is kept on one side; None where a model has no recorded score at all."""
        scored: Counter[str | None] = Counter()
        kept: Counter[str | None] = Counter()
        answered: Counter[str | None] = Counter()
        for one, events in self._tally.outcomes.items():
            model = one.model_after if after else one.model_before
            verdict = one.kept_after if after else one.kept_before
            answered[model] += events
            scored[model] += events * (verdict is not None)
            kept[model] += events * (verdict is True)
        if not all(scored[model] for model in answered):
            return None
        # Fractions, so that of one model it is the very share that the counts say.
        expected = sum(
            Fraction(events * kept[model], scored[model]) for model, events in answered.items()
        )
        return float(expected / self.events)

    def _groups(self, named: Callable[[Outcome], Name | bool | None]) -> list[ReplayGroup]:
        events: Counter[Name] = Counter()
        samples: dict[Name, list[list[Sample]]] = {}
        for one, number in self._tally.outcomes.items():
            name = named(one)
            if isinstance(name, tuple):
                events[name] += number
                samples.setdefault(name, []).append(self._tally.samples.get(one, []))
        return [
            ReplayGroup(
                before=name[0], after=name[1], events=number, samples=self._first(samples[name])
            )
            for name, number in sorted(events.items(), key=lambda item: (-item[1], item[0]))
        ]

    def _first(self, samples: list[list[Sample]]) -> list[ReplaySample]:
        """The first by event id; each list is in that order, for the log was sorted."""
        first = islice(merge(*samples, key=attrgetter("event_id")), self._limit)
        return [
            ReplaySample(
                event_id=one.event_id, score_before=one.score_before, score_after=one.score_after
            )
            for one in first
        ]


class ReplayReport:
    """A replay in each of its forms."""

    def __init__(
        self, found: Replayed, before: Tree, after: Tree, environment: str, limit: int
    ) -> None:
        self.found, self.before, self.after = found, before, after
        self.environment = environment
        self.languages = [
            LanguageReport(tag, found.tallies[tag], limit) for tag in sorted(found.tallies)
        ]

    def text(self) -> str:
        """For a terminal."""
        return "".join(f"{line}\n" for line in self._lines())

    def output(self) -> ReplayOutput:
        """For machines, in the shape of schemas/replay-output.schema.json."""
        return ReplayOutput(
            schema_version=1,
            environment=self.environment,
            events=self.found.events,
            without_id=self.found.without_id,
            languages=[self._output(one) for one in self.languages],
            left_out=dict(self.found.left_out.most_common()),
        )

    def kept(self, one: LanguageReport) -> ReplaySides:
        """By the recorded scores, and by the counts of the evidence."""
        before, after = (_promised(tree, one.tag) for tree in (self.before, self.after))
        return ReplaySides(
            before=ReplayKept(replayed=one.kept(after=False), promised=before),
            after=ReplayKept(replayed=one.kept(after=True), promised=after),
        )

    def _lines(self) -> Iterator[str]:
        sides = f"{self.before.name} and {self.after.name}"
        yield f"{counted(self.found.events, 'event')} through {sides}, for {self.environment}"
        quiet = [one for one in self.languages if one.quiet]
        for one in self.languages:
            if not one.quiet:
                yield ""
                yield from self._language(one)
        yield ""
        if quiet:
            events = counted(sum(one.events for one in quiet), "event")
            yield f"nothing changes in {listed([one.tag for one in quiet])} ({events})"
        if self.found.without_id:
            events = counted(self.found.without_id, "event")
            yield f"without an id, so answered by the primary: {events}"
        for reason, rows in self.found.left_out.most_common():
            yield f"left out {counted(rows, 'row')}: {reason}"

    def _language(self, one: LanguageReport) -> Iterator[str]:
        yield f"{one.tag}  {counted(one.events, 'event')}"
        for group in one.moves:
            yield f"  model      {_group(group, one.events)}"
            yield from _ids(group)
        for group in one.turns:
            yield f"  decision   {_group(group, one.events)}"
            yield from map(_scores, group.samples)
        for model, events in one.unknown.most_common():
            yield f"  not known  {_part(events, one.events)}: {_without(model)}"
        sides = self.kept(one)
        before, after = sides.before, sides.after
        yield (
            f"  kept       {_share(before.replayed)} → {_share(after.replayed)}; "
            f"by the counts {_share(before.promised)} → {_share(after.promised)}"
        )

    def _output(self, one: LanguageReport) -> ReplayLanguage:
        return ReplayLanguage(
            language=one.tag,
            events=one.events,
            models=one.moves,
            decisions=one.turns,
            not_known=dict(one.unknown.most_common()),
            kept=self.kept(one),
        )


def _promised(tree: Tree, tag: str) -> Share:
    """Share of a language's events that is kept, by the counts of what answers."""
    shares = []
    for route in routes_of(tree, tag).values():
        known = reading(tree, route)
        if known.decides and known.share is None:
            return None
        shares.append(known.decides / EVERYBODY * (known.share or 0.0))
    return sum(shares) if shares else None


def _group(group: ReplayGroup, events: int) -> str:
    return f"{_part(group.events, events)}: {group.before} → {group.after}"


def _part(number: int, events: int) -> str:
    return f"{number:,} ({percentage(number, events)})"


def _ids(group: ReplayGroup) -> Iterator[str]:
    if group.samples:
        yield f"               {', '.join(sample.event_id for sample in group.samples)}"


def _scores(sample: ReplaySample) -> str:
    before, after = sample.score_before, sample.score_after
    scores = f"{before:g}" if before == after else f"{before:g} → {after:g}"
    return f"               {sample.event_id}  {scores}"


def _without(model: str) -> str:
    if model == NOBODY:
        return "no model answers"
    return f"no usable score of {model} was recorded"


def _share(share: Share) -> str:
    return "not known" if share is None else percent(share)
