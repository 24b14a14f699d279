"""Every fault at every call of the verbs that act in an emergency, and what comes of it.

    UPDATE_EXPECTED=1 ./langroute test --only tests -- -n 0 tests/appconfig/test_fault_table.py

runs all of them and writes docs/faults.md. The other side is the double of ``tests.simulated``.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from langroute_repo.appconfig import undo
from langroute_repo.schemas import appconfig as schema
from tests.appconfig.pusher import Pusher, pusher
from tests.simulated.faults import FAULTS, Call, Killed, Script, Strike, recorded, strikes

DONE = 0
BROKEN = "broke: "
LATER = 60 * 73  # minutes: AppConfig does not revert any more
SAID = {
    "unreachable": "no connection",
    "connection-reset": "connection reset",
    "read-timeout": "no answer in time",
    "throttled": "throttled",
    "server-error": "500",
    "access-denied": "access denied",
    "expired-credentials": "credentials expired, from there on",
    "clock-off": "signature refused for the clock, from there on",
    "proxy-page": "a proxy's page with 200, once",
    "proxy-page-for-good": "a proxy's page with 200, from there on",
    "body-cut": "body cut, and noticed",
    "body-cut-silently": "body cut, and not noticed",
    "killed": "the process killed",
}


@dataclass(frozen=True)
class Scenario:
    """What a verb finds, how it is run, how it is run again, and what has to be so at its end."""

    name: str
    begin: Callable[[Pusher], object]
    words: tuple[str, ...]
    again: tuple[str, ...]
    live: Callable[[Pusher], bytes]
    most: int  # deployments that are complete at its end


def _nothing(_: Pusher) -> None:
    pass


def _empty(one: Pusher) -> None:
    """As if nothing had been pushed ever."""
    (application,) = one.account.aws.applications.values()
    for environment in application.environments.values():
        environment.deployments.clear()
    for profile in application.profiles.values():
        profile.versions.clear()
        profile.newest = 0


def _fly(one: Pusher) -> None:
    one.account.start(one.account.store(one.document(), one.label()), one.account.quick)


def _live(one: Pusher) -> None:
    one.account.deploy(one.document(), one.label())


def _long_live(one: Pusher) -> None:
    _live(one)
    one.account.aws.pass_minutes(LATER)
    one.at_once("langroute-staging-at-once")


PUSH = ("push", "staging", "--yes")
BACK = ("rollback", "staging", "--yes")
TO = ("rollback", "staging", "--to", "1", "--yes")
SCENARIOS = (
    Scenario("the first `push`", _empty, PUSH, PUSH, Pusher.document, 1),
    Scenario("`push`", _nothing, PUSH, PUSH, Pusher.document, 2),
    Scenario("`watch`", _fly, ("watch", "staging"), ("watch", "staging"), Pusher.document, 2),
    Scenario("`rollback`, by a stop", _fly, BACK, TO, Pusher.first_document, 1),
    Scenario("`rollback`, by a revert", _live, BACK, TO, Pusher.first_document, 1),
    Scenario("`rollback`, deployed anew", _long_live, BACK, TO, Pusher.first_document, 3),
)


RIGHT, AGAIN, WRONG, BROKE = "right at once", "right after one rerun", "wrong", "traceback"


class Runner:
    """Runs cases, each with a copy of one repository and an AWS of its own."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self._root, self._patch, self._made = root, patch, 0
        patch.setattr(undo, "_reverted", _once_for_all(undo._reverted))
        patch.setattr(schema, "appconfig_schema", cache(schema.appconfig_schema))

    def calls(self, scenario: Scenario) -> list[Call]:
        """Those of an undisturbed run."""
        one = self._begun(scenario)
        return recorded(lambda script: self._run(one, scenario.words, script))

    def came(self, scenario: Scenario, strike: Strike) -> str:
        """How a case comes out."""
        one = self._begun(scenario)
        script = Script(strike)
        code, said = self._run(one, scenario.words, script)
        assert script.struck, f"{scenario.name}: {strike} was never made"
        if BROKEN in said:
            return BROKE
        if code == DONE:  # then it has to be
            return RIGHT if _right(one, scenario) else WRONG
        code, said = self._run(one, scenario.again, Script())
        if BROKEN in said:
            return BROKE
        return AGAIN if code == DONE and _right(one, scenario) else WRONG

    def _begun(self, scenario: Scenario) -> Pusher:
        self._made += 1
        one = pusher(self._root / str(self._made), self._patch)
        scenario.begin(one)
        return one

    def _run(self, one: Pusher, words: tuple[str, ...], script: Script) -> tuple[int | None, str]:
        """The exit code, None for a process that was killed, and what was said."""
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            try:
                code: int | None = one.langroute(*words, script=script)
            except Killed:
                code = None
        return code, said.getvalue()


