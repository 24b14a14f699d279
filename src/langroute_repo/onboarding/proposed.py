"""A threshold for each language: the one in use, or the one that passes the share asked for.

By the share that passes and never by recall: labels, where there are any, are of what analysts were
shown, and a threshold that follows them drops more with every turn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from langroute_repo.editing.edit import EditError
from langroute_repo.editing.typed_threshold import sealed_value
from langroute_repo.evidence.build import FEWEST
from langroute_repo.evidence.seal import value_passing
from langroute_repo.onboarding.answers import Answers
from langroute_repo.onboarding.asked import PRIMARY, Asked, asked
from langroute_repo.onboarding.reading import UnusableAnswers
from langroute_repo.onboarding.written import Slot, described
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Threshold
from langroute_repo.tree.values import basis_points
from langroute_repo.wording import counted, listed

Pair = tuple[str, str]  # model, language

IN_USE = "# In use before: what it passes is as recorded."
UNKNOWN = (
    "# As answered: nothing is recorded yet. ./langroute evidence build, then seal, once there is."
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A threshold, the remark that stands above it, and the scores that it rests on, if any."""

    model: str
    threshold: Threshold
    remark: str
    evidence: Evidence | None


def enough(found: Evidence | None) -> bool:
    """Whether so many scores are recorded that a share of them says something."""
    return found is not None and found.total >= FEWEST


def proposed(given: Answers, evidence: Mapping[Pair, Evidence]) -> dict[Slot, Proposed]:
    """For each answerer of each language.

    ``UnusableAnswers`` names each threshold that nobody said and no log gives.
    """
    found, missing, faults = {}, [], []
    for tag, one in _all(given):
        held = evidence.get((one.model, tag))
        try:
            threshold = _proposed(given, tag, one, held if enough(held) else None)
        except EditError as error:
            faults.append(f"{one.at(tag)}.threshold: {error.message} ({error.hint})")
            continue
        if threshold is None:
            had = counted(held.total if held else 0, "score")
            missing.append(
                f"{one.at(tag)}.threshold (the log has {had} of {one.model} in {tag}; "
                f"a share needs {FEWEST})"
            )
        else:
            found[tag, one.keys] = threshold
    if missing or faults:
        raise UnusableAnswers(faults, missing)
    return found


def _all(given: Answers) -> Iterator[tuple[str, Asked]]:
    return ((tag, one) for tag in given.languages for one in asked(given, tag))


def _proposed(given: Answers, tag: str, one: Asked, evidence: Evidence | None) -> Proposed | None:
    model = described(given, one.model)
    if one.threshold is not None:
        threshold = sealed_value(f"{one.threshold:f}", model, evidence)
        return Proposed(one.model, threshold, IN_USE if evidence else UNKNOWN, evidence)
    if evidence is None:
        return None
    share = given.languages[tag].passes or given.passes
    assert share is not None  # or it would have been missing
    at = value_passing(evidence, basis_points(share) / 10_000)
    remark = f"# Proposed by init: what passes about {share}. Nobody has tuned it yet."
    return Proposed(one.model, sealed_value(f"{at:f}", model, evidence), remark, evidence)


def too_short(given: Answers, evidence: Mapping[Pair, Evidence]) -> str | None:
    """Why a log says nothing of any language; None where it says enough of one."""
    pairs = [(one.model, tag) for tag, one in _all(given) if one.keys == PRIMARY]
    if any(enough(evidence.get(pair)) for pair in pairs):
        return None
    return f"the log has {listed(list(_held(pairs, evidence)))}; a share needs {FEWEST} scores"


def _held(pairs: list[Pair], evidence: Mapping[Pair, Evidence]) -> Iterator[str]:
    for model, tag in pairs:
        found = evidence.get((model, tag))
        yield f"{found.total if found else 0:,} of {model} in {tag}"
