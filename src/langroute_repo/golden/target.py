"""Whom to ask golden queries: each model in each language, as an environment's document has it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from langroute.decision import Decision, Role
from langroute.document import canonical, parse, plan_hash
from langroute.scale import cell
from langroute_repo.tree.compile import compile_tree, endpoint_in
from langroute_repo.tree.files.golden import GoldenFile
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.tree import File, Tree, valid

Document = Mapping[str, Any]
# What of an answerer says which scores come back, beside the model and the language.
EMPTY: Document = {"languages": {}}
ASKED = ("endpoint", "fields", "required", "score")


@dataclass(frozen=True, slots=True)
class Target:
    """A model to be asked in a language; ``role`` is None where no route sends it anything yet."""

    decision: Decision
    role: Role | None
    file: File[GoldenFile]
    golden: GoldenFile

    @property
    def name(self) -> str:
        return f"{self.decision.model}/{self.decision.language}"

    @property
    def width(self) -> float:
        """Of the score scale."""
        return self.decision.maximum - self.decision.minimum

    @property
    def off(self) -> float:
        """How far a score may be off, in scores."""
        return self.golden.allowed * self.width

    @property
    def outdated(self) -> str:
        """Why the recorded scores say nothing of it; empty where they do."""
        if list(self.decision.fields) == self.golden.fields:
            return ""
        was, now = ", ".join(self.golden.fields), ", ".join(self.decision.fields)
        return f"the scores were recorded for {was}, and the route sends {now}"

    @property
    def digest(self) -> str:
        """As ``digest`` says it of an answerer of the document."""
        one = self.decision
        score = {"minimum": one.minimum, "maximum": one.maximum}
        return digest(
            {"endpoint": one.endpoint, "fields": one.fields, "required": one.required}
            | {"score": score}
        )


@dataclass(frozen=True, slots=True)
class Unasked:
    """A route that has no golden queries."""

    model: str
    language: str
    role: Role


Pair = tuple[str, str]  # model and language


def digest(answerer: Mapping[str, Any]) -> str:
    """The sha256 of what says which scores come back, beside the model and the language."""
    return hashlib.sha256(canonical({key: answerer[key] for key in ASKED})).hexdigest()


def compiled(tree: Tree, environment: str) -> tuple[Document, str]:
    """The environment's document as a reader has it, and its plan hash."""
    raw = canonical(compile_tree(tree, environment))
    return parse(raw), plan_hash(raw)


def answerers(document: Document) -> Iterator[tuple[str, Role, Mapping[str, Any]]]:
    """Each model that is asked: language, role and what the document says of it."""
    for tag, entry in document["languages"].items():
        yield tag, "primary", entry["primary"]
        if "canary" in entry:
            yield tag, "canary", entry["canary"]
        for shadow in entry["shadows"]:
            yield tag, "shadow", shadow


def newly(before: Document | None, after: Document) -> set[Pair]:
    """Models that a document asks in a language and the one before asked otherwise, or not."""
    was = {(one["model"], tag, digest(one)) for tag, _, one in answerers(before or EMPTY)}
    return {
        (one["model"], tag)
        for tag, _, one in answerers(after)
        if (one["model"], tag, digest(one)) not in was
    }


def routed(tree: Tree, document: Document, plan: str) -> Iterator[Target | Unasked]:
    """Every route of the document, with its golden queries where it has some."""
    for tag, role, answerer in answerers(document):
        file = tree.golden.get(f"{answerer['model']}/{tag}")
        if file is None or file.model is None:
            yield Unasked(answerer["model"], tag, role)
        else:
            decision = _decision(tag, role, answerer, plan)
            yield Target(decision, role, file, file.model)


def unrouted(tree: Tree, environment: str, model: str, taken: set[Pair]) -> Iterator[Target]:
    """The other golden queries of a model: it is asked as they were recorded, before any route."""
    described = tree.model(model)
    where = endpoint_in(described, environment) if described else None
    for _, file, golden in valid(tree.golden):
        pair = (golden.model, golden.language)
        if described and golden.model == model and pair not in taken:
            answerer = _unrouted(described, where or {"kind": "none"}, golden)
            yield Target(_decision(golden.language, "shadow", answerer, ""), None, file, golden)


def _unrouted(described: ModelFile, where: Mapping[str, Any], golden: GoldenFile) -> dict[str, Any]:
    minimum, maximum = float(described.score.minimum), float(described.score.maximum)
    return {
        "model": golden.model,
        "endpoint": where,
        "fields": golden.fields,
        "required": [one for one in golden.fields if one in described.inputs.required],
        "threshold": minimum,
        "score": {"minimum": minimum, "maximum": maximum},
    }


def _decision(tag: str, role: Role, answerer: Mapping[str, Any], plan: str) -> Decision:
    score, threshold = answerer["score"], answerer["threshold"]
    low, high = float(score["minimum"]), float(score["maximum"])
    return Decision(
        language=tag,
        role=role,
        model=answerer["model"],
        endpoint=answerer["endpoint"],
        fields=tuple(answerer["fields"]),
        required=tuple(answerer["required"]),
        threshold=float(threshold),
        minimum=low,
        maximum=high,
        threshold_cell=cell(threshold, low, high),
        plan_hash=plan,
        requested=tag,
        found="exact",
        bucket=None,
        keyed=False,
        shadows=(),
    )
