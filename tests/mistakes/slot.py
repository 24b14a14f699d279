"""One threshold of one language, and the ways in which a person writes another one there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from langroute_repo.editing import edit
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.setting import Request, Subject, apply, write_threshold
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Answerer, Threshold
from tests.mistakes.state import State, language_path

# Within the life of the shipped evidence and exceptions.
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Slot:
    """The primary or the canary of a language: what decides about events."""

    state: State
    tag: str
    at: Keys

    @property
    def answerer(self) -> Answerer:
        return dict(self.state.language(self.tag).answerers())[self.at]

    @property
    def value(self) -> Decimal:
        return self.answerer.threshold.at

    @property
    def evidence(self) -> Evidence:
        found = self.state.tree.evidence(self.answerer.model, self.tag)
        assert found is not None, f"{self.tag} has no evidence of {self.answerer.model}"
        return found

    @property
    def setting(self) -> str:
        """Its path for `set`."""
        return f"{self.at[0]}.threshold"

    def typed(self, value: str) -> State:
        """Only the value is written, by hand, in whatever form."""
        old = f"at: {self.value:f}".encode()
        raw = self.state.raw(self.tag)
        start = raw.index(f"{self.at[0]}:".encode())
        place = raw.index(old, start)
        return self.written(raw[:place] + f"at: {value}".encode() + raw[place + len(old) :])

    def pasted(self, threshold: Threshold) -> State:
        """The value with a seal, as it stands elsewhere."""
        raw = self.state.raw(self.tag)
        return self.written(write_threshold(raw, self.at, self.answerer.threshold, threshold))

    def replaced(self, key: str, value: str) -> State:
        """Another of its values, by hand."""
        return self.written(edit.replace(self.state.raw(self.tag), (*self.at, key), value))

    def written(self, raw: bytes) -> State:
        return self.state.edited({language_path(self.tag): raw})


def slots(state: State, *, roles: tuple[str, ...] = ("primary", "canary")) -> list[Slot]:
    """Every primary and canary whose evidence is there."""
    return [
        Slot(state, tag, at)
        for tag in state.tree.languages
        for at, answerer in state.language(tag).answerers()
        if at[0] in roles and (answerer.model, tag) in state.tree.evidence_paths
    ]


def with_set(state: State, tag: str, path: str, value: str, **more: str) -> State | None:
    """What `set` would write, or None when it cannot.

    `set` also refuses what brings an error; that is counted under the rule that says so.
    """
    file = state.tree.languages[tag]
    try:
        raw = apply(
            Subject(state.tree, tag, file, state.language(tag)), Request(path, value, **more)
        )
    except EditError:
        return None
    return state.edited({file.path: raw})
