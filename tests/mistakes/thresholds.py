"""Mistakes in a threshold: another language's, another model's, or a slip of the fingers."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from langroute_repo.editing import edit
from langroute_repo.evidence.seal import sealed
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Threshold
from tests.mistakes.company import RECALL, STEP, value_keeping
from tests.mistakes.labels import relevant
from tests.mistakes.slot import Slot, slots, with_set
from tests.mistakes.state import State
from tests.mistakes.texts import about
from tests.mistakes.trial import Try, sealed_tries
from validators.supported_languages import supports


def wrong_file(state: State, chance: Random) -> Iterator[Try]:
    """E1: a new value for one language is written into another one's file."""
    meant, hit = pair(state, chance)
    value = retuned(meant, chance)
    if value != hit.value:
        yield from _wrong_language(meant, hit, sealed(value, meant.evidence), chance)


def value_of_another(state: State, chance: Random) -> Iterator[Try]:
    """E2: a language gets the value that another one has."""
    meant, hit = pair(state, chance)
    if meant.value != hit.value:
        yield from _wrong_language(meant, hit, meant.answerer.threshold, chance)


def _wrong_language(meant: Slot, hit: Slot, threshold: Threshold, chance: Random) -> Iterator[Try]:
    texts = about(chance, [meant.tag], f"threshold to {threshold.at:f}")
    yield Try("by hand", hit.state, hit.typed(f"{threshold.at:f}"))
    yield Try("seal copied", hit.state, hit.pasted(threshold))
    yield from sealed_tries(hit.state, _set(hit, threshold.at), texts)


def swapped(state: State, chance: Random) -> Iterator[Try]:
    """E3: two languages have their values swapped."""
    one, other = pair(state, chance)
    if one.value == other.value:
        return
    a, b = one.answerer.threshold, other.answerer.threshold
    half = Slot(one.typed(f"{b.at:f}"), other.tag, other.at)
    yield Try("by hand", state, half.typed(f"{a.at:f}"))
    yield Try("seal copied", state, Slot(one.pasted(b), other.tag, other.at).pasted(a))
    done = _set(one, b.at)
    done = done and _set(Slot(done, other.tag, other.at), a.at)
    texts = about(chance, [one.tag, other.tag], "thresholds after the evaluation")
    yield from sealed_tries(state, done, texts)


def decimal_slip(state: State, chance: Random) -> Iterator[Try]:
    """E4: the point one place to the left or to the right: 0.034 or 3.42 for 0.342."""
    slot = chance.choice(slots(state))
    value = retuned(slot, chance)
    slipped = [(value / 10).quantize(STEP), (value * 10).quantize(STEP)]
    yield from _slip(slot, f"{chance.choice(slipped):f}", value, chance)


def no_point(state: State, chance: Random) -> Iterator[Try]:
    """E5: 45 for 0.45."""
    slot = chance.choice(slots(state))
    value = retuned(slot, chance)
    yield from _slip(
        slot, chance.choice((f"{value * 1000:.0f}", f"{value * 100:.0f}")), value, chance
    )


def transposed(state: State, chance: Random) -> Iterator[Try]:
    """E6: two digits behind the point change places: 0.432 for 0.342."""
    slot = chance.choice(slots(state))
    value = retuned(slot, chance)
    a, b, c = list(f"{value:f}"[2:])
    others = {f"0.{b}{a}{c}", f"0.{a}{c}{b}"} - {f"{value:f}", f"{slot.value:f}"}
    if others:
        yield from _slip(slot, chance.choice(sorted(others)), value, chance)


def one_digit(state: State, chance: Random) -> Iterator[Try]:
    """A digit is hit beside the one that was meant: 0.642 for 0.342."""
    slot = chance.choice(slots(state))
    digits = list(f"{retuned(slot, chance):f}")
    place = chance.choice((2, 3))
    digits[place] = chance.choice([one for one in "0123456789" if one != digits[place]])
    if "".join(digits) != f"{slot.value:f}":
        yield from _slip(slot, "".join(digits), slot.value, chance)


def decimal_comma(state: State, chance: Random) -> Iterator[Try]:
    """0,342 for 0.342."""
    slot = chance.choice(slots(state))
    value = retuned(slot, chance)
    yield from _slip(slot, f"{value:f}".replace(".", ","), value, chance)


def share_for_value(state: State, chance: Random) -> Iterator[Try]:
    """The share that shall pass is written as the value: 24.1% or 0.241."""
    slot = chance.choice(slots(state))
    value = retuned(slot, chance)
    share = slot.evidence.share(float(value))
    yield from _slip(slot, chance.choice((f"{100 * share:.1f}%", f"{share:.3f}")), value, chance)


def all_or_nothing(state: State, chance: Random) -> Iterator[Try]:
    """The end of the scale: 0.000 lets everything pass, 1.000 next to nothing."""
    slot = chance.choice(slots(state))
    yield from _slip(slot, chance.choice(("0.000", "1.000")), slot.value, chance)


def _slip(slot: Slot, typed: str, meant: Decimal, chance: Random) -> Iterator[Try]:
    """The right language, the wrong number."""
    texts = about(chance, [slot.tag], f"threshold to {meant:f}")
    yield Try("by hand", slot.state, slot.typed(typed))
    yield from sealed_tries(slot.state, with_set(slot.state, slot.tag, slot.setting, typed), texts)


