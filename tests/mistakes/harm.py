"""Whether a mistake is material: it changes the volume by over 10 % or costs 2 points of recall.

Per answerer that decides about events (the primary, the canary), on the recorded scores: the share
that it lets pass, and the share that passes of the relevant ones. Those are known here, of all
events, while rules know labels only; so this tells what a rule misses for lack of labels, too.
"""

from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Answerer, LanguageFile
from tests.mistakes.labels import relevant
from tests.mistakes.state import State

VOLUME = 0.10
RECALL = 0.02


def material(before: State, after: State) -> bool:
    """Whether any answerer of any language moves that much, or no longer decides at all."""
    return any(_moved(before, after, tag) for tag in before.tree.languages)


def _moved(before: State, after: State, tag: str) -> bool:
    file = after.tree.languages.get(tag)
    if file is None or file.model is None:
        return True
    if file is before.tree.languages[tag]:
        return False
    old, new = _deciding(before.language(tag)), _deciding(file.model)
    return any(
        role not in new or _differs(before, tag, answerer, new[role])
        for role, answerer in old.items()
    )


def _deciding(language: LanguageFile) -> dict[str, Answerer]:
    return {str(at[0]): one for at, one in language.answerers() if at[0] != "shadows"}


def _differs(state: State, tag: str, old: Answerer, new: Answerer) -> bool:
    if (old.model, old.threshold.at) == (new.model, new.threshold.at):
        return False
    was, now = (state.tree.evidence(one.model, tag) for one in (old, new))
    if was is None or now is None:
        return True  # nobody knows
    if not 0 <= new.threshold.at <= 1:
        return True
    volume = was.share(float(old.threshold.at)), now.share(float(new.threshold.at))
    lost = recall(was, old) - recall(now, new)
    return abs(volume[1] - volume[0]) > VOLUME * volume[0] or lost >= RECALL


def recall(evidence: Evidence, answerer: Answerer) -> float:
    """Share of the relevant events that pass, labelled or not; 0 without any."""
    good = relevant(evidence)
    cell = evidence.cell(float(answerer.threshold.at))
    return sum(good[cell:]) / sum(good) if any(good) else 0.0
