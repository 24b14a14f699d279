"""What `set` may change in a language's file, as pure edits of its text.

A path names an answerer by what it is (`primary`, `canary`, `shadows.MODEL`) and one of its
values. A threshold is always written with its seal; a model is never changed under a threshold
that was chosen for another one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from langroute_repo.editing import edit
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.typed_threshold import sealed_value
from langroute_repo.evidence.seal import NONE, line, value_passing
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Answerer, LanguageFile, Threshold
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.tree import File, Tree
from langroute_repo.wording import did_you_mean

VALUES = ("model", "fields", "threshold", "traffic")
SETTABLE = (
    "source, owners, audit (a share or none), primary.model, primary.fields, primary.threshold, "
    "canary (a model or none), canary.traffic and the like, canary.on_failure (primary or none), "
    "canary.compared (a share or none), "
    "shadows.MODEL (a share or none), shadows.MODEL.traffic and the like, primary (canary: the "
    "canary takes its place)"
)


@dataclass(frozen=True, slots=True)
class Request:
    """One wish: a value at a path, and what a new model needs beside its name."""

    path: str
    value: str
    threshold: str | None = None
    traffic: str | None = None
    fields: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The language whose file is edited."""

    tree: Tree
    tag: str
    file: File[LanguageFile]
    language: LanguageFile

    @property
    def raw(self) -> bytes:
        return self.file.raw

    def answerer(self, at: Keys) -> Answerer:
        return dict(self.language.answerers())[at]

    def evidence(self, model: str) -> Evidence | None:
        """What a seal rests on; evidence at fault is an error, for it must not become none."""
        fault = self.tree.evidence_fault(model, self.tag)
        if fault:
            path = self.tree.evidence_paths[model, self.tag]
            raise EditError(f"{path} cannot be used: {fault}", "restore it, or build it anew")
        return self.tree.evidence(model, self.tag)

    def model(self, name: str) -> ModelFile:
        model = self.tree.model(name)
        if model is None:
            known = sorted(self.tree.models)
            hint = did_you_mean(name, known, f"config/models has {', '.join(known)}")
            raise EditError(f'"{name}" is not a model of config/models', hint)
        return model


def apply(subject: Subject, request: Request) -> bytes:
    """The file's bytes with the wish fulfilled; EditError says why not, and the cure."""
    role, _, rest = request.path.partition(".")
    if not rest:
        return _whole(role)(subject, request)
    if role in ("primary", "canary"):
        return _value(subject, (role,), rest, request)
    if role == "shadows":
        return _shadow(subject, rest, request)
    raise _unknown_path(request.path)


def _whole(role: str) -> Callable[[Subject, Request], bytes]:
    """What to do with a path of one word."""
    kinds = {
        "source": _source,
        "owners": _owners,
        "audit": _audit,
        "primary": _promote,
        "canary": _canary,
    }
    if role == "language":
        raise EditError(
            "the language is the name of its file and stays", "./langroute new language TAG"
        )
    if role not in kinds:
        raise _unknown_path(role)
    return kinds[role]


def _unknown_path(path: str) -> EditError:
    return EditError(f'nothing to set at "{path}"', f"there is {SETTABLE}")


def _source(subject: Subject, request: Request) -> bytes:
    return edit.replace(subject.raw, ("source",), request.value)


def _owners(subject: Subject, request: Request) -> bytes:
    return edit.relist(subject.raw, ("owners",), items(request.value))


def _audit(subject: Subject, request: Request) -> bytes:
    """A share, or none: then that of the policy holds. 0% is none whatever the policy says."""
    there = subject.language.audit is not None
    if request.value == NONE:
        return edit.remove(subject.raw, ("audit",)) if there else subject.raw
    if there:
        return edit.replace(subject.raw, ("audit",), request.value)
    return edit.add(subject.raw, ("audit",), request.value, after="source")


def _promote(subject: Subject, request: Request) -> bytes:
    """The canary takes the primary's place, as it is; its seal travels with it."""
    if request.value != "canary":
        raise EditError(
            f'the primary cannot be set to "{request.value}"',
            "set primary.model, or set primary to canary: the canary takes its place",
        )
    canary = subject.language.canary
    if canary is None:
        raise EditError(f"{subject.tag} has no canary", "set primary.model with --threshold")
    raw = edit.replace(subject.raw, ("primary", "model"), canary.model)
    raw = edit.relist(raw, ("primary", "fields"), canary.fields)
    raw = write_threshold(raw, ("primary",), subject.language.primary.threshold, canary.threshold)
    return edit.remove(raw, ("canary",))


def _canary(subject: Subject, request: Request) -> bytes:
    canary = subject.language.canary
    if request.value == NONE:
        return edit.remove(subject.raw, ("canary",)) if canary else subject.raw
    if canary is not None:
        raise EditError(
            f"{subject.tag} has a canary, {canary.model}, and may have one only",
            "set canary to none first, or set canary.model",
        )
    block = _block(subject, request.value, request.traffic, request)
    return edit.add(subject.raw, ("canary",), block, after="primary")


def _shadow(subject: Subject, rest: str, request: Request) -> bytes:
    """A path below shadows: a name of a model, which may hold dots, and perhaps a value."""
    names = [shadow.model for shadow in subject.language.shadows]
    name, _, value = rest.rpartition(".")
    if rest.endswith(".threshold.at"):
        name, value = rest.removesuffix(".threshold.at"), "threshold"
    if rest in names or value not in VALUES:
        return _whole_shadow(subject, rest, names, request)
    if name not in names:
        known = f"{subject.tag} has {', '.join(names) or 'none'}; set shadows.{name} adds it"
        raise EditError(f'no shadow "{name}" in {subject.tag}', did_you_mean(name, names, known))
    return _value(subject, ("shadows", names.index(name)), value, request)


