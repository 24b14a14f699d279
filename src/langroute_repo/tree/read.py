"""Reads a state of the files into a tree: one file's fault never hides what is in the others."""

import re
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from typing import TypeVar, cast

from pydantic import BaseModel, ValidationError

from langroute_repo.strict_yaml.json_text import json_fault
from langroute_repo.strict_yaml.reader import MAX_BYTES, parse
from langroute_repo.tree.files.acceptance import AcceptanceFile
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.freeze import FreezeFile
from langroute_repo.tree.files.golden import GoldenFile
from langroute_repo.tree.files.log import LogFile
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.files.named import FILES
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.impossible_counts import contradiction
from langroute_repo.tree.secrets import written_out
from langroute_repo.tree.snapshot import Entry, Snapshot
from langroute_repo.tree.tree import File, Stray, Tree
from langroute_repo.tree.validation_errors import shape_faults

Shape = TypeVar("Shape", bound=BaseModel)

KINDS = {model.folder: model for model in FILES}
SINGLE: dict[str, type[BaseModel]] = {
    "config/policy.yaml": PolicyFile,
    "config/freeze.yaml": FreezeFile,
    "config/log.yaml": LogFile,
}
# Every kind of file that people write, by the first folder below config/ or the file's name.
TYPES: dict[str, type[BaseModel]] = {
    **KINDS,
    **{path.removeprefix("config/"): model for path, model in SINGLE.items()},
    "golden": GoldenFile,
    "accepted": AcceptanceFile,
}
EVIDENCE = "config/evidence/"
ACCEPTED = "config/accepted/"
GOLDEN = "config/golden/"
# How many folders lie below each folder of config/accepted: they mirror those of config/.
ACCEPTED_DEPTH = {
    **dict.fromkeys(KINDS, 1),
    **dict.fromkeys(("evidence", "golden"), 2),
    **dict.fromkeys(("policy", "freeze", "log", "change"), 0),
}
RETIRED = {
    "config/exceptions.yaml": "git rm it: a warning that stood before blocks nothing any more, and "
    "a new one is accepted by a file of the change that brings it",
}
# Folders with a folder for each model and a file for each language, by how its name ends.
BY_MODEL = {"evidence": ".json", "golden": ".yaml"}
PLAIN = ("config/README.md",)
# Of all names that files below config/ may have; other characters can be invisible or act on a
# terminal, and no language or model has them.
NAME = re.compile("[A-Za-z0-9._/-]+")
EXPECTED = (
    "config/ holds languages/, models/, sources/, environments/, cases/ with one .yaml file each, "
    "evidence/MODEL/LANGUAGE.json, golden/MODEL/LANGUAGE.yaml, policy.yaml, freeze.yaml, log.yaml, "
    "and accepted/ with folders like these"
)
# An evidence file of 1,001 cells with nine-digit counts in all three rows stays below this.
MAX_EVIDENCE_BYTES = 65_536


def read(snapshot: Snapshot, only: Collection[str] | None = None) -> Tree:
    """Read all files, or those whose paths are in ``only``; evidence is read when asked for."""
    groups: dict[str, dict[str, File[BaseModel]]] = {folder: {} for folder in KINDS}
    single: dict[str, File[BaseModel]] = {}
    strays: list[Stray] = []
    evidence: dict[tuple[str, str], str] = {}
    accepted: dict[str, File[AcceptanceFile]] = {}
    golden: dict[str, File[GoldenFile]] = {}
    entries = _concerned(snapshot.entries(), only)
    snapshot.prefetch([entry.path for entry in entries if _at_once(entry)])
    for entry in entries:
        parts = entry.path.split("/")
        fault = _stray(entry, parts)
        if fault:
            strays.append(fault)
        elif parts[1] == "evidence":
            evidence[parts[2], parts[3].removesuffix(".json")] = entry.path
        elif entry.path not in PLAIN:
            file = _file(snapshot, entry.path, TYPES[parts[1]])
            if isinstance(file, Stray):
                strays.append(file)
            elif parts[1] == "accepted":
                stem = entry.path.removeprefix(ACCEPTED).removesuffix(".yaml")
                accepted[stem] = cast(File[AcceptanceFile], file)
            elif parts[1] == "golden":
                stem = entry.path.removeprefix(GOLDEN).removesuffix(".yaml")
                golden[stem] = cast(File[GoldenFile], file)
            elif entry.path in SINGLE:
                single[entry.path] = file
            else:
                groups[parts[1]][parts[2].removesuffix(".yaml")] = file
    return Tree(
        name=snapshot.name,
        **groups,  # type: ignore[arg-type]
        policy=single.get("config/policy.yaml"),  # type: ignore[arg-type]
        freeze=single.get("config/freeze.yaml"),  # type: ignore[arg-type]
        log=single.get("config/log.yaml"),  # type: ignore[arg-type]
        accepted=accepted,
        golden=golden,
        strays=tuple(strays),
        evidence_paths=evidence,
        evidence_reader=_evidence_reader(snapshot, evidence),
    )


