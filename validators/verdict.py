"""What blocks: which warnings stood before a change, which it accepts, and which need neither.

Nothing but the files before and after, the day and the history of the main branch has a say.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from langroute_repo.findings import Acceptance, Finding
from langroute_repo.tree.files.acceptance import AcceptanceFile
from langroute_repo.tree.tree import File, Tree, valid
from validators.finding import Given

FOLDER = "config/accepted/"
# How bad each finding of the state before was, by its fingerprint.
Stood = Mapping[str, Fraction | int]


def stood(found: Iterable[Finding]) -> Stood:
    """The findings of the state before a change."""
    worst: dict[str, Fraction | int] = {}
    for one in found:
        worst[one.fingerprint] = max(one.magnitude, worst.get(one.fingerprint, 0))
    return worst


def judged(found: Iterable[Finding], given: Given, before: Callable[[], Stood]) -> list[Finding]:
    """The same findings, each with why it blocks nothing where it does not."""
    accepted = acceptances(brought(given).values())
    once = acceptances(file for _, file, _ in valid(given.tree.accepted))
    return [
        one if one.level == "error" else _judged(one, given, before, accepted, once)
        for one in found
    ]


def _judged(
    one: Finding,
    given: Given,
    before: Callable[[], Stood],
    accepted: Mapping[tuple[str, str], Acceptance],
    once: Mapping[tuple[str, str], Acceptance],
) -> Finding:
    key = folder_of(one.path), one.name
    if given.before is None or one.magnitude <= before().get(one.fingerprint, -1):
        return replace(one, standing=True, accepted=once.get(key))
    if key in accepted:
        return replace(one, accepted=accepted[key])
    until = given.ran_until(one.path)
    return replace(one, excused=f"goes back to what ran until {until}") if until else one


def brought(given: Given) -> dict[str, File[AcceptanceFile]]:
    """The acceptances that the change brings: absent from the base, or different there."""
    if given.before is None:
        return {}
    old = given.before.accepted
    return {
        name: file
        for name, file in given.tree.accepted.items()
        if name not in old or old[name].raw != file.raw
    }


def acceptances(files: Iterable[File[AcceptanceFile]]) -> dict[tuple[str, str], Acceptance]:
    """What each accepts, by its folder and by rule and fingerprint."""
    return {
        (file.path.rpartition("/")[0], name): Acceptance(file.model.because, file.path)
        for file in files
        if file.model
        for name in file.model.accepts
    }


def folder_of(path: str) -> str:
    """The folder of config/accepted for findings of a file: the folders mirror those of config/."""
    subject = path.removeprefix("config/").removesuffix(".yaml").removesuffix(".json")
    return FOLDER + (subject if "/" in subject or path.endswith(".yaml") else "change")


def free_path(one: Finding, tree: Tree) -> str:
    """Where to write an acceptance of a finding: a file that is not there yet."""
    folder = folder_of(one.path)
    name = f"{one.rule}-{one.fingerprint}"
    taken = {file.path for file in tree.accepted.values()}
    names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
    return next(path for n in names if (path := f"{folder}/{n}.yaml") not in taken)
