"""One sentence of impact: who, what, how many events, and what breaks."""

from collections.abc import Iterable, Iterator, Mapping

from langroute_repo.diff.changes import Change
from langroute_repo.diff.impact import NOTABLE, Impact, LanguageImpact
from langroute_repo.diff.kind import RISKS, Kind
from langroute_repo.render.difference.words import in_short
from langroute_repo.render.figures import events
from langroute_repo.tree.values import points

# More different groups of languages than this are told as one.
MOST_GROUPS = 3
UNKNOWN = "its effect on the analysts' events is not known"


def headline(impact: Impact) -> str:
    """What a reviewer reads first, in one sentence."""
    return "; ".join(parts(impact))


def parts(impact: Impact) -> list[str]:
    """The same in its parts, the largest effect first."""
    changes = impact.found.changes
    told = [change for change in changes if change.kind is not Kind.NO_EFFECT]
    if not told:
        return ["no effect: comments, order or layout only" if changes else "nothing changes"]
    return list(_whole(told, impact))


def _whole(told: list[Change], impact: Impact) -> Iterator[str]:
    files = _other_files(told)
    if impact.languages:
        yield from _languages(told, impact)
    else:
        verb = "does" if len(files) == 1 else "do"
        yield f"no language's route changes; {in_short(files)} {verb}"
    over = [one.model for one in impact.endpoints if one.overloaded]
    if over:
        yield f"at the peak {in_short(over)} would be asked for more than it can take"
    notable = _notable(told)
    if impact.languages and notable:
        yield in_short(notable)


def _languages(told: list[Change], impact: Impact) -> Iterator[str]:
    """The language with the largest effect by itself, and then the others together."""
    first, *others = ({tag: impact.languages[tag]} for tag in impact.ranked)
    known = [abs(one.more) for one in impact.languages.values() if one.more is not None]
    if not others or max(known, default=0) < NOTABLE:
        yield f"{_who(told)}; {volume(impact.languages)}"
        return
    rest = {tag: one for other in others for tag, one in other.items()}
    for part in (first, rest):
        yield f"{_who([one for one in told if one.language in part])}, {volume(part)}"


def _who(told: list[Change]) -> str:
    """Languages with their kinds; those to which the same happens together."""
    kinds: dict[str, list[Kind]] = {}
    for change in told:
        if change.language and change.kind not in kinds.setdefault(change.language, []):
            kinds[change.language].append(change.kind)
    groups: dict[tuple[Kind, ...], list[str]] = {}
    for tag, names in kinds.items():
        groups.setdefault(tuple(names), []).append(tag)
    if len(groups) > MOST_GROUPS:
        groups = {tuple(dict.fromkeys(name for names in groups for name in names)): list(kinds)}
    return ", ".join(f"{in_short(tags)}: {_named(names)}" for names, tags in groups.items())


def _named(kinds: tuple[Kind, ...]) -> str:
    return in_short([str(kind).replace("-", " ") for kind in kinds])


def volume(languages: Mapping[str, LanguageImpact]) -> str:
    """What the analysts get more or fewer; more here never hides fewer there."""
    concerned = {tag: one for tag, one in languages.items() if one.answers}
    if not concerned:
        return "no answer changes"
    known = {tag: one.more for tag, one in concerned.items() if one.more is not None}
    if not known:
        return UNKNOWN
    unknown = [tag for tag in concerned if tag not in known]
    words = _directions(known, "" if len(concerned) == len(languages) else _in(concerned))
    return words + (f" (not known for {in_short(unknown)})" if unknown else "") + _moved(languages)


def _directions(known: Mapping[str, float], where: str) -> str:
    more = {tag: one for tag, one in known.items() if one >= NOTABLE}
    fewer = {tag: one for tag, one in known.items() if one <= -NOTABLE}
    if not more or not fewer:
        return f"{events(sum(known.values()))} for the analysts{where}"
    words = (f"{events(sum(part.values()))}{_in(part)}" for part in (more, fewer))
    return f"for the analysts {', '.join(words)}"


def _in(languages: Iterable[str]) -> str:
    return f" in {in_short(list(languages))}"


def _moved(languages: Mapping[str, LanguageImpact]) -> str:
    """The share of events that changes model, told where it is one number."""
    splits = {tag: one.sides.split for tag, one in languages.items()}
    moving = {tag: split.moved for tag, split in splits.items() if split and split.moved}
    shares = set(moving.values())
    if len(shares) != 1 or any(split is None or split.incomplete for split in splits.values()):
        return ""
    where = "" if len(moving) == len(languages) else _in(moving)
    return f", {points(shares.pop())} of the events{where} change model"


def _other_files(told: list[Change]) -> list[str]:
    return list(dict.fromkeys(change.file for change in told if not change.language))


def _notable(told: list[Change]) -> list[str]:
    """What happens to files of no language that nobody should miss behind the languages."""
    causes = {change.cause for change in told}
    notable = (
        change
        for change in told
        if change.language is None
        and change.file not in causes
        and RISKS.index(change.kind.risk) >= RISKS.index("medium")
    )
    return list(dict.fromkeys(f"{_named((change.kind,))} ({change.file})" for change in notable))
