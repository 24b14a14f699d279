"""Reads a foreign document by a mapping: answers for `init`, and all that is to be told of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from langroute_repo.foreign.arm import Arm, ArmReader, Member
from langroute_repo.foreign.converted import on_basis_points, percent, roughly, to_basis_points
from langroute_repo.foreign.mapping import Answerer, Written, values
from langroute_repo.foreign.names import ModelNames, Tags
from langroute_repo.foreign.paths import (
    KEY,
    LANGUAGE,
    Found,
    find,
    languages,
    path_of,
    plain,
    shown,
    variable_pattern,
)
from langroute_repo.foreign.taken import Taken, told
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.wording import did_you_mean, listed

Data = dict[str, Any]


class UnusableValues(Exception):
    """A document of which no files can be made: each place with what is wrong, and its cure."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(slots=True)
class Imported:
    """What was read.

    ``answers`` are a part of those that `init` takes. ``notes`` say, place by place, what is
    another here than there, ``left`` what was not taken. ``thresholds`` are those of the document,
    exact, by language and model, ``models`` and ``tags`` our names by theirs where they differ.
    """

    answers: Data
    notes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    thresholds: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    taken: Taken | None = None


def imported(document: Any, written: Written) -> Imported:
    """Read all; ``UnusableValues`` has every place that no file can say."""
    reader = _Reader(document, written)
    found = reader.read()
    if reader.faults:
        raise UnusableValues(list(dict.fromkeys(reader.faults)))
    return found


