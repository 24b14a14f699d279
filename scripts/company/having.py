"""What a company has today: where it is read from, and what is told of it."""

import argparse
import os
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from langroute.lookup import DEFAULT
from langroute_repo.aws.clients import connect
from langroute_repo.aws.errors import AwsError, Missing
from langroute_repo.editing.file_text import first_environment
from langroute_repo.foreign.document import UnusableDocument, json_document, variables
from langroute_repo.foreign.mapping import UnusableMapping, Written, read
from langroute_repo.foreign.reading import Imported, UnusableValues, imported
from langroute_repo.onboarding.answers import ENVIRONMENTS, Account, Answers
from langroute_repo.onboarding.gridded import Rounded, gridded
from langroute_repo.onboarding.reading import Data, UnusableAnswers, answers
from langroute_repo.render.findings.text import printable
from langroute_repo.wording import counted
from scripts.company.options import together
from scripts.deployments.aws_failures import told_as_failure
from scripts.terminal.failure import Failure

APPCONFIG = "appconfig:"
UNWRITTEN = "nothing was written"


class Having:
    """A document that was read, as it was given: by which words, and by which mapping."""

    def __init__(self, source: str, mapping: str, written: Written, raw: bytes) -> None:
        self.source, self.mapping, self.written = source, mapping, written
        self.raw = raw
        self.rounded: list[Rounded] = []
        try:
            parse = variables if written.mapping.variables else json_document
            self.found: Imported = imported(parse(raw, source), written)
        except UnusableDocument as error:
            raise Failure(error.message, error.hint) from error
        except UnusableValues as error:
            raise _failure(f"{source} cannot be taken", error.faults, UNWRITTEN) from error

    @property
    def live(self) -> tuple[str, ...] | None:
        """Application, environment and profile that the backend reads today, where known."""
        told = self.source.removeprefix(APPCONFIG)
        if told == self.source:
            told = self.written.mapping.live or ""
        return tuple(told.split("/")) if told else None

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """What a log calls languages and models that are called otherwise here."""
        # No event is in a language called default, and none in capitals as in a variable's name.
        named = {} if self.written.mapping.variables else self.found.tags
        tags = {theirs: tag for theirs, tag in named.items() if tag != DEFAULT}
        return {
            column: dict(words)
            for column, words in (("language", tags), ("model", self.found.models))
            if words
        }

    def among(self, data: Data) -> Data:
        """The answers, with what was read; ``UnusableAnswers`` where they say otherwise."""
        if faults := list(_apart(self.found.answers, data)):
            raise UnusableAnswers(faults, [])
        said = data.get("languages")
        for tag in said if isinstance(said, dict) else ():
            if tag not in self.found.answers["languages"]:
                self.found.notes.append(f"{tag}: said by the answers alone")
        return together(deepcopy(self.found.answers), data)

    def settled(self, data: Data, given: Answers) -> Answers:
        """The answers with thresholds on their grids; refused where they name what is read."""
        for name in ENVIRONMENTS:
            self._refuse_same(name, getattr(given.environments, name))
        rounding = self.written.mapping.rounding is not None
        try:
            data, self.rounded = gridded(data, given, self.found.places, rounding)
        except UnusableAnswers as error:
            raise _failure(f"{self.source} cannot be taken", error.faults, UNWRITTEN) from error
        return answers(data)

    def _refuse_same(self, name: str, at: Account) -> None:
        """Refuse to name the profile that is read today: its readers would get our document."""
        ours = at.appconfig or first_environment(name, at.region).appconfig
        names = (ours.application, ours.environment, ours.profile)
        if names != self.live and not self._has_same(names, at.region):
            return
        new = f"application: {names[0]}, environment: {names[1]}, profile: {names[2]}-new"
        raise Failure(
            f"config/environments/{name}.yaml would name {'/'.join(names)}, which your "
            "backend reads today: it would get a document that it does not know",
            f"name a new profile in the answers: environments.{name}.appconfig: {{{new}}}",
        )

    def _has_same(self, names: tuple[str, str, str], region: str) -> bool:
        """Whether what was read by other words, such as ids, is delivered by these names as well.

        Where nothing is delivered there is nothing of theirs, or it is not ours to see.
        """
        if not self.source.startswith(APPCONFIG):
            return False
        try:
            return connect(first_environment("production", region)).read(*names).content == self.raw
        except AwsError:
            return False

    def lines(self) -> Iterator[str]:
        """What was taken, what is another here, and what was not taken."""
        taken = self.found.taken
        assert taken is not None
        values = f"{len(taken.taken):,} of {counted(len(taken.all), 'value')} taken"
        yield f"{self.source} by {self.mapping}: {values}"
        yield from (f"  {note}" for note in (*self.found.notes, *self.rounded))
        if self.found.left:
            yield "  not taken:"
            yield from (f"    {one}" for one in self.found.left)


