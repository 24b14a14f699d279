"""One answerer of one language as a foreign document says it, read by its part of the mapping."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from langroute_repo.foreign import converted
from langroute_repo.foreign.converted import NotThat
from langroute_repo.foreign.mapping import Answerer, Value
from langroute_repo.foreign.paths import KEY, MODEL, Found, find, path_of, shown
from langroute_repo.foreign.taken import Taken
from langroute_repo.strict_yaml.position import Keys

Got = TypeVar("Got")


@dataclass(slots=True)
class Arm:
    """Who is asked, in the names of the document; ``places`` are where each value stands."""

    model: str
    threshold: Decimal | None = None
    fields: list[str] | None = None
    share: Fraction | None = None
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """Where relative paths go on: a member of ``each``, or the whole document."""

    found: Found
    names: dict[str, str]  # what stands for the placeholders


class ArmReader:
    """Reads an answerer; what is at fault is told to ``fault``, and what was there to ``seen``."""

    def __init__(
        self,
        taken: Taken,
        keys: Keys,
        mapped: Answerer,
        fault: Callable[[str, str], None],
        seen: set[tuple[Keys, str]],
    ) -> None:
        self.taken, self.keys, self.mapped = taken, keys, mapped
        self.fault, self.seen = fault, seen

    def read(self, member: Member) -> Arm | None:
        """The answerer; None where the document has no model for it."""
        name, where = self._value("model", self.mapped.model, member, converted.name)
        if name is None:
            self._refuse_share_of_nobody(member)
            return None
        arm = Arm(name, places={"model": where})
        known = Member(member.found, member.names | {MODEL: name})
        for key, convert in (("threshold", converted.number), ("fields", converted.words)):
            if (mapped := getattr(self.mapped, key)) is not None:
                value, arm.places[key] = self._value(key, mapped, known, convert)
                setattr(arm, key, value)
        if (share := self.mapped.traffic) is not None:
            arm.share, arm.places["traffic"] = self._value(
                "traffic", share, known, lambda value: converted.share(value, share.unit)
            )
        return arm

    def _refuse_share_of_nobody(self, member: Member) -> None:
        share = self.mapped.traffic
        if share is None or share.at is None:
            return
        found = self._found("traffic", share, member)
        if found is None or found.value in (None, ""):
            return
        try:
            part = converted.share(found.value, share.unit)
        except NotThat:
            part = Fraction(1)
        if part:
            self.fault(
                f"{shown(found.place)}: a share, but no model stands for it",
                f"name one, set the share to 0, or correct {self.keys[0]}.model of the mapping",
            )
        self.taken.take(found)

    def _value(
        self, key: str, mapped: Value, member: Member, convert: Callable[[Any], Got]
    ) -> tuple[Got | None, str]:
        """What the mapping leads to, or its constant; and where that stands."""
        found = self._found(key, mapped, member)
        where, value = "the mapping", mapped.constant
        if found is not None:
            self.taken.take(found)
            if found.value not in (None, ""):
                where, value = shown(found.place), found.value
        if value is None:
            return None, where
        try:
            return convert(value), where
        except NotThat as error:
            self.fault(f"{where}: {error.message}", error.hint)
            return None, where

    def _found(self, key: str, mapped: Value, member: Member) -> Found | None:
        """The first of the paths that leads anywhere; an empty value is somewhere."""
        first = None
        for text in mapped.at or ():
            # Those behind the first as well: a path that is never needed may be a wrong one.
            if (found := self._led(text, member)) is not None:
                self.seen.add(((*self.keys, key), text))
                first = first or found
        return first

    def _led(self, text: str, member: Member) -> Found | None:
        if text == KEY:
            return Found(member.found.place, member.names[KEY])
        path = path_of(text, self.taken.variables)
        assert path is not None  # or the mapping would have been refused
        start = member.found if path.relative else Found((), self.taken.document)
        return find(start, path.steps, member.names)
