"""Mistakes in what is not a threshold: files, fields, models, endpoints, shares of traffic."""

import re
from collections.abc import Iterator
from random import Random

from langroute_repo.editing import edit
from langroute_repo.editing.template import Language, language
from langroute_repo.evidence.seal import line
from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.files.language import Answerer
from tests.mistakes.slot import slots, with_set
from tests.mistakes.state import Changes, State, language_path
from tests.mistakes.texts import about
from tests.mistakes.trial import Try, sealed_tries
from validators.supported_languages import supports

REGIONS = ("AT", "BE", "CA", "CH", "MX", "TW")
# A share as the files have it, and the number before its sign.
SHARE = re.compile(rb"traffic: ([0-9.]+)%")


def copied_to_new(state: State, chance: Random) -> Iterator[Try]:
    """E8: a file is copied for a new language, and only the tag is edited."""
    origin, copy = chance.sample(_whole(state), 2)
    without = state.edited({language_path(copy): None, f"config/cases/{copy}.yaml": None})
    yield from _copied(without, origin, copy, chance)


def copied_over(state: State, chance: Random) -> Iterator[Try]:
    """E8: a file is copied over another language's, and only the tag is edited."""
    origin, copy = chance.sample(_whole(state), 2)
    yield from _copied(state, origin, copy, chance)


def _copied(before: State, origin: str, copy: str, chance: Random) -> Iterator[Try]:
    raw = edit.replace(before.raw(origin), ("language",), copy)
    after = before.edited({language_path(copy): raw})
    yield Try("seal copied", before, after)
    texts = about(chance, [copy], f"set up like {origin}")
    yield from sealed_tries(before, _resealed(after, copy), texts)


def _resealed(state: State, tag: str) -> State | None:
    """Every threshold of a language set to the value that it has."""
    done: State | None = state
    for at, answerer in state.language(tag).answerers():
        path = f"shadows.{answerer.model}" if at[0] == "shadows" else at[0]
        done = done and with_set(done, tag, f"{path}.threshold", f"{answerer.threshold.at:f}")
    return done


def region_file(state: State, chance: Random) -> Iterator[Try]:
    """A language's file is copied for one of its regions, which from then on has its own."""
    origin = chance.choice([tag for tag in _whole(state) if "-" not in tag])
    tag = f"{origin}-{chance.choice(REGIONS)}"
    raw = edit.replace(state.raw(origin), ("language",), tag)
    yield Try("seal copied", state, state.edited({language_path(tag): raw}))
    primary, owners = state.language(origin).primary, state.language(origin).owners
    value = f"{primary.threshold.at:f}"
    text = language(state.tree, Language(tag, primary.model, owners, threshold=value))
    after = state.edited({language_path(tag): text.encode()})
    texts = about(chance, [origin], "a file for its region")
    yield from sealed_tries(state, after, texts)


def field_not_there(state: State, chance: Random) -> Iterator[Try]:
    """E10: a list of fields is taken from another language; one of them does not exist here."""
    yield from _fields(state, chance, there=False)


def fields_of_another(state: State, chance: Random) -> Iterator[Try]:
    """E10: a list of fields is taken from another language; all of them exist here, too."""
    yield from _fields(state, chance, there=True)


def _fields(state: State, chance: Random, *, there: bool) -> Iterator[Try]:
    found = [
        (meant, hit)
        for meant in slots(state)
        for hit in slots(state)
        if meant.answerer.model == hit.answerer.model
        and set(meant.answerer.fields) != set(hit.answerer.fields)
        and (set(meant.answerer.fields) <= _existing(state, hit.tag)) is there
    ]
    if not found:
        return
    meant, hit = chance.choice(found)
    fields = meant.answerer.fields
    raw = edit.relist(state.raw(hit.tag), (*hit.at, "fields"), fields)
    yield Try("by hand", state, hit.written(raw))
    after = with_set(state, hit.tag, f"{hit.at[0]}.fields", ",".join(fields))
    yield from sealed_tries(state, after, about(chance, [meant.tag], f"send {fields[-1]}"))