def arguments(parser: Any) -> None:
    """Where it is, and what is where in it."""
    parser.add_argument(
        "--from",
        dest="source_of_values",
        metavar="FILE|appconfig:APP/ENV/PROFILE",
        help="what your backend reads today: a JSON document, or NAME=VALUE lines",
    )
    parser.add_argument(
        "--mapping", metavar="FILE", help="what is where in it (YAML; docs/switch.md)"
    )


def having(arguments: argparse.Namespace, region: str | None = None) -> Having | None:
    """What was given with --from, if anything was."""
    source, mapping = arguments.source_of_values, arguments.mapping
    if source is None and mapping is None:
        return None
    if source is None or mapping is None:
        missing = "--from" if source is None else "--mapping"
        raise Failure(
            f"{missing} is missing: --from FILE and --mapping FILE belong together",
            "./langroute init --print-mapping shows a mapping",
        )
    try:
        written = read(_bytes(mapping))
    except UnusableMapping as error:
        hint = f"./langroute init --print-mapping shows a mapping; {UNWRITTEN}"
        raise _failure(f"a mapping that cannot be used ({mapping})", error.faults, hint) from error
    raw = _deployed(source, region) if source.startswith(APPCONFIG) else _bytes(source)
    return Having(source, mapping, written, raw)


def region_of(data: Data) -> str | None:
    """The region of production, where the answers say one."""
    at = data.get("environments")
    production = at.get("production") if isinstance(at, dict) else None
    region = production.get("region") if isinstance(production, dict) else None
    return region if isinstance(region, str) else None


def _failure(what: str, faults: list[str], hint: str) -> Failure:
    # Names come from whoever wrote the document: no character of theirs acts on the terminal.
    return Failure("\n".join([f"{what}:", *(f"  {printable(one)}" for one in faults)]), hint)


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Failure(f"{path} cannot be read: {reason}", UNWRITTEN) from error


def _deployed(source: str, region: str | None) -> bytes:
    """The document as a client that starts now gets it; nothing is changed there."""
    names = source.removeprefix(APPCONFIG).split("/")
    if len(names) != 3 or not all(names):
        raise Failure(f"{source} names no configuration", "write appconfig:APP/ENV/PROFILE")
    region = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if not region:
        raise Failure(f"in which region is {source}?", "name it with --region or AWS_REGION")
    application, environment, profile = names
    with told_as_failure():
        try:
            door = connect(first_environment("production", region))
            return door.read(application, environment, profile).content
        except Missing as error:
            raise Missing(
                f"AppConfig in {region} has no {'/'.join(names)}: {error.message}",
                "correct the names, or use the credentials and the region of the account that "
                "has it",
            ) from error


def _apart(first: Mapping[str, Any], then: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Where answers say another value than what was read; that must be nobody's guess."""
    for key, one in first.items():
        if key not in then:
            continue
        where = f"{at}.{key}" if at else key
        if isinstance(one, dict) and isinstance(then[key], dict):
            yield from _apart(one, then[key], where)
        elif one != then[key]:
            yield f"{where}: {one} there, {then[key]} in the answers"
