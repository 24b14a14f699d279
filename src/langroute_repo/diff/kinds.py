"""The kind of a change, by where in a file it stands and what it was and is.

A table per kind of file, first match wins. ``*`` is any one step. What no row matches is
``needs-review``: a change is never silently of no kind.
"""

from collections.abc import Callable
from dataclasses import dataclass

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.values import basis_points, per_second

NEEDS_REVIEW = "needs-review"
NO_EFFECT = "no-effect"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One difference: the path into the file's data, and the value on each side (None: absent)."""

    path: Keys
    before: object
    after: object


Choose = Callable[[Leaf], str]


def _presence(added: str, removed: str) -> Choose:
    return lambda leaf: added if leaf.before is None else removed


def _share(up: str, down: str) -> Choose:
    def choose(leaf: Leaf) -> str:
        return up if basis_points(str(leaf.after)) >= basis_points(str(leaf.before)) else down

    return choose


def _threshold(leaf: Leaf) -> str:
    higher = leaf.after > leaf.before  # type: ignore[operator]
    return "threshold-raised" if higher else "threshold-lowered"


def _capacity(leaf: Leaf) -> str:
    higher = per_second(str(leaf.after)) >= per_second(str(leaf.before))
    return "capacity-raised" if higher else "capacity-lowered"


Table = tuple[tuple[Keys, str | Choose], ...]


def _answerer(*at: str) -> Table:
    """Rows that primary, canary and each shadow have in common."""
    return (
        ((*at, "fields"), "fields-changed"),
        ((*at, "threshold", "at"), _threshold),
        ((*at, "threshold"), "seal-renewed"),
    )


LANGUAGE: Table = (
    (("language",), "language-renamed"),
    (("owners",), "owners-changed"),
    (("source",), "source-changed"),
    (("primary", "model"), "primary-replaced"),
    *_answerer("primary"),
    (("canary", "model"), "canary-replaced"),
    (("canary", "traffic"), _share("canary-ramped", "canary-reduced")),
    (("canary", "on_failure"), _presence("canary-fallback-added", "canary-fallback-removed")),
    *_answerer("canary"),
    (("canary",), _presence("canary-started", "canary-stopped")),
    (("shadows", "*", "traffic"), _share("shadow-ramped", "shadow-reduced")),
    *_answerer("shadows", "*"),
    (("shadows", "*"), _presence("shadow-added", "shadow-removed")),
)
MODEL: Table = (
    (("model",), "model-renamed"),
    (("owners",), "owners-changed"),
    (("status",), "model-status-changed"),
    (("languages",), "model-languages-changed"),
    (("inputs",), "model-inputs-changed"),
    (("score",), "score-scale-changed"),
    (("capacity",), _capacity),
    (("endpoint",), "endpoint-moved"),
)
SOURCE: Table = (
    (("source",), "source-renamed"),
    (("fields", "*"), "source-fields-changed"),
)
ENVIRONMENT: Table = (
    (("environment",), "environment-renamed"),
    (("after",), "promotion-changed"),
    (("region",), "target-moved"),
    (("appconfig",), "target-moved"),
    (("rollout",), "rollout-changed"),
    (("alarm",), "alarm-changed"),
    (("infra",), "infra-changed"),
)
ANY_CASE: Table = (((), "cases-changed"),)
ANY_LIMIT: Table = (((), "policy-changed"),)
ANY_EXCEPTION: Table = (((), "exceptions-changed"),)
ANY_FREEZE: Table = (((), "freeze-changed"),)

# By the first folder below config/, or the file's name: the noun of its kinds, and its table.
FILES: dict[str, tuple[str, Table]] = {
    "languages": ("language", LANGUAGE),
    "models": ("model", MODEL),
    "sources": ("source", SOURCE),
    "environments": ("environment", ENVIRONMENT),
    "cases": ("cases", ANY_CASE),
    "policy.yaml": ("policy", ANY_LIMIT),
    "exceptions.yaml": ("exceptions", ANY_EXCEPTION),
    "freeze.yaml": ("freeze", ANY_FREEZE),
    "evidence": ("evidence", ()),
}


def kind_of(leaf: Leaf, table: Table) -> str:
    """The kind of one difference."""
    for pattern, kind in table:
        if len(leaf.path) >= len(pattern) and all(
            step in ("*", one) for step, one in zip(pattern, leaf.path, strict=False)
        ):
            return kind if isinstance(kind, str) else kind(leaf)
    return NEEDS_REVIEW
