"""The kind of a change, by where in a file it stands and what it was and is.

A table per kind of file, first match wins. ``*`` is any one step. What no row matches is
``needs-review``: a change is never silently of no kind.
"""

from collections.abc import Callable
from dataclasses import dataclass

from langroute_repo.diff.kind import Kind
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.values import basis_points, per_second


@dataclass(frozen=True, slots=True)
class Leaf:
    """One difference: the path into the file's data, and the value on each side (None: absent)."""

    path: Keys
    before: object
    after: object


Choose = Callable[[Leaf], Kind]


def _presence(added: Kind, removed: Kind) -> Choose:
    return lambda leaf: added if leaf.before is None else removed


def _share(up: Kind, down: Kind) -> Choose:
    def choose(leaf: Leaf) -> Kind:
        return up if basis_points(str(leaf.after)) >= basis_points(str(leaf.before)) else down

    return choose


def _threshold(leaf: Leaf) -> Kind:
    higher = leaf.after > leaf.before  # type: ignore[operator]
    return Kind.THRESHOLD_RAISED if higher else Kind.THRESHOLD_LOWERED


def _capacity(leaf: Leaf) -> Kind:
    higher = per_second(str(leaf.after)) >= per_second(str(leaf.before))
    return Kind.CAPACITY_RAISED if higher else Kind.CAPACITY_LOWERED


def _drawn(started: Kind, raised: Kind, lowered: Kind, ended: Kind) -> Choose:
    """Of a share that is optional, and then none."""

    def choose(leaf: Leaf) -> Kind:
        was, now = (basis_points(str(one or "0%")) for one in (leaf.before, leaf.after))
        if was == now:
            return Kind.NO_EFFECT
        if not was or not now:
            return ended if was else started
        return raised if now > was else lowered

    return choose


_audit = _drawn(Kind.AUDIT_STARTED, Kind.AUDIT_RAISED, Kind.AUDIT_LOWERED, Kind.AUDIT_ENDED)
_comparison = _drawn(
    Kind.COMPARISON_STARTED,
    Kind.COMPARISON_RAISED,
    Kind.COMPARISON_LOWERED,
    Kind.COMPARISON_ENDED,
)


def _also(leaf: Leaf) -> Kind:
    was, now = (set(one) if isinstance(one, list) else set() for one in (leaf.before, leaf.after))
    if was == now:
        return Kind.NO_EFFECT
    if was and now and not (was < now or was > now):
        return Kind.ALSO_CHANGED
    return Kind.ALSO_ADDED if was < now else Kind.ALSO_REMOVED


AUDIT: Keys = ("audit",)
COMPARED: Keys = ("canary", "compared")
Table = tuple[tuple[Keys, Kind | Choose], ...]


def _answerer(*at: str) -> Table:
    """Rows that primary, canary and each shadow have in common."""
    return (
        ((*at, "fields"), Kind.FIELDS_CHANGED),
        ((*at, "threshold", "at"), _threshold),
        ((*at, "threshold"), Kind.SEAL_RENEWED),
    )


LANGUAGE: Table = (
    (("language",), Kind.LANGUAGE_RENAMED),
    (("owners",), Kind.OWNERS_CHANGED),
    (("also",), _also),
    (("source",), Kind.SOURCE_CHANGED),
    (AUDIT, _audit),
    (("primary", "model"), Kind.PRIMARY_REPLACED),
    *_answerer("primary"),
    (("canary", "model"), Kind.CANARY_REPLACED),
    (("canary", "traffic"), _share(Kind.CANARY_RAMPED, Kind.CANARY_REDUCED)),
    (("canary", "on_failure"), _presence(Kind.CANARY_FALLBACK_ADDED, Kind.CANARY_FALLBACK_REMOVED)),
    (COMPARED, _comparison),
    *_answerer("canary"),
    (("canary",), _presence(Kind.CANARY_STARTED, Kind.CANARY_STOPPED)),
    (("shadows", "*", "traffic"), _share(Kind.SHADOW_RAMPED, Kind.SHADOW_REDUCED)),
    *_answerer("shadows", "*"),
    (("shadows", "*"), _presence(Kind.SHADOW_ADDED, Kind.SHADOW_REMOVED)),
)


