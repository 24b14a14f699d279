"""Writing acceptances: for the findings that somebody names, with a reason, and for no others."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from langroute_repo.findings import Finding
from langroute_repo.render.findings.acceptance import acceptance_lines
from langroute_repo.tree.files.acceptance import AcceptanceFile
from langroute_repo.tree.read import read_file
from scripts.files.edit import Edit
from scripts.terminal.failure import Failure

LENGTHS = range(10, 401)  # characters of a reason that the schema takes


@dataclass(frozen=True, slots=True)
class Accepting:
    """The fingerprints that somebody accepts, why, and until when."""

    fingerprints: tuple[str, ...] = ()
    because: str = ""
    until: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What every verb has that edits and may be warned."""
    parser.add_argument(
        "--accept", metavar="FINGERPRINT", nargs="+", default=[], help="warnings to accept with it"
    )
    parser.add_argument("--because", metavar="TEXT", default="", help="why that is right")


def accepting(arguments: argparse.Namespace, fingerprints: Sequence[str]) -> Accepting:
    """What the command line accepts; a Failure where the reason is missing."""
    because = " ".join(arguments.because.split())
    if fingerprints and len(because) not in LENGTHS:
        raise Failure(
            "an acceptance needs a reason of 10 to 400 characters",
            'say why it is right: --because "analysts asked for fewer events in #123"',
        )
    if because and not fingerprints:
        raise Failure(
            "--because says why something is accepted, and nothing is", "name it with --accept"
        )
    until = str(getattr(arguments, "until", None) or "")
    return Accepting(tuple(dict.fromkeys(fingerprints)), because, until)


def chosen(found: Iterable[Finding], wanted: Accepting) -> list[Finding]:
    """The warnings that are accepted; a Failure for what is none of the change."""
    offered = {one.fingerprint: one for one in found if one.accept_at}
    unknown = [one for one in wanted.fingerprints if one not in offered]
    if unknown:
        known = ", ".join(f"{key} ({one.rule})" for key, one in offered.items())
        raise Failure(
            f"no warning of this change has the fingerprint {unknown[0]}",
            f"there is {known}" if known else "there is none to accept",
        )
    return [offered[fingerprint] for fingerprint in wanted.fingerprints]


def acceptances(found: Iterable[Finding], wanted: Accepting) -> list[Edit]:
    """The files to write, one for each folder; a Failure where the check would refuse one."""
    folders: dict[str, list[Finding]] = {}
    for one in found:
        folders.setdefault(one.accept_at.rpartition("/")[0], []).append(one)
    return [_edit(ones, wanted) for ones in folders.values()]


def _edit(ones: Sequence[Finding], wanted: Accepting) -> Edit:
    path, names = ones[0].accept_at, [one.name for one in ones]
    lines = acceptance_lines(path, names, wanted.because, wanted.until)
    raw = "".join(f"{line}\n" for line in lines).encode()
    file = read_file(raw, path, AcceptanceFile)
    faults = [(one.message, one.hint) for one in file.text_faults]
    faults += [(one.message, one.hint) for one in file.shape_faults]
    for message, hint in faults[:1]:
        raise Failure(f"the reason would be refused: {message}", hint)
    return Edit(path, None, raw)