def _whole_shadow(subject: Subject, name: str, names: list[str], request: Request) -> bytes:
    if name in names:
        at: Keys = ("shadows", names.index(name))
        if request.value == NONE:
            return edit.remove(subject.raw, at if len(names) > 1 else ("shadows",))
        return edit.replace(subject.raw, (*at, "traffic"), request.value)
    if request.value == NONE:
        return subject.raw
    block = _block(subject, name, request.value, request)
    if names:
        return edit.append(subject.raw, ("shadows",), block)
    raw = subject.raw
    if isinstance(subject.file.data, dict) and "shadows" in subject.file.data:
        raw = edit.remove(raw, ("shadows",))
    first, *others = block.splitlines()
    listed = "\n".join([f"- {first}", *(f"  {one}" for one in others)])
    after = "canary" if subject.language.canary else "primary"
    return edit.add(raw, ("shadows",), listed, after=after)


def _block(subject: Subject, name: str, traffic: str | None, request: Request) -> str:
    """The lines of a new canary or shadow; without --fields, what it can use of the primary's."""
    model = subject.model(name)
    if not traffic:
        raise EditError("a canary needs a share of the events", "add --traffic, for example 1%")
    known = [*model.inputs.required, *model.inputs.optional]
    fields = [one for one in subject.language.primary.fields if one in known]
    fields = [*fields, *(one for one in model.inputs.required if one not in fields)]
    threshold = _threshold_for(subject, name, subject.language.primary, request)
    return "\n".join(
        [
            f"model: {name}",
            f"traffic: {traffic}",
            f"fields: [{', '.join(items(request.fields) if request.fields else fields)}]",
            f"threshold: {line(threshold)}",
        ]
    )


def _value(subject: Subject, at: Keys, value: str, request: Request) -> bytes:
    """One value of an answerer that the file has."""
    if at == ("canary",) and subject.language.canary is None:
        hint = "./langroute set TAG canary MODEL --traffic 1% --threshold VALUE starts one"
        raise EditError(f"{subject.tag} has no canary", hint)
    if value in ("threshold", "threshold.at"):
        return _threshold(subject, at, request.value)
    if value in ("threshold.passes", "threshold.evidence"):
        raise EditError(f"{value} is part of the seal", "set the threshold; the seal comes with it")
    if value == "model":
        return _model(subject, at, request)
    if value == "fields":
        return edit.relist(subject.raw, (*at, "fields"), items(request.value))
    if value == "traffic" and at != ("primary",):
        return edit.replace(subject.raw, (*at, "traffic"), request.value)
    if value in ("on_failure", "compared") and at == ("canary",):
        return _of_canary(subject, value, request.value)
    raise _unknown_path(request.path)


def _of_canary(subject: Subject, name: str, value: str) -> bytes:
    """What a canary may say and need not; none takes it away."""
    path = ("canary", name)
    there = getattr(subject.language.canary, name) is not None
    if value == NONE:
        return edit.remove(subject.raw, path) if there else subject.raw
    if there:
        return edit.replace(subject.raw, path, value)
    return edit.add(subject.raw, path, value, after="traffic")


def _threshold(subject: Subject, at: Keys, text: str) -> bytes:
    answerer = subject.answerer(at)
    model = subject.model(answerer.model)
    evidence = subject.evidence(answerer.model)
    new = sealed_value(text, model, evidence)
    return write_threshold(subject.raw, at, answerer.threshold, new)


def _model(subject: Subject, at: Keys, request: Request) -> bytes:
    old = subject.answerer(at)
    if old.model == request.value:
        return subject.raw
    new = _threshold_for(subject, request.value, old, request)
    raw = edit.replace(subject.raw, (*at, "model"), request.value)
    if request.fields:
        raw = edit.relist(raw, (*at, "fields"), items(request.fields))
    return write_threshold(raw, at, old.threshold, new)


def _threshold_for(subject: Subject, name: str, old: Answerer, request: Request) -> Threshold:
    """The sealed threshold for a model that is new here; refused when none was given."""
    model, evidence = subject.model(name), subject.evidence(name)
    if request.threshold is not None:
        return sealed_value(request.threshold, model, evidence)
    known = subject.evidence(old.model)
    message = f"{old.threshold.at:f} was chosen for {old.model}; {name} needs its own threshold"
    if known is None or evidence is None:
        raise EditError(message, f"add --threshold VALUE; there is no evidence of {name} to help")
    share = known.share(float(old.threshold.at))
    keeps = value_passing(evidence, share)
    hint = f"add --threshold VALUE; {keeps} would pass {evidence.passes(float(keeps))}"
    raise EditError(
        message, f"{hint}, as {old.model} passes {known.passes(float(old.threshold.at))}"
    )


def write_threshold(raw: bytes, at: Keys, old: Threshold, new: Threshold) -> bytes:
    """Write value and seal in the layout that is there."""
    path = (*at, "threshold")
    raw = edit.replace(raw, (*path, "at"), f"{new.at:f}")
    raw = edit.replace(raw, (*path, "evidence"), new.evidence)
    if new.passes is None:
        return edit.remove(raw, (*path, "passes")) if old.passes else raw
    if old.passes is None:
        return edit.add(raw, (*path, "passes"), new.passes, after="at")
    return edit.replace(raw, (*path, "passes"), new.passes)


def items(text: str) -> list[str]:
    """A list as typed: `[title, body]`, `title, body` or `title,body`."""
    inner = text.strip().removeprefix("[").removesuffix("]")
    found = [one.strip().strip("\"'") for one in inner.split(",")]
    return [one for one in found if one]
