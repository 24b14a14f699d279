"""Rehearses a push of an environment's document, in the scratch application of its stack."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from langroute.document import DocumentError, canonical, plan_hash
from langroute_repo.aws.access import Access, refuse_other_account
from langroute_repo.aws.clients import connect, session
from langroute_repo.aws.errors import AwsError
from langroute_repo.rehearsal.document import made, play, read_as_backend
from langroute_repo.rehearsal.stage import Stage, clear, leftovers, new_name, stage
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.tree import Tree
from scripts.deployments.environment import refuse_what_appconfig_would
from scripts.terminal.exit_codes import DONE
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.phases import Phases
from scripts.terminal.signals import cleaned_up_in_peace, ended_by_signals


def rehearse_document(
    given: argparse.Namespace, tree: Tree, environment: EnvironmentFile, entry: Access
) -> int:
    """0 when exactly these bytes come back and are routed by."""
    name = environment.environment
    raw = _compiled(tree, name)
    keys = entry.of(environment)
    refuse_other_account(environment, keys)
    there, now = stage(connect(environment, keys), environment), datetime.now(UTC)
    left = list(leftovers(there, now))
    print(f"the document of {name}: {len(raw):,} bytes, plan_hash {plan_hash(raw)}", flush=True)
    if not given.yes:
        for one in left:
            print(f"left behind by a run that died: {one}")
        print(f"nothing was done; to do it: ./langroute rehearse document {name} --yes{entry}")
        return DONE
    _clear(there, left)
    scratch, data = new_name(now), session(environment.region, keys)
    with ended_by_signals(), _cleared(there, scratch), cleaned_up_in_peace(), Phases() as tell:
        tell("storing it")
        place, version = made(there, scratch, raw)
        play(there, place, version, raw, tell)
        tell("reading it as a backend does")
        languages = read_as_backend(place, name, raw, lambda: data.client("appconfigdata"))
    print(f"done: stored, validated, deployed and read back, byte for byte, as {scratch}, which is")
    print(f"deleted; langroute's reader routes {languages} languages by it")
    return DONE


def _compiled(tree: Tree, name: str) -> bytes:
    try:
        raw = canonical(compile_tree(tree, name))
    except DocumentError as error:
        message = f"nothing to rehearse: the files of {name} make no document: {error}"
        raise Failure(message, "./langroute check says what to mend") from error
    refuse_what_appconfig_would(raw)
    return raw


@contextmanager
def _cleared(there: Stage, name: str) -> Iterator[None]:
    """Nothing of it is left, however the block is; and what went wrong there is told first."""
    try:
        yield
    except BaseException:
        _clear(there, [name], "deleted what there was of")
        raise
    try:
        clear(there, name)
    except AwsError as error:
        raise Failure(
            f"it works, but {name} cannot be deleted: {error.message}",
            "the next rehearsal tries again, once an hour has passed",
        ) from error


def _clear(
    there: Stage, names: Sequence[str], how: str = "deleted what a run that died left behind:"
) -> None:
    """What cannot be cleared away is told, and hinders nothing: it has a name of its own."""
    for one in names:
        try:
            clear(there, one)
            say(f"{how} {one}")
        except AwsError as error:
            say(f"{one} is left behind, for it cannot be deleted: {error.message}")
