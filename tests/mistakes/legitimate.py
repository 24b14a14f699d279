"""Edits that somebody makes for good reasons: what the rules should let through, or ask about."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from langroute_repo.editing.template import Language, language
from langroute_repo.evidence.seal import value_passing
from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.routes import EVERYBODY
from langroute_repo.tree.values import basis_points
from tests.mistakes.company import STEP, value_keeping
from tests.mistakes.evidence_files import comment_on, refreshed, reordered, with_owner
from tests.mistakes.labels import relevant
from tests.mistakes.slot import Slot, slots, with_set
from tests.mistakes.state import State, language_path
from tests.mistakes.texts import about
from tests.mistakes.thresholds import accepted, successors
from tests.mistakes.trial import Try

CASE = """  - about: an event without a key goes to the primary
    event: {}
    expect: {role: primary}
"""


def _once(
    chance: Random, before: State, after: State | None, texts: tuple[str, ...]
) -> Iterator[Try]:
    """Written with `set`; half of them say what they are about."""
    if chance.random() < 0.5:
        yield Try("set, text", before, after, texts)
    else:
        yield Try("set, no text", before, after)


def small_tuning(state: State, chance: Random) -> Iterator[Try]:
    """One to three steps up or down."""
    slot = chance.choice(slots(state))
    value = slot.value + chance.choice((-3, -2, -1, 1, 2, 3)) * STEP
    yield from _tuned(state, slot, value, chance)


def retune(state: State, chance: Random) -> Iterator[Try]:
    """The threshold for another recall, between 80 and 90 %, that somebody has decided on."""
    slot = chance.choice(slots(state))
    value = value_keeping(relevant(slot.evidence), chance.uniform(0.80, 0.90))
    if value != slot.value:
        yield from _tuned(state, slot, value, chance)


def _tuned(state: State, slot: Slot, value: Decimal, chance: Random) -> Iterator[Try]:
    free = _freed(state, slot.tag)
    after = with_set(free, slot.tag, slot.setting, f"{value:f}")
    yield from _once(chance, free, after, about(chance, [slot.tag], f"threshold to {value:f}"))


def batch(state: State, chance: Random) -> Iterator[Try]:
    """Small tunings of three to five languages in one pull request."""
    primaries = slots(state, roles=("primary",))
    chosen = chance.sample(primaries, chance.randrange(3, 6))
    tags = [slot.tag for slot in chosen]
    for tag in tags:
        state = _freed(state, tag)
    after: State | None = state
    for slot in chosen:
        value = slot.value + chance.choice((-3, -2, -1, 1, 2, 3)) * STEP
        after = after and with_set(after, slot.tag, slot.setting, f"{value:f}")
    yield from _once(chance, state, after, about(chance, tags, "small tunings"))


def ramp_step(state: State, chance: Random) -> Iterator[Try]:
    """The canary gets more of the events, as much at once as the policy allows or half of it."""
    largest = basis_points(state.tree.limits().change.largest_ramp_step)
    yield from _ramped(state, chance, chance.choice((largest // 2, largest)))


def ramp_jump(state: State, chance: Random) -> Iterator[Try]:
    """The canary gets twice what the policy allows at once: to be accepted."""
    largest = basis_points(state.tree.limits().change.largest_ramp_step)
    yield from _ramped(state, chance, 2 * largest)


def _ramped(state: State, chance: Random, more: int) -> Iterator[Try]:
    """``more`` in basis points."""
    tag, share = chance.choice(_canaries(state))
    if share + more < EVERYBODY:
        wanted = f"{(share + more) / 100:g}%"
        free = _freed(state, tag)
        after = with_set(free, tag, "canary.traffic", wanted)
        yield from _once(chance, free, after, about(chance, [tag], f"canary to {wanted}"))


def _canaries(state: State) -> list[tuple[str, int]]:
    """Languages with a canary, and its share in basis points."""
    found = ((tag, state.language(tag).canary) for tag in state.tree.languages)
    return [(tag, basis_points(one.traffic)) for tag, one in found if one]


def _freed(state: State, tag: str) -> State:
    """The state with one example of the language that always holds, in the place of all it has.

    An example that pins what is edited is changed first, as `set` asks for, and in a change of its
    own: guard-weakened asks about that one, whatever else comes with it.
    """
    path = f"config/cases/{tag}.yaml"
    if path not in state.files:
        return state
    modeline = state.files[path].split(b"\n", 1)[0].decode()
    return state.edited({path: f"{modeline}\nlanguage: {tag}\ncases:\n{CASE}".encode()})


def canary_promoted(state: State, chance: Random) -> Iterator[Try]:
    """A canary at half of the events becomes the primary, with its threshold."""
    tags = [tag for tag, share in _canaries(state) if share >= 5000]
    if tags:
        tag = chance.choice(tags)
        free = _freed(state, tag)
        after = with_set(free, tag, "primary", "canary")
        yield from _once(chance, free, after, about(chance, [tag], "the canary takes over"))


def fields_sent(state: State, chance: Random) -> Iterator[Try]:
    """A model is sent one field more, or one fewer, that it can do without: to be accepted."""
    slot = chance.choice(slots(state))
    model, fields = state.tree.model(slot.answerer.model), slot.answerer.fields
    source = state.tree.source(state.language(slot.tag).source)
    assert model is not None
    assert source is not None
    optional = [one for one in fields_in(source, slot.tag) if one in model.inputs.optional]
    if optional:
        chosen = chance.choice(optional)
        wanted = [one for one in fields if one != chosen]
        wanted += [] if chosen in fields else [chosen]
        free = _freed(state, slot.tag)
        after = with_set(free, slot.tag, f"{slot.at[0]}.fields", ",".join(wanted))
        yield from _once(chance, free, after, about(chance, [slot.tag], f"{chosen} sent or not"))


def source_moved(state: State, chance: Random) -> Iterator[Try]:
    """A language takes its events from another source that has all its fields: the same."""
    found = [
        (tag, name)
        for tag in sorted({slot.tag for slot in slots(state)})
        for name, file in state.tree.sources.items()
        if name != state.language(tag).source and file.model is not None
        if _sent(state, tag) <= set(fields_in(file.model, tag))
    ]
    if found:
        tag, name = chance.choice(found)
        free = _freed(state, tag)
        after = with_set(free, tag, "source", name)
        yield from _once(chance, free, after, about(chance, [tag], f"events of {name}"))


def _sent(state: State, tag: str) -> set[str]:
    return {field for _, one in state.language(tag).answerers() for field in one.fields}


def canary_started(state: State, chance: Random) -> Iterator[Try]:
    """A model starts at 1 %, at the threshold that keeps the share that the primary passes."""
    found = [
        (slot, name)
        for slot in slots(state, roles=("primary",))
        if state.language(slot.tag).canary is None
        for name in successors(state, slot)
    ]
    if not found:
        return
    slot, name = chance.choice(found)
    evidence = state.tree.evidence(name, slot.tag)
    assert evidence is not None
    value = value_passing(evidence, slot.evidence.share(float(slot.value)))
    fields = ",".join(accepted(state, name, slot.answerer.fields))
    more = {"traffic": "1%", "threshold": f"{value:f}", "fields": fields}
    after = with_set(state, slot.tag, "canary", name, **more)
    yield from _once(chance, state, after, about(chance, [slot.tag], f"{name} as a canary"))


def canary_stopped(state: State, chance: Random) -> Iterator[Try]:
    """A canary that did not hold what it promised is taken away."""
    tag, _ = chance.choice(_canaries(state))
    free = _freed(state, tag)
    after = with_set(free, tag, "canary", "none")
    yield from _once(chance, free, after, about(chance, [tag], "stop the canary"))


def tuning_reverted(state: State, chance: Random) -> Iterator[Try]:
    """`git revert` of a deliberate retune."""
    yield from _reverted(next(retune(state, chance), None))


def ramp_reverted(state: State, chance: Random) -> Iterator[Try]:
    """`git revert` of a step of the ramp."""
    yield from _reverted(next(ramp_step(state, chance), None))


def promotion_reverted(state: State, chance: Random) -> Iterator[Try]:
    """`git revert` of a promotion: the old primary is back, and the canary at its share."""
    yield from _reverted(next(canary_promoted(state, chance), None))


def _reverted(done: Try | None) -> Iterator[Try]:
    if done and done.after:
        title = done.texts[0] if done.texts else "Tune it"
        texts = (f'Revert "{title}"', f'Revert "{title}"\n\nThis reverts commit 3f2a9c81.')
        yield Try("by hand", done.after, done.before, texts, goes_back=True)


def new_language(state: State, chance: Random) -> Iterator[Try]:
    """A language with recorded scores gets its file from `new`."""
    slot = chance.choice([one for one in slots(state, roles=("primary",)) if _new(state, one)])
    gone = {language_path(slot.tag): None, f"config/cases/{slot.tag}.yaml": None}
    before = state.edited(gone)
    file, model = state.language(slot.tag), slot.answerer.model
    wanted = Language(slot.tag, model, file.owners, file.source, f"{slot.value:f}")
    path = language_path(slot.tag)
    after = before.edited({path: language(before.tree, wanted).encode()})
    yield from _once(chance, before, after, about(chance, [slot.tag], "a new language"))


def _new(state: State, slot: Slot) -> bool:
    model = state.tree.model(slot.answerer.model)
    return model is not None and model.status == "active"


def evidence_refreshed(state: State, chance: Random) -> Iterator[Try]:
    """New evidence of a language with its seals renewed."""
    slot = chance.choice(slots(state))
    after = refreshed(state, slot.tag, chance)
    yield from _once(chance, state, after, ("Refresh evidence", "Refresh evidence"))


def all_evidence_refreshed(state: State, chance: Random) -> Iterator[Try]:
    """New evidence of every language with its seals renewed, as after each two weeks."""
    after = state
    for tag in sorted({slot.tag for slot in slots(state)}):
        after = refreshed(after, tag, chance)
    yield from _once(chance, state, after, ("Refresh evidence", "Refresh evidence"))


def shadow_changed(state: State, chance: Random) -> Iterator[Try]:
    """A shadow is added, or taken away."""
    slot = chance.choice(slots(state, roles=("primary",)))
    shadows = state.language(slot.tag).shadows
    names = successors(state, slot)
    if shadows:
        state = _freed(state, slot.tag)
        after = with_set(state, slot.tag, f"shadows.{shadows[0].model}", "none")
    elif names:
        evidence = state.tree.evidence(names[0], slot.tag)
        assert evidence is not None
        fields = ",".join(accepted(state, names[0], slot.answerer.fields))
        more = {"threshold": f"{value_keeping(relevant(evidence), 0.85):f}", "fields": fields}
        after = with_set(state, slot.tag, f"shadows.{names[0]}", "10%", **more)
    else:
        return
    yield from _once(chance, state, after, about(chance, [slot.tag], "shadow"))


def owner_added(state: State, chance: Random) -> Iterator[Try]:
    """One more team approves the changes of a language."""
    tag = chance.choice(sorted(state.tree.languages))
    owner = "@acme/risk-watch"
    yield Try("by hand", state, with_owner(state, tag, owner), about(chance, [tag], "owners"))


def cases_added(state: State, chance: Random) -> Iterator[Try]:
    """One more example that holds."""
    paths = sorted(path for path in state.files if path.startswith("config/cases/"))
    path = chance.choice(paths)
    tag = path.rpartition("/")[2].removesuffix(".yaml")
    after = state.edited({path: state.files[path] + CASE.encode()})
    yield Try("by hand", state, after, about(chance, [tag], "one more case"))


def comment_edited(state: State, chance: Random) -> Iterator[Try]:
    """A comment is written, or two keys change places."""
    tag = chance.choice(sorted(state.tree.languages))
    raw = state.raw(tag)
    changed = reordered(raw) if chance.random() < 0.5 else comment_on(raw, "see RISK-2311")
    after = state.edited({language_path(tag): changed})
    yield Try("by hand", state, after, ("Tidy up", "Tidy up"))
