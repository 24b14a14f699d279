"""What a push leaves behind for who comes after it, a verb that opens a pull request say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from langroute.document import plan_hash
from langroute_repo.appconfig.alarms import Alarm
from langroute_repo.appconfig.plan import Plan
from langroute_repo.appconfig.promise import Verdict
from langroute_repo.output.push_report import BrokenPromise, FiringAlarm, PushReport
from scripts.deployments.watching import WentBack
from scripts.files.handed_over import HandedOver
from scripts.terminal.exit_codes import DONE, FAILED, OUTCOMES, STARTED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain

REPORT = HandedOver(
    "--push-report",
    "report of a push",
    "schemas/push-report.schema.json",
    "leave it out to do without",
    1024 * 1024,  # one of 400 languages that all fail takes 200 KB
)


@dataclass
class Noted:
    """What a push came to so far."""

    environment: str
    plan: Plan | None = None
    deployment: int | None = None
    unpromoted: str = ""  # the reason that was given to go without
    left: str = ""  # that its end was not waited for, in a sentence


@contextmanager
def reported(path: Path | None, environment: str) -> Iterator[Noted]:
    """Write the report at the end of a push, whichever it is.

    A push that was killed leaves none, and not that of an earlier one either.
    """
    noted = Noted(environment)
    if path is not None:
        _clear(path)
    try:
        yield noted
    except Failure as failure:
        _write(path, _report(noted, failure))
        raise
    _write(path, _report(noted))


def _clear(path: Path) -> None:
    try:
        path.write_bytes(b"")  # what cannot be written later is known before anything is done
        path.unlink()
    except OSError as error:
        raise Failure(f"--report {path} cannot be written: {error.strerror}".lower()) from error


def _report(noted: Noted, failure: Failure | None = None) -> PushReport:
    plan = noted.plan
    code = failure.exit_code if failure else STARTED if noted.left else DONE
    back = failure if isinstance(failure, WentBack) else None
    return PushReport(
        schema_version=1,
        environment=noted.environment,
        outcome=OUTCOMES.get(code, OUTCOMES[FAILED]),
        exit_code=code,
        message=failure.message if failure else noted.left,
        hint=failure.hint if failure else "",
        label=plan.version.label if plan else None,
        plan_hash=plan_hash(plan.wanted.raw) if plan else None,
        deployment=noted.deployment,
        unpromoted=noted.unpromoted,
        appconfig=back.seen.taken_back_by if back else "",
        alarms=[_alarm(one) for one in back.alarms] if back else [],
        broken=[_broken(one) for one in back.broken] if back else [],
    )


def _alarm(one: Alarm) -> FiringAlarm:
    return FiringAlarm(name=one.name, state=one.state, reason=one.reason)


def _broken(one: Verdict) -> BrokenPromise:
    promise = one.promise
    return BrokenPromise(
        language=promise.language, role=promise.role, model=promise.model, sentence=one.sentence
    )


def _write(path: Path | None, report: PushReport) -> None:
    """The push ended as it did: that its report cannot be written changes nothing of that."""
    if path is None:
        return
    try:
        path.write_text(report.as_json(), encoding="utf-8")
    except OSError as error:
        complain("error", f"the report {path} cannot be written: {error.strerror}")


def read_report(path: Path) -> PushReport:
    """The report of a push; a Failure where it is none."""
    return REPORT.read(path, PushReport)