class _Reader:
    def __init__(self, document: Any, written: Written) -> None:
        self.written, self.mapping = written, written.mapping
        self.taken = Taken(document)
        self.faults: list[str] = []
        self.found = Imported({"languages": {}, "models": {}}, taken=self.taken)
        self.tags = Tags(self.mapping.languages, self.found.notes, self.fault)
        self.models = ModelNames(self.mapping.models or {}, self.fault)
        self.seen: set[tuple[Keys, str]] = set()
        self.entered: set[Keys] = set()  # whose each has led to a member
        self.asked: set[Keys] = set()  # who is asked in some language
        self.unanswered: list[str] = []

    def fault(self, message: str, hint: str) -> None:
        self.faults.append(f"{message} ({hint})" if hint else message)

    def read(self) -> Imported:
        named = list(self._named())
        if not named:
            self._nowhere(("languages", "at"), self.mapping.languages.at, {})
        for raw, place in named:
            tag = self.tags.of(raw, shown(place))
            if tag is not None:
                self._language(raw, tag)
        if named:
            self._paths_to_nowhere(named[0][0])
        if any(keys == ("primary", "model") for keys, _ in self.seen):  # or that is told already
            for raw in self.unanswered:
                hint = "leave_out: of languages leaves it out"
                self.fault(f"{raw}: no model answers there", hint)
        self.found.answers["models"] = {name: {} for name in self.models.ours}
        self.found.models, self.found.tags = self.models.renamed, self.tags.renamed
        left = self.taken.left
        self.found.left = list(told(left, {raw for raw, _ in named}, self.taken.variables))
        return self.found

    def _named(self) -> Iterator[tuple[str, Keys]]:
        """The languages of the document; what names a language by being there is taken."""
        path = path_of(self.mapping.languages.at, self.taken.variables)
        assert path is not None
        others = self._other_variables()
        for raw, place in languages(self.taken.document, path.steps):
            if self.taken.variables and any(one.fullmatch(plain(str(place[-1]))) for one in others):
                continue  # CANARY_DE of MODEL_CANARY_DE is no language where that is mapped apart
            last = path.steps[len(place) - 1]
            if last.by is not None:
                inside = find(Found((), self.taken.document), (), {})
                for key in (*place, last.by):
                    inside = Found((*inside.place, key), inside.value[key]) if inside else None
                if inside:
                    self.taken.take(inside)
            yield raw, place

    def _other_variables(self) -> list[Any]:
        """Patterns of the variables that are named more exactly than the languages' are."""
        at = self.mapping.languages.at
        texts = [
            text
            for _, answerer in self.mapping.answerers()
            for _, value in values(answerer)
            for text in value.at or ()
        ]
        return [variable_pattern(one) for one in texts if _literal(one) > _literal(at)]

    def _language(self, raw: str, tag: str) -> None:
        answers: Data = {}
        whole = Member(Found((), self.taken.document), {LANGUAGE: raw})
        primary, canary = self._answering(raw, whole)
        if primary is not None:
            answers |= self._said(tag, primary)
        if canary is not None:
            answers["canary"] = self._said(tag, canary) | self._traffic(canary)
        shadows = [
            self._said(tag, arm) | self._traffic(arm)
            for index, mapped in enumerate(self.mapping.shadows)
            for arm in self._arms(("shadows", index), mapped, whole)
        ]
        if shadows:
            answers["shadows"] = shadows
        self.found.answers["languages"][tag] = answers

    def _answering(self, raw: str, whole: Member) -> tuple[Arm | None, Arm | None]:
        """Primary and canary, whose shares make up the whole."""
        if self.mapping.arms is not None:
            return self._of_arms(raw, list(self._arms(("arms",), self.mapping.arms, whole)))
        assert self.mapping.primary is not None
        before = len(self.faults)
        primary = next(iter(self._arms(("primary",), self.mapping.primary, whole)), None)
        if primary is None and len(self.faults) == before:
            self.unanswered.append(raw)
        mapped = self.mapping.canary
        canary = mapped and next(iter(self._arms(("canary",), mapped, whole)), None)
        if primary and primary.share is not None:
            self._refuse_part(raw, [one for one in (primary, canary) if one])
        return primary, canary or None

    def _of_arms(self, raw: str, arms: list[Arm]) -> tuple[Arm | None, Arm | None]:
        """Of a list the one with the largest share is the primary, the other one the canary."""
        if any(arm.share is None for arm in arms):
            return None, None  # told already
        self._refuse_part(raw, arms)
        asked = [arm for arm in arms if arm.share]
        for arm in arms:
            if not arm.share:
                note = f"{arm.places['model']}: {arm.model} has no share and was not taken"
                self.found.notes.append(note)
        if len(asked) > 2:
            names = listed([f"{arm.model} ({roughly(arm.share or Fraction(0))})" for arm in asked])
            self.fault(
                f"{raw}: {names} answer; here a primary answers and at most one canary",
                "give the traffic of one to the others first, and ask it as a shadow",
            )
            return None, None
        ordered = sorted(asked, key=lambda arm: -(arm.share or 0))
        return (ordered[0] if ordered else None), (ordered[1] if len(ordered) > 1 else None)

    def _refuse_part(self, raw: str, arms: list[Arm]) -> None:
        shares = [arm.share for arm in arms if arm.share is not None]
        if len(shares) == len(arms) and sum(shares) != 1:
            told_ = " + ".join(map(roughly, shares)) or "nothing"
            self.fault(
                f"{raw}: {told_} is {roughly(Fraction(sum(shares)))} of the traffic, not 100%",
                "correct the shares there, or the unit in the mapping",
            )

    def _arms(self, keys: Keys, mapped: Answerer, whole: Member) -> Iterator[Arm]:
        reader = ArmReader(self.taken, keys, mapped, self.fault, self.seen)
        for member in self._members(keys, mapped, whole):
            before = len(self.faults)
            arm = reader.read(member)
            if arm is None:
                continue
            self.asked.add(keys)
            needed = mapped.traffic is not None and keys != ("primary",)
            if needed and arm.share is None and len(self.faults) == before:
                where = ".".join(map(str, (*keys, "traffic")))
                self.fault(
                    f"{arm.places['model']}: {arm.model} has no share",
                    f"correct {where} of the mapping, or give it a constant: of 0%",
                )
            yield arm

    def _members(self, keys: Keys, mapped: Answerer, whole: Member) -> Iterator[Member]:
        if mapped.each is None:
            yield whole
            return
        path = path_of(mapped.each)
        assert path is not None
        found = find(whole.found, path.steps, whole.names)
        if found is None:
            return
        self.seen.add(((*keys, "each"), mapped.each))
        inner: Any = found.value.items() if isinstance(found.value, dict) else ()
        if isinstance(found.value, list):
            inner = enumerate(found.value)
        elif not isinstance(found.value, dict | None):
            self.fault(
                f"{shown(found.place)}: no list and no object", "correct each: in the mapping"
            )
        for key, value in inner:
            self.entered.add(keys)
            yield Member(Found((*found.place, key), value), whole.names | {KEY: str(key)})
        if not found.value:
            self.taken.take(found)

    def _said(self, tag: str, arm: Arm) -> Data:
        """An answerer as `init` is told of one."""
        name = self.models.of(arm.model, arm.places["model"])
        said: Data = {"model": name}
        if arm.threshold is not None:
            said["threshold"] = arm.threshold
            # A shadow of the same model decides nothing.
            self.found.thresholds.setdefault((tag, name), arm.threshold)
            self.found.places.setdefault((tag, name), arm.places["threshold"])
        if arm.fields is not None:
            said["fields"] = arm.fields
        return said

    def _traffic(self, arm: Arm) -> Data:
        part = arm.share
        if part is None:
            return {}
        if not on_basis_points(part):
            near, where = to_basis_points(part), arm.places["traffic"]
            exact = roughly(part)
            if self.mapping.rounding is None:
                self.fault(
                    f"{where}: {exact} is finer than a hundredth of a percent",
                    f"make it {percent(near)} there, or say rounding: nearest in the mapping",
                )
            self.found.notes.append(f"{where}: {exact} was rounded to {percent(near)}")
            part = near
        return {"traffic": percent(part)}

    def _paths_to_nowhere(self, raw: str) -> None:
        """Every path of the mapping has to lead somewhere in one language at least."""
        for keys, answerer in self.mapping.answerers():
            texts = [(name, text) for name, value in values(answerer) for text in value.at or ()]
            texts += [("each", answerer.each)] if answerer.each else []
            for name, text in texts:
                tried = name == "each" or answerer.each is None or keys in self.entered
                tried = tried and (name in ("each", "model") or keys in self.asked)
                if tried and ((*keys, name), text) not in self.seen:
                    self._nowhere((*keys, name), text, {LANGUAGE: raw})

    def _nowhere(self, keys: Keys, text: str, names: dict[str, str]) -> None:
        path = path_of(text, self.taken.variables)
        assert path is not None
        hint = "correct it, or take it out of the mapping"
        if not path.relative:
            hint = self._nearest(path.steps, names) or hint
        self.faults.append(self.written.at(keys, f"{text} is nowhere in what you have", hint))

    def _nearest(self, steps: tuple[Any, ...], names: dict[str, str]) -> str:
        """What the first step that leads nowhere was probably meant to be."""
        at = Found((), self.taken.document)
        for step in steps:
            inner = find(at, (step,), names)
            if inner is None:
                known = list(at.value) if isinstance(at.value, dict) else []
                return did_you_mean(str(step.wanted), known, "")
            at = inner
        return ""


def _literal(text: str) -> int:
    """How much of a text is no placeholder."""
    return len(text.replace(LANGUAGE, "").replace("{model}", ""))
