"""What a change can be: every kind, with all that is known of it, in one table."""

from dataclasses import dataclass
from enum import Enum, Flag, auto, unique
from typing import Literal

Risk = Literal["none", "low", "medium", "high"]
RISKS: tuple[Risk, ...] = ("none", "low", "medium", "high")


class Known(Enum):
    """What the recorded scores say of a kind's effect on the analysts' events."""

    THRESHOLD = auto()  # what one model passes at both values
    TRAFFIC = auto()  # what passes when events go from the primary to the canary, or back
    MODEL = auto()  # what passes when another model answers
    LANGUAGE = auto()  # what passes of a language that comes or goes
    UNRECORDED = auto()  # nothing: the model is asked something else, or something else answers
    AUDIT = auto()  # how much of what is dropped the analysts see nevertheless
    FALLBACK = auto()  # answers stay; of what the canary fails on nobody knows how much there is
    SEAL = auto()  # answers stay: it is the same value on other evidence
    ANSWERS_STAY = auto()


# Of these the analysts notice, and the scores say how much.
COUNTED = frozenset({Known.THRESHOLD, Known.TRAFFIC, Known.MODEL, Known.LANGUAGE, Known.AUDIT})


class Moves(Flag):
    """What else a kind can move."""

    NOTHING = 0
    ROUTES = auto()  # of a model's file: what the languages that name the model compile to
    LOAD = auto()  # what a model is asked for, or can take


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a kind; ``risk`` is what it can break at worst when it is wrong."""

    text: str
    risk: Risk
    known: Known
    moves: Moves = Moves.NOTHING


@unique
class Kind(Enum):
    """A kind of change. As text it is a word of the trade, as in the output of `diff`."""

    # Of no file in particular.
    NO_EFFECT = Facts("no-effect", "none", Known.ANSWERS_STAY)
    NEEDS_REVIEW = Facts("needs-review", "high", Known.UNRECORDED, Moves.LOAD)
    # Of a language's file.
    LANGUAGE_ADDED = Facts("language-added", "medium", Known.LANGUAGE, Moves.LOAD)
    LANGUAGE_REMOVED = Facts("language-removed", "high", Known.LANGUAGE, Moves.LOAD)
    LANGUAGE_RENAMED = Facts("language-renamed", "high", Known.UNRECORDED)
    ALSO_ADDED = Facts("also-added", "medium", Known.UNRECORDED)
    ALSO_REMOVED = Facts("also-removed", "high", Known.UNRECORDED)
    ALSO_CHANGED = Facts("also-changed", "high", Known.UNRECORDED)
    SOURCE_CHANGED = Facts("source-changed", "high", Known.UNRECORDED)
    FIELDS_CHANGED = Facts("fields-changed", "high", Known.UNRECORDED)
    THRESHOLD_RAISED = Facts("threshold-raised", "high", Known.THRESHOLD)
    THRESHOLD_LOWERED = Facts("threshold-lowered", "high", Known.THRESHOLD)
    SEAL_RENEWED = Facts("seal-renewed", "low", Known.SEAL)
    PRIMARY_REPLACED = Facts("primary-replaced", "high", Known.MODEL, Moves.LOAD)
    CANARY_STARTED = Facts("canary-started", "medium", Known.TRAFFIC, Moves.LOAD)
    CANARY_RAMPED = Facts("canary-ramped", "medium", Known.TRAFFIC, Moves.LOAD)
    CANARY_REDUCED = Facts("canary-reduced", "low", Known.TRAFFIC, Moves.LOAD)
    CANARY_STOPPED = Facts("canary-stopped", "low", Known.TRAFFIC, Moves.LOAD)
    CANARY_REPLACED = Facts("canary-replaced", "medium", Known.MODEL, Moves.LOAD)
    CANARY_PROMOTED = Facts("canary-promoted", "high", Known.MODEL, Moves.LOAD)
    CANARY_FALLBACK_ADDED = Facts("canary-fallback-added", "low", Known.FALLBACK, Moves.LOAD)
    CANARY_FALLBACK_REMOVED = Facts("canary-fallback-removed", "medium", Known.FALLBACK, Moves.LOAD)
    COMPARISON_STARTED = Facts("comparison-started", "low", Known.ANSWERS_STAY, Moves.LOAD)
    COMPARISON_RAISED = Facts("comparison-raised", "low", Known.ANSWERS_STAY, Moves.LOAD)
    COMPARISON_LOWERED = Facts("comparison-lowered", "low", Known.ANSWERS_STAY, Moves.LOAD)
    COMPARISON_ENDED = Facts("comparison-ended", "low", Known.ANSWERS_STAY, Moves.LOAD)
    SHADOW_ADDED = Facts("shadow-added", "low", Known.ANSWERS_STAY, Moves.LOAD)
    SHADOW_REMOVED = Facts("shadow-removed", "low", Known.ANSWERS_STAY, Moves.LOAD)
    SHADOW_RAMPED = Facts("shadow-ramped", "low", Known.ANSWERS_STAY, Moves.LOAD)
    SHADOW_REDUCED = Facts("shadow-reduced", "low", Known.ANSWERS_STAY, Moves.LOAD)
    # Of a language's file, or of the policy for all that name no audit of their own.
    AUDIT_STARTED = Facts("audit-started", "low", Known.AUDIT, Moves.LOAD)
    AUDIT_RAISED = Facts("audit-raised", "low", Known.AUDIT, Moves.LOAD)
    AUDIT_LOWERED = Facts("audit-lowered", "medium", Known.AUDIT, Moves.LOAD)
    AUDIT_ENDED = Facts("audit-ended", "medium", Known.AUDIT, Moves.LOAD)
    # Of a model's file.
    MODEL_ADDED = Facts("model-added", "low", Known.ANSWERS_STAY, Moves.LOAD)
    MODEL_REMOVED = Facts("model-removed", "low", Known.ANSWERS_STAY, Moves.LOAD)
    MODEL_RENAMED = Facts("model-renamed", "high", Known.ANSWERS_STAY)
    MODEL_STATUS_CHANGED = Facts("model-status-changed", "low", Known.ANSWERS_STAY)
    MODEL_LANGUAGES_CHANGED = Facts("model-languages-changed", "high", Known.ANSWERS_STAY)
    MODEL_INPUTS_CHANGED = Facts("model-inputs-changed", "high", Known.UNRECORDED, Moves.ROUTES)
    SCORE_SCALE_CHANGED = Facts("score-scale-changed", "high", Known.UNRECORDED, Moves.ROUTES)
    CAPACITY_RAISED = Facts("capacity-raised", "medium", Known.ANSWERS_STAY, Moves.LOAD)
    CAPACITY_LOWERED = Facts("capacity-lowered", "low", Known.ANSWERS_STAY, Moves.LOAD)
    ENDPOINT_MOVED = Facts("endpoint-moved", "high", Known.UNRECORDED, Moves.ROUTES)
    PROTOCOL_CHANGED = Facts("protocol-changed", "high", Known.UNRECORDED, Moves.ROUTES)
    REQUEST_CHANGED = Facts("request-changed", "high", Known.UNRECORDED, Moves.ROUTES)
    TIMEOUT_CHANGED = Facts("timeout-changed", "medium", Known.UNRECORDED, Moves.ROUTES)
    # Of a language's file or a model's.
    OWNERS_CHANGED = Facts("owners-changed", "low", Known.ANSWERS_STAY)
    # Of a source's file.
    SOURCE_ADDED = Facts("source-added", "low", Known.ANSWERS_STAY)
    SOURCE_REMOVED = Facts("source-removed", "high", Known.ANSWERS_STAY)
    SOURCE_RENAMED = Facts("source-renamed", "high", Known.ANSWERS_STAY)
    SOURCE_FIELDS_CHANGED = Facts("source-fields-changed", "high", Known.ANSWERS_STAY)
    # Of an environment's file.
    ENVIRONMENT_ADDED = Facts("environment-added", "high", Known.ANSWERS_STAY)
    ENVIRONMENT_REMOVED = Facts("environment-removed", "high", Known.ANSWERS_STAY)
    ENVIRONMENT_RENAMED = Facts("environment-renamed", "high", Known.ANSWERS_STAY)
    PROMOTION_CHANGED = Facts("promotion-changed", "high", Known.ANSWERS_STAY)
    READER_CHANGED = Facts("reader-changed", "high", Known.ANSWERS_STAY)
    TARGET_MOVED = Facts("target-moved", "high", Known.ANSWERS_STAY)
    ROLLOUT_CHANGED = Facts("rollout-changed", "high", Known.ANSWERS_STAY)
    ALARM_CHANGED = Facts("alarm-changed", "high", Known.ANSWERS_STAY)
    NOTICES_CHANGED = Facts("notices-changed", "medium", Known.ANSWERS_STAY)
    GOLDEN_GATE_CHANGED = Facts("golden-gate-changed", "medium", Known.ANSWERS_STAY)
    # Of a model's file as well.
    REHEARSAL_CHANGED = Facts("rehearsal-changed", "low", Known.ANSWERS_STAY)
    INFRA_CHANGED = Facts("infra-changed", "high", Known.ANSWERS_STAY)
    # Of the other files.
    EVIDENCE_ADDED = Facts("evidence-added", "low", Known.ANSWERS_STAY)
    EVIDENCE_REMOVED = Facts("evidence-removed", "medium", Known.ANSWERS_STAY)
    EVIDENCE_REFRESHED = Facts("evidence-refreshed", "low", Known.ANSWERS_STAY)
    CASES_ADDED = Facts("cases-added", "none", Known.ANSWERS_STAY)
    CASES_REMOVED = Facts("cases-removed", "low", Known.ANSWERS_STAY)
    CASES_CHANGED = Facts("cases-changed", "none", Known.ANSWERS_STAY)
    GOLDEN_ADDED = Facts("golden-added", "none", Known.ANSWERS_STAY)
    GOLDEN_REMOVED = Facts("golden-removed", "medium", Known.ANSWERS_STAY)
    GOLDEN_CHANGED = Facts("golden-changed", "low", Known.ANSWERS_STAY)
    POLICY_ADDED = Facts("policy-added", "medium", Known.ANSWERS_STAY)
    POLICY_REMOVED = Facts("policy-removed", "medium", Known.ANSWERS_STAY)
    POLICY_CHANGED = Facts("policy-changed", "medium", Known.ANSWERS_STAY)
    ACCEPTANCE_ADDED = Facts("acceptance-added", "none", Known.ANSWERS_STAY)
    ACCEPTANCE_REMOVED = Facts("acceptance-removed", "none", Known.ANSWERS_STAY)
    ACCEPTANCE_CHANGED = Facts("acceptance-changed", "none", Known.ANSWERS_STAY)
    FREEZE_ADDED = Facts("freeze-added", "medium", Known.ANSWERS_STAY)
    FREEZE_REMOVED = Facts("freeze-removed", "medium", Known.ANSWERS_STAY)
    FREEZE_CHANGED = Facts("freeze-changed", "medium", Known.ANSWERS_STAY)
    LOG_MAPPING_ADDED = Facts("log-mapping-added", "medium", Known.ANSWERS_STAY)
    LOG_MAPPING_REMOVED = Facts("log-mapping-removed", "medium", Known.ANSWERS_STAY)
    LOG_MAPPING_CHANGED = Facts("log-mapping-changed", "medium", Known.ANSWERS_STAY)

    def __init__(self, facts: Facts) -> None:
        self.risk = facts.risk
        self.known = facts.known
        self.moves = facts.moves

    def __str__(self) -> str:
        return self.value.text
