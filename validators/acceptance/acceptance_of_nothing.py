from collections.abc import Iterator

from langroute_repo.findings import Finding
from langroute_repo.wording import did_you_mean
from validators.finding import Fault, Given
from validators.verdict import brought, folder_of


def acceptance_of_nothing(given: Given) -> Iterator[Fault]:
    """A change brings an acceptance that accepts nothing of it.

    Somebody believes that it does: the value was edited again, the line was copied from another
    language, or it was written ahead for a change that is still to come. An acceptance is for
    exactly one finding of the change that brings it, in the folder of what that finding is about.
    What earlier changes accepted is history and is not looked at.
    """
    for name, file in brought(given).items():
        if file.model is None:
            continue
        was = given.before and given.before.accepted.get(name)
        known = was.model.accepts if was and was.model else []
        for index, accepted in enumerate(file.model.accepts):
            if accepted not in known and (wrong := _wrong(accepted, file.path, given)):
                message, hint = wrong
                place = file.place("accepts", index)
                told = f'"{accepted}" {message}'
                yield Fault(place, told, hint, depends={"accepted": accepted})


def _wrong(accepted: str, path: str, given: Given) -> tuple[str, str] | None:
    """What is wrong with one of its lines and the cure; None when it accepts a finding."""
    rule, _, fingerprint = accepted.partition(" ")
    level = given.levels.get(rule)
    if level is None:
        warnings = [name for name, level in given.levels.items() if level == "warning"]
        lines = [f"{name} {fingerprint}" for name in warnings]
        hint = did_you_mean(accepted, lines, "write the line that the finding prints")
        return f'names no rule: there is no "{rule}"', hint
    if level == "error":
        return "is an error, and only warnings are accepted", "correct what the rule says"
    found = [one for one in given.found if one.rule == rule]
    meant = [one for one in found if one.fingerprint == fingerprint]
    if any(folder_of(one.path) == path.rpartition("/")[0] for one in meant):
        return _stood(meant)
    here = _instead(found, path)
    if meant:
        place = f"{folder_of(meant[0].path)}/"
        hint = here or f"move it to {place}"
        return f"is about {meant[0].path}, and only in {place} do its owners approve it", hint
    return "is no finding of this change", here or "remove the line"


def _stood(meant: list[Finding]) -> tuple[str, str] | None:
    if all(one.standing for one in meant):
        return "stood before this change and blocks nothing", "remove the line"
    return None


def _instead(found: list[Finding], path: str) -> str:
    """What the rule finds where the acceptance lies, which may be what was meant."""
    folder = path.rpartition("/")[0]
    here = [one.name for one in found if folder_of(one.path) == folder and not one.standing]
    return f"here it is {here[0]} now: accept that, or remove the line" if here else ""