def _concerned(entries: list[Entry], only: Collection[str] | None) -> list[Entry]:
    """The entries to look at: evidence is always known, whether it is read or not."""
    if only is None:
        return entries
    return [one for one in entries if one.path in only or one.path.startswith(EVIDENCE)]


def _at_once(entry: Entry) -> bool:
    """Whether it is read at once; evidence waits until it is asked for."""
    known = entry.kind == "file" and not entry.path.startswith(EVIDENCE)
    return known and entry.size <= MAX_BYTES


def read_file(raw: bytes, path: str, model: type[Shape]) -> File[Shape]:
    """Parse and validate the bytes of one file."""
    return cast(File[Shape], _read_file(raw, path, model))


# Who looks at many states of a history reads what is the same in them once: nothing of it changes.
@lru_cache(maxsize=1024)
def _read_file(raw: bytes, path: str, model: type[BaseModel]) -> File[BaseModel]:
    parsed = parse(raw)
    if parsed.faults:
        return File(path, raw, parsed.data, None, text_faults=parsed.faults)
    secrets = tuple(written_out(parsed.data)) if model is ModelFile else ()
    try:
        held = model.model_validate(parsed.data)
        return File(path, raw, parsed.data, None if secrets else held, secrets=secrets)
    except ValidationError as error:
        # What is refused at the place of a secret would repeat it.
        told = {one.at for one in secrets}
        faults = shape_faults(error, model, parsed.data)
        apart = tuple(one for one in faults if not any(one.at[: len(at)] == at for at in told))
        return File(path, raw, parsed.data, None, shape_faults=apart, secrets=secrets)


def _file(snapshot: Snapshot, path: str, model: type[BaseModel]) -> File[BaseModel] | Stray:
    try:
        return read_file(snapshot.read(path), path, model)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Stray(path, f"cannot be read: {reason}", "make it readable for you")


def _stray(entry: Entry, parts: list[str]) -> Stray | None:
    if entry.path in RETIRED:
        return Stray(entry.path, "not read any more", RETIRED[entry.path], retired=True)
    if entry.kind == "link":
        return Stray(entry.path, "a symbolic link", "put the file itself here; links are refused")
    if entry.kind != "file":
        kind = "a special file" if entry.kind == "other" else f"an {entry.kind}"
        return Stray(entry.path, kind, "only files belong below config/, in folders")
    if not NAME.fullmatch(entry.path):
        return Stray(entry.path, "a name that no file here has", "use letters, digits and - . _")
    if not _expected(entry.path, parts):
        return Stray(entry.path, "unexpected file", EXPECTED)
    if parts[1] == "evidence" and entry.size > MAX_EVIDENCE_BYTES:
        return _too_large(entry, MAX_EVIDENCE_BYTES)
    return _too_large(entry, MAX_BYTES) if entry.size > MAX_BYTES else None


def _too_large(entry: Entry, limit: int) -> Stray:
    return Stray(
        entry.path,
        f"{entry.size:,} bytes; the limit is {limit:,}",
        "a file this large is not one that people review: split it or remove what is not read",
    )


def _expected(path: str, parts: list[str]) -> bool:
    if path in SINGLE or path in PLAIN:
        return True
    if len(parts) == 3 and parts[1] in KINDS:
        return parts[2].endswith(".yaml") and len(parts[2]) > 5
    if len(parts) > 3 and parts[1] == "accepted":
        fits = ACCEPTED_DEPTH.get(parts[2]) == len(parts) - 4
        return fits and parts[-1].endswith(".yaml") and len(parts[-1]) > 5
    ending = BY_MODEL.get(parts[1]) if len(parts) == 4 else None
    return ending is not None and parts[3].endswith(ending)


def _evidence_reader(
    snapshot: Snapshot, paths: dict[tuple[str, str], str]
) -> Callable[[str, str], Evidence | str | None]:
    @cache
    def evidence(model: str, language: str) -> Evidence | str | None:
        path = paths.get((model, language))
        return path and _evidence(snapshot, path, model, language)

    return evidence


def _evidence(snapshot: Snapshot, path: str, model: str, language: str) -> Evidence | str:
    """The evidence, or what is wrong with the file."""
    try:
        return _read_evidence(snapshot.read(path), model, language)
    except OSError as error:
        return f"cannot be read: {(error.strerror or str(error)).lower()}"


@lru_cache(maxsize=256)
def _read_evidence(raw: bytes, model: str, language: str) -> Evidence | str:
    if fault := json_fault(raw):
        return fault
    try:
        found = Evidence.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "".join(f"{step}: " for step in first["loc"])
        return f"{where}{first['msg'][:1].lower()}{first['msg'][1:]}"
    if (found.model, found.language) != (model, language):
        return f"holds the evidence of {found.model} in {found.language}"
    impossible = contradiction(found)
    if impossible:
        return impossible
    own = found.computed_digest()
    if own != found.digest:
        return f"what it says has the digest {own}, but {found.digest} is written there"
    return found
