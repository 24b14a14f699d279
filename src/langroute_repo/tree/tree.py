"""One state of the reviewed files, read and typed: what rules, compiler and diff work on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from langroute.lookup import names
from langroute_repo.strict_yaml.fault import Fault
from langroute_repo.strict_yaml.position import Keys, Span
from langroute_repo.tree.files.acceptance import AcceptanceFile
from langroute_repo.tree.files.cases import CasesFile
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.freeze import FreezeFile
from langroute_repo.tree.files.golden import GoldenFile
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.files.log import LogFile
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.files.source import SourceFile

Held = TypeVar("Held", covariant=True)


class Place(NamedTuple):
    """Where something stands: a file, and in it a path into the data or a span of the text."""

    path: str
    at: Keys | Span = ()
    # Point at the key rather than at its value, for instance when the key itself is wrong.
    key: bool = False


class ShapeFault(NamedTuple):
    """One thing that the file's model refuses, at a path into the data.

    ``value`` is what it refuses: the key that is missing or unknown, or else the value.
    """

    at: Keys
    message: str
    hint: str
    value: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class File(Generic[Held]):
    """A file as it was read. ``model`` is None when the text or its shape is at fault.

    So it is when a secret is written out: no verb then has it to show.
    """

    path: str
    raw: bytes
    data: object
    model: Held | None
    text_faults: tuple[Fault, ...] = ()
    shape_faults: tuple[ShapeFault, ...] = ()
    secrets: tuple[ShapeFault, ...] = ()

    def place(self, *at: str | int, key: bool = False) -> Place:
        return Place(self.path, at, key)


class Stray(NamedTuple):
    """An entry below config/ that could not be taken as one of its files.

    ``retired`` is one that earlier versions read: it is told, and takes nothing from the rest.
    """

    path: str
    message: str
    hint: str
    retired: bool = False


Group = Mapping[str, File[Held]]


def valid(group: Group[Held]) -> Iterator[tuple[str, File[Held], Held]]:
    """Stem, file and model of each file without a fault; the faulty ones are told on their own."""
    for stem, file in group.items():
        if file.model is not None:
            yield stem, file, file.model


def language_names(languages: Group[LanguageFile]) -> dict[str, str]:
    """As ``names`` of the look-up; a file at fault has its own name alone."""
    return names({tag: file.model.also if file.model else () for tag, file in languages.items()})


@dataclass(frozen=True, slots=True)
class Tree:
    """Every file of one state, by kind and by stem (the file's name without its ending).

    Acceptances are by their path below config/accepted, without the ending; golden queries by
    ``MODEL/LANGUAGE``.

    ``evidence_reader`` reads one evidence file when it is asked for, so that a change in one
    language does not pay for the others; it gives the fault of a file that is unusable.
    """

    name: str
    languages: Group[LanguageFile] = field(default_factory=dict)
    models: Group[ModelFile] = field(default_factory=dict)
    sources: Group[SourceFile] = field(default_factory=dict)
    environments: Group[EnvironmentFile] = field(default_factory=dict)
    cases: Group[CasesFile] = field(default_factory=dict)
    golden: Group[GoldenFile] = field(default_factory=dict)
    policy: File[PolicyFile] | None = None
    freeze: File[FreezeFile] | None = None
    log: File[LogFile] | None = None
    accepted: Group[AcceptanceFile] = field(default_factory=dict)
    strays: tuple[Stray, ...] = ()
    evidence_paths: Mapping[tuple[str, str], str] = field(default_factory=dict)
    evidence_reader: Callable[[str, str], Evidence | str | None] = lambda *_: None

    def evidence(self, model: str, language: str) -> Evidence | None:
        """The recorded scores of a model in a language; None without any, or any usable."""
        found = self.evidence_reader(model, language)
        return None if isinstance(found, str) else found

    def evidence_fault(self, model: str, language: str) -> str | None:
        """Why the evidence that is there cannot be used; None when it can, or when none is."""
        found = self.evidence_reader(model, language)
        return found if isinstance(found, str) else None

    def files(self) -> Iterator[File[object]]:
        """All YAML files, in the order in which findings are told."""
        for group in (
            self.languages,
            self.models,
            self.sources,
            self.environments,
            self.cases,
            self.golden,
        ):
            yield from group.values()
        yield from (file for file in (self.policy, self.freeze, self.log) if file)
        yield from self.accepted.values()

    @property
    def whole(self) -> bool:
        """Whether every file could be taken for what it is."""
        faulty = any(file.model is None for file in self.files())
        return not faulty and all(stray.retired for stray in self.strays)

    @property
    def names(self) -> dict[str, str]:
        """The names that events may give a language, folded, with the stem of the file."""
        return language_names(self.languages)

    def limits(self) -> PolicyFile:
        """The limits of config/policy.yaml, or the defaults where it is missing or at fault."""
        return (self.policy and self.policy.model) or PolicyFile()

    def model(self, name: str) -> ModelFile | None:
        file = self.models.get(name)
        return file.model if file else None

    def source(self, name: str) -> SourceFile | None:
        file = self.sources.get(name)
        return file.model if file else None