def endpoint(*at: str) -> Table:
    """Rows of an endpoint, in a model's file and in a document."""
    asked = ("headers", "ca", "content_type", "custom_attributes")
    return (
        ((*at, "protocol"), Kind.PROTOCOL_CHANGED),
        ((*at, "timeout"), Kind.TIMEOUT_CHANGED),
        *(((*at, key), Kind.REQUEST_CHANGED) for key in asked),
        (at, Kind.ENDPOINT_MOVED),
    )


MODEL: Table = (
    (("model",), Kind.MODEL_RENAMED),
    (("owners",), Kind.OWNERS_CHANGED),
    (("status",), Kind.MODEL_STATUS_CHANGED),
    (("languages",), Kind.MODEL_LANGUAGES_CHANGED),
    (("inputs",), Kind.MODEL_INPUTS_CHANGED),
    (("score",), Kind.SCORE_SCALE_CHANGED),
    (("capacity",), _capacity),
    *endpoint("endpoint"),
    (("rehearsal",), Kind.REHEARSAL_CHANGED),
)
SOURCE: Table = (
    (("source",), Kind.SOURCE_RENAMED),
    (("fields", "*"), Kind.SOURCE_FIELDS_CHANGED),
)
ENVIRONMENT: Table = (
    (("environment",), Kind.ENVIRONMENT_RENAMED),
    (("after",), Kind.PROMOTION_CHANGED),
    (("region",), Kind.TARGET_MOVED),
    (("reader",), Kind.READER_CHANGED),
    (("appconfig",), Kind.TARGET_MOVED),
    (("rollout",), Kind.ROLLOUT_CHANGED),
    (("quick",), Kind.ROLLOUT_CHANGED),
    (("alarm",), Kind.ALARM_CHANGED),
    (("notify",), Kind.NOTICES_CHANGED),
    (("golden",), Kind.GOLDEN_GATE_CHANGED),
    (("rehearsal",), Kind.REHEARSAL_CHANGED),
    (("infra",), Kind.INFRA_CHANGED),
)
ANY_CASE: Table = (((), Kind.CASES_CHANGED),)
ANY_GOLDEN: Table = (((), Kind.GOLDEN_CHANGED),)
POLICY: Table = ((AUDIT, _audit), ((), Kind.POLICY_CHANGED))
ANY_ACCEPTANCE: Table = (((), Kind.ACCEPTANCE_CHANGED),)
ANY_FREEZE: Table = (((), Kind.FREEZE_CHANGED),)
ANY_MAPPING: Table = (((), Kind.LOG_MAPPING_CHANGED),)


@dataclass(frozen=True, slots=True)
class FileKinds:
    """The kinds that a change of one kind of file can have."""

    added: Kind
    removed: Kind
    table: Table


# By the first folder below config/, or the file's name. Evidence is compared as a whole.
FILES: dict[str, FileKinds] = {
    "languages": FileKinds(Kind.LANGUAGE_ADDED, Kind.LANGUAGE_REMOVED, LANGUAGE),
    "models": FileKinds(Kind.MODEL_ADDED, Kind.MODEL_REMOVED, MODEL),
    "sources": FileKinds(Kind.SOURCE_ADDED, Kind.SOURCE_REMOVED, SOURCE),
    "environments": FileKinds(Kind.ENVIRONMENT_ADDED, Kind.ENVIRONMENT_REMOVED, ENVIRONMENT),
    "cases": FileKinds(Kind.CASES_ADDED, Kind.CASES_REMOVED, ANY_CASE),
    "golden": FileKinds(Kind.GOLDEN_ADDED, Kind.GOLDEN_REMOVED, ANY_GOLDEN),
    "policy.yaml": FileKinds(Kind.POLICY_ADDED, Kind.POLICY_REMOVED, POLICY),
    "accepted": FileKinds(Kind.ACCEPTANCE_ADDED, Kind.ACCEPTANCE_REMOVED, ANY_ACCEPTANCE),
    "freeze.yaml": FileKinds(Kind.FREEZE_ADDED, Kind.FREEZE_REMOVED, ANY_FREEZE),
    "log.yaml": FileKinds(Kind.LOG_MAPPING_ADDED, Kind.LOG_MAPPING_REMOVED, ANY_MAPPING),
}


def kind_of(leaf: Leaf, table: Table) -> Kind:
    """The kind of one difference."""
    for pattern, kind in table:
        if len(leaf.path) >= len(pattern) and all(
            step in ("*", one) for step, one in zip(pattern, leaf.path, strict=False)
        ):
            return kind if isinstance(kind, Kind) else kind(leaf)
    return Kind.NEEDS_REVIEW
