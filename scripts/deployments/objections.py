"""What speaks against going back to a version, by today's rules and by AppConfig's validators."""

from collections.abc import Iterator

from langroute_repo.appconfig.deploy import validate
from langroute_repo.appconfig.reach import Reached
from langroute_repo.appconfig.rollback import Target
from langroute_repo.aws.errors import AwsError, Refused
from langroute_repo.render.live.rollback import Intent, way_past_validators
from langroute_repo.schemas.appconfig import refusals
from langroute_repo.tree.tree import Tree
from scripts.terminal.exit_codes import REFUSED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain, say
from validators.document.pushed import Pushed
from validators.document.rules import objections

TOLD = 5  # objections


def hold_against_rules(intent: Intent, tree: Tree, target: Target, force: bool) -> None:
    """What readers would refuse is not gone back to but by force.

    AppConfig's validators are asked only where they have a say: a revert asks none of them.
    """
    found = list(_objections(intent.reached, tree, target))
    refused = _validators(intent.reached, target) if intent.deploys else ""
    found += [refused] if refused else []
    if not found:
        return
    more = f"; and {len(found) - TOLD} more" if len(found) > TOLD else ""
    said = f"{'; '.join(found[:TOLD])}{more}"
    if not force:
        other = "go back to another version with --to"
        forced = f"{other}, or to this one all the same with --force"
        hint = f"{other}; {way_past_validators(intent)}" if refused else forced
        raise Failure(f"not rolled back to {target}: {said}", hint, REFUSED)
    complain("warning", f"{target} is forced: {said}")
    if refused:
        complain("warning", f"--force does not help there: {way_past_validators(intent)}")


def _objections(reached: Reached, tree: Tree, target: Target) -> Iterator[str]:
    """What readers, today's rules and the schema hold against it."""
    largest = tree.limits().document.largest_kb
    yield from (one.message for one in objections(Pushed(reached.name, target.content, largest)))
    for path, message in refusals(target.content):
        yield f"{'.'.join(map(str, path)) or 'the document'}: {message}"


def _validators(reached: Reached, target: Target) -> str:
    """What AppConfig's own validators hold against it; that they cannot be asked is only told."""
    try:
        validate(reached.aws, reached.place, target.version)
    except Refused as error:
        return error.message
    except AwsError as error:
        say(f"validators are not asked beforehand: {error.message}")
    return ""