def kept_for_new_model(state: State, chance: Random) -> Iterator[Try]:
    """E7: the primary's model is replaced and the threshold stays."""
    slot = chance.choice(slots(state, roles=("primary",)))
    names = successors(state, slot)
    if not names:
        return
    name = chance.choice(names)
    fields = accepted(state, name, slot.answerer.fields)
    raw = edit.relist(slot.replaced("model", name).raw(slot.tag), (*slot.at, "fields"), fields)
    yield Try("by hand", state, slot.written(raw))
    more = {"threshold": f"{slot.value:f}", "fields": ",".join(fields)}
    after = with_set(state, slot.tag, "primary.model", name, **more)
    yield from sealed_tries(
        state, after, about(chance, [slot.tag], f"{name} replaces the old model")
    )


def canary_value_in_primary(state: State, chance: Random) -> Iterator[Try]:
    """The canary's threshold is pasted into the primary."""
    with_canary = [one for one in slots(state, roles=("canary",)) if _has_primary(state, one)]
    canary = chance.choice(with_canary)
    primary = Slot(state, canary.tag, ("primary",))
    yield from _wrong_language(canary, primary, canary.answerer.threshold, chance)


def started_with_another(state: State, chance: Random) -> Iterator[Try]:
    """A canary is started at the value that its model has in another language."""
    found = [
        (slot, other)
        for slot in slots(state, roles=("primary",))
        if state.language(slot.tag).canary is None
        for name in successors(state, slot)
        for other in slots(state)
        if other.answerer.model == name
    ]
    if not found:
        return
    slot, other = chance.choice(found)
    right = value_keeping(relevant(_evidence(state, other.answerer.model, slot.tag)), RECALL)
    meant, after = (_started(slot, other.answerer.model, at) for at in (right, other.value))
    if meant and after:
        copied = Slot(after, slot.tag, ("canary",)).pasted(other.answerer.threshold)
        yield Try("seal copied", state, copied, meant=meant)
        yield Try("set, text", state, after, about(chance, [slot.tag], "a canary"), meant)
        yield Try("set, no text", state, after, meant=meant)


def _started(slot: Slot, name: str, at: Decimal) -> State | None:
    fields = ",".join(accepted(slot.state, name, slot.answerer.fields))
    more = {"traffic": "1%", "threshold": f"{at:f}", "fields": fields}
    return with_set(slot.state, slot.tag, "canary", name, **more)


def block_of_another(state: State, chance: Random) -> Iterator[Try]:
    """The whole primary of another language is pasted: model, fields and threshold."""
    primaries = slots(state, roles=("primary",))
    hit = chance.choice(primaries)
    others = [one for one in primaries if one.answerer.model != hit.answerer.model]
    if not others:
        return
    meant = chance.choice(others)
    raw = edit.relist(state.raw(hit.tag), ("primary", "fields"), meant.answerer.fields)
    raw = edit.replace(raw, ("primary", "model"), meant.answerer.model)
    pasted = Slot(hit.written(raw), hit.tag, hit.at).pasted(meant.answerer.threshold)
    yield Try("seal copied", state, pasted)
    more = {"threshold": f"{meant.value:f}", "fields": ",".join(meant.answerer.fields)}
    after = with_set(state, hit.tag, "primary.model", meant.answerer.model, **more)
    texts = about(chance, [meant.tag], "model and threshold as evaluated")
    yield from sealed_tries(state, after, texts)


def retuned(slot: Slot, chance: Random) -> Decimal:
    """A value that somebody could want: a few steps away, or for another recall."""
    if chance.random() < 0.5:
        moved = slot.value + chance.choice((-1, 1)) * chance.randrange(4, 40) * STEP
        return min(max(moved, 10 * STEP), 990 * STEP)
    return value_keeping(relevant(slot.evidence), chance.uniform(0.75, 0.95))


def pair(state: State, chance: Random) -> tuple[Slot, Slot]:
    """Two languages with the same model in the same part."""
    held = slots(state)
    while True:
        one = chance.choice(held)
        same = [
            other
            for other in held
            if other.tag != one.tag
            and (other.at, other.answerer.model) == (one.at, one.answerer.model)
        ]
        if same:
            return one, chance.choice(same)


def _evidence(state: State, model: str, tag: str) -> Evidence:
    found = state.tree.evidence(model, tag)
    assert found is not None, f"{tag} has no evidence of {model}"
    return found


def _set(slot: Slot, value: Decimal) -> State | None:
    return with_set(slot.state, slot.tag, slot.setting, f"{value:f}")


def _has_primary(state: State, slot: Slot) -> bool:
    primary = state.language(slot.tag).primary
    return (primary.model, slot.tag) in state.tree.evidence_paths


def successors(state: State, slot: Slot) -> list[str]:
    """Models that have evidence in this language and no part in it yet."""
    taken = {answerer.model for _, answerer in state.language(slot.tag).answerers()}
    return [
        name
        for name, language in sorted(state.tree.evidence_paths)
        if language == slot.tag and name not in taken and _made_for(state, name, slot.tag)
    ]


def _made_for(state: State, name: str, tag: str) -> bool:
    model = state.tree.model(name)
    return model is not None and model.status == "active" and supports(model, tag)


def accepted(state: State, name: str, fields: list[str]) -> list[str]:
    model = state.tree.model(name)
    assert model is not None
    return [one for one in fields if one in (*model.inputs.required, *model.inputs.optional)]