def _existing(state: State, tag: str) -> set[str]:
    source = state.tree.source(state.language(tag).source)
    return set(fields_in(source, tag)) if source else set()


def unsupported_model(state: State, chance: Random) -> Iterator[Try]:
    """A model that was not made for this language."""
    found = [
        (slot, name)
        for slot in slots(state, roles=("primary",))
        for name, file in state.tree.models.items()
        if file.model is not None and not supports(file.model, slot.tag)
    ]
    if not found:
        return
    slot, name = chance.choice(found)
    yield Try("by hand", state, slot.replaced("model", name))
    more = {"threshold": f"{slot.value:f}", "fields": "title"}
    after = with_set(state, slot.tag, "primary.model", name, **more)
    yield from sealed_tries(state, after, about(chance, [slot.tag], f"{name} replaces the model"))


def endpoints_swapped(state: State, chance: Random) -> Iterator[Try]:
    """E9: two models have each other's endpoints."""
    one, other = _endpoints(state, chance)
    (a, of_a), (b, of_b) = one, other
    changes = {a: _with_endpoint(state, a, of_b), b: _with_endpoint(state, b, of_a)}
    yield Try("by hand", state, state.edited(changes))


def endpoint_of_another(state: State, chance: Random) -> Iterator[Try]:
    """E9: a model has another one's endpoint, for a file was copied."""
    (a, _), (_, of_b) = _endpoints(state, chance)
    yield Try("by hand", state, state.edited({a: _with_endpoint(state, a, of_b)}))


def _endpoints(state: State, chance: Random) -> list[tuple[str, bytes]]:
    """Two model files with the text of their endpoints."""
    files = [file for file in state.tree.models.values() if b"sagemaker" in file.raw]
    return [(one.path, _endpoint(one.raw)) for one in chance.sample(files, 2)]


def _endpoint(raw: bytes) -> bytes:
    return raw[raw.index(b"endpoint:") :]


def _with_endpoint(state: State, path: str, endpoint: bytes) -> bytes:
    raw = state.files[path]
    return raw[: -len(_endpoint(raw))] + endpoint


def ramp_tenfold(state: State, chance: Random) -> Iterator[Try]:
    """E11: one digit too many: 50 % for 5 %, 100 % for 10 %."""
    yield from _tenfold(state, chance, smallest=3, largest=10)


def ramp_tenfold_small(state: State, chance: Random) -> Iterator[Try]:
    """E11: 10 % for 1 %, which is also a step that somebody may want."""
    yield from _tenfold(state, chance, smallest=1, largest=2)


def _tenfold(state: State, chance: Random, smallest: int, largest: int) -> Iterator[Try]:
    canaries = [one for one in _canaries(state) if smallest <= one[1] <= largest]
    if canaries:
        tag, share = chance.choice(canaries)
        yield from _share(state, tag, f"{share * 10:g}%", chance)


def share_as_fraction(state: State, chance: Random) -> Iterator[Try]:
    """E12: 0.05 for 5 %, without a sign."""
    tag, share = chance.choice(_canaries(state))
    yield from _share(state, tag, f"{share / 100:g}", chance)


def share_hundredth(state: State, chance: Random) -> Iterator[Try]:
    """E12: 0.05 % for 5 %: the canary hardly gets an event any more."""
    tag, share = chance.choice(_canaries(state))
    yield from _share(state, tag, f"{share / 100:g}%", chance)


def sign_moved(state: State, chance: Random) -> Iterator[Try]:
    """The percent sign before the number, or missing: %5 or 5 for 5 %."""
    tag, share = chance.choice(_canaries(state))
    yield from _share(state, tag, chance.choice((f"%{share:g}", f"{share:g}")), chance)


def _canaries(state: State) -> list[tuple[str, float]]:
    return [
        (tag, float(canary.traffic.removesuffix("%")))
        for tag in state.tree.languages
        if (canary := state.language(tag).canary)
    ]