Reverted = Callable[[Path, Sequence[str], str], bytes | None]


def _once_for_all(reverted: Reverted) -> Reverted:
    """What commits of these names become is the same in every copy of the one repository."""
    known: dict[tuple[str, ...], bytes | None] = {}

    def remembered(root: Path, words: Sequence[str], environment: str) -> bytes | None:
        if tuple(words) not in known:
            known[tuple(words)] = reverted(root, words, environment)
        return known[tuple(words)]

    return remembered


def _right(one: Pusher, scenario: Scenario) -> bool:
    """Clients get it, nothing is on its way, and no commit has two versions or is live twice."""
    states, labels = one.deployments(), one.versions()
    return (
        one.account.delivered() == scenario.live(one)
        and states[-1] in ("COMPLETE", "REVERTED", "ROLLED_BACK")
        and states.count("COMPLETE") <= scenario.most
        and len(labels) == len(set(labels))
    )


def cases(runner: Runner) -> Iterator[tuple[Scenario, Strike]]:
    """Each call of each scenario with each fault, before and after the server acted."""
    for scenario in SCENARIOS:
        for strike in strikes(runner.calls(scenario)):
            if strike.fault:  # boto3 is told never to send a change twice by itself
                yield scenario, strike


def page(counts: Counter[tuple[str, str, str]]) -> str:
    """The page of the docs; ``counts`` by the scenario, the fault and how it came out."""
    verbs = [_row(one.name, 0, one.name, counts) for one in SCENARIOS]
    faults = [_row(SAID[one], 1, one, counts) for one in FAULTS]
    total = sum(counts.values())
    return PAGE.format(total=total, verbs="\n".join(verbs), faults="\n".join(faults))


def _row(said: str, at: int, key: str, counts: Counter[tuple[str, str, str]]) -> str:
    mine = dict.fromkeys((RIGHT, AGAIN, WRONG, BROKE), 0)
    for case, number in counts.items():
        if case[at] == key:
            mine[case[2]] += number
    cells = [f"{number:,}" for number in (sum(mine.values()), *mine.values())]
    return f"| {said} | {' | '.join(cells)} |"


HEAD = "cases | right at once | right after one rerun | wrong | tracebacks |"
PAGE = f"""# When AWS fails in the midst

What comes of a verb when one of its calls to AWS fails: each call of each verb, with each fault,
before and after the server acted on it; {{total:,}} cases. Then the same command is run once more,
or the one that the failure prints. Right is: clients get what was asked for, nothing is left on its
way, each commit has one version and one deployment, and nothing was called done that is not.

| verb | {HEAD}
|---|---|---|---|---|---|
{{verbs}}

| fault | {HEAD}
|---|---|---|---|---|---|
{{faults}}

A fault strikes after what boto3 tries again by itself. The other side is no AWS but a double of it
in `tests/simulated/`: made from the service models inside botocore and AWS's documentation, with
both locks, validators that run, small pages and all states. What is not known of AWS is in
`INFERRED` of `tests/simulated/aws.py`, and tests run it both ways. `infra deploy` is not in this
table.

This page is made by `tests/appconfig/fault_table.py`, which says how; the ordinary tests run every
50th case and hold the number of cases.
"""