def _share(state: State, tag: str, written: str, chance: Random) -> Iterator[Try]:
    raw = state.raw(tag)
    start = raw.index(b"canary:")
    changed = raw[:start] + SHARE.sub(f"traffic: {written}".encode(), raw[start:], count=1)
    yield Try("by hand", state, state.edited({language_path(tag): changed}))
    after = with_set(state, tag, "canary.traffic", written)
    yield from sealed_tries(state, after, about(chance, [tag], "next step of the ramp"))


def roles_swapped(state: State, chance: Random) -> Iterator[Try]:
    """Canary and primary have changed places; the share stays where it was."""
    tag, _ = chance.choice(_canaries(state))
    primary, canary = state.language(tag).primary, state.language(tag).canary
    assert canary is not None
    raw = _block(_block(state.raw(tag), "primary", canary), "canary", primary)
    yield Try("seal copied", state, state.edited({language_path(tag): raw}))


def shadow_promoted(state: State, chance: Random) -> Iterator[Try]:
    """A shadow becomes the primary at once, without having been the canary."""
    found = [tag for tag in _whole(state) if state.language(tag).shadows]
    tag = chance.choice(found)
    shadow = state.language(tag).shadows[0]
    raw = _block(state.raw(tag), "primary", shadow)
    raw = edit.remove(raw, ("shadows", 0) if len(state.language(tag).shadows) > 1 else ("shadows",))
    yield Try("seal copied", state, state.edited({language_path(tag): raw}))
    texts = about(chance, [tag], f"{shadow.model} takes over")
    yield from sealed_tries(state, _promoted(state, tag, shadow), texts)


def _promoted(state: State, tag: str, shadow: Answerer) -> State | None:
    done = with_set(state, tag, f"shadows.{shadow.model}", "none")
    more = {"threshold": f"{shadow.threshold.at:f}", "fields": ",".join(shadow.fields)}
    return done and with_set(done, tag, "primary.model", shadow.model, **more)


def _block(raw: bytes, role: str, answerer: Answerer) -> bytes:
    """A part of a language that says what another part says, seal and all."""
    raw = edit.replace(raw, (role, "model"), answerer.model)
    raw = edit.relist(raw, (role, "fields"), answerer.fields)
    start = raw.index(f"{role}:".encode())
    place = raw.index(b"{at:", start)
    end = raw.index(b"}", place) + 1
    return raw[:place] + line(answerer.threshold).encode() + raw[end:]


def source_of_another(state: State, chance: Random) -> Iterator[Try]:
    """A language gets the source of another one."""
    tag = chance.choice(_whole(state))
    others = [name for name in state.tree.sources if name != state.language(tag).source]
    other = chance.choice(others)
    raw = edit.replace(state.raw(tag), ("source",), other)
    yield Try("by hand", state, state.edited({language_path(tag): raw}))
    yield from sealed_tries(
        state, with_set(state, tag, "source", other), about(chance, [tag], f"events of {other}")
    )


def owners_of_another(state: State, chance: Random) -> Iterator[Try]:
    """A language gets the owners of another one, who then approve its changes."""
    tag, other = chance.sample(_whole(state), 2)
    owners = state.language(other).owners
    if owners == state.language(tag).owners:
        return
    raw = edit.relist(state.raw(tag), ("owners",), owners)
    yield Try("by hand", state, state.edited({language_path(tag): raw}))
    after = with_set(state, tag, "owners", ",".join(owners))
    yield from sealed_tries(state, after, about(chance, [other], "owners"))


def language_removed(state: State, chance: Random) -> Iterator[Try]:
    """A language's file is deleted, with its cases."""
    tag = chance.choice(_whole(state))
    gone: Changes = {language_path(tag): None, f"config/cases/{tag}.yaml": None}
    yield Try("by hand", state, state.edited(gone))


def _whole(state: State) -> list[str]:
    """Languages all of whose thresholds rest on evidence."""
    sealed = {slot.tag for slot in slots(state)}
    return [tag for tag in state.tree.languages if tag in sealed]
