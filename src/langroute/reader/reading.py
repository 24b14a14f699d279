"""The document in use: what each poll makes of it, and how that is going. No thread, no clock."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from random import random
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

from langroute.document import DocumentError, plan_hash
from langroute.reader.build import build
from langroute.reader.errors import NoDocument, Unavailable, UnusableCopy
from langroute.reader.health import Health
from langroute.reader.origin import Fetched, Origin, described
from langroute.reader.saved import Copy, SavedCopy
from langroute.reader.serving import Serving

FIRST_WAIT = 1.0  # seconds after the first of several polls without an answer; then it doubles
DOUBLINGS = 16
# The share of a wait that is drawn and added, so that a fleet does not ask in step.
SPREAD = 0.1
SPREAD_AFTER_FAILURE = 0.5
LOOK_AGAIN = 16  # polls
# Of botocore, raised before anybody is asked: what is missing is the caller's to set.
HOPELESS = {"NoCredentialsError", "PartialCredentialsError", "NoRegionError", "ProfileNotFound"}
SAVED = "saved"

Callback = Callable[[Serving], object]
_log = logging.getLogger("langroute.reader")


class Settings(NamedTuple):
    """What holds for a source whatever it reads from."""

    environment: str | None  # that the document must be compiled for; None takes any
    copy: SavedCopy | None
    stale_after: float  # seconds
    clock: Callable[[], float] = monotonic  # wall clocks jump
    draw: Callable[[], float] = random  # 0 to 1; a forked process draws its own


class _Refusal(NamedTuple):
    plan_hash: str
    text: str


class _State(NamedTuple):
    """Replaced as a whole, so that any thread, and a child process, sees one that fits together."""

    serving: Serving | None = None
    origin: str = ""
    confirmed: float | None = None
    failures: int = 0
    hopeless: bool = False
    last_error: str | None = None
    refused: int = 0
    refusal: _Refusal | None = None
    unsaved: str | None = None
    failed_callbacks: int = 0


class Reading:
    """Keeps the last good document of an origin. ``poll`` is for one thread, the rest for any."""

    def __init__(self, origin: Origin, settings: Settings) -> None:
        self._origin = origin
        self._settings = settings
        self._begun = settings.clock()
        self._callbacks: dict[object, Callback] = {}
        self._lock = Lock()
        self._looks = 0  # polls since what is offered was refused
        self._to_save: Copy | None = None
        self._state = _State()
        self._start_from_copy()

    @property
    def serving(self) -> Serving:
        """The document in use; ``NoDocument`` before there is one."""
        serving = self._state.serving
        if serving is None:
            raise NoDocument(f"nothing to route by: {self._why_none()}")
        return serving

    @property
    def has_document(self) -> bool:
        return self._state.serving is not None

    @property
    def hopeless(self) -> bool:
        """Whether the last poll failed by what no waiting mends."""
        return self._state.hopeless

    @property
    def answered(self) -> bool:
        """Whether the last poll did."""
        return not self._state.failures

    def health(self, polling: bool) -> Health:
        """How it is going; ``polling`` is whether somebody polls."""
        state = self._state
        serving = state.serving or self.serving
        now, settings = self._settings.clock(), self._settings
        age = None if state.confirmed is None else now - state.confirmed
        return Health(
            version=serving.version,
            plan_hash=serving.router.plan_hash,
            since=serving.since,
            origin=state.origin,
            age=age,
            stale=(now - self._begun if age is None else age) > settings.stale_after,
            failures=state.failures,
            last_error=state.last_error,
            refused=state.refused,
            refusing=state.refusal.text if state.refusal else None,
            unsaved=state.unsaved,
            failed_callbacks=state.failed_callbacks,
            polling=polling,
        )

    def on_change(self, callback: Callback) -> Callable[[], None]:
        """Call back after each change of ``serving``; the result stops that."""
        mark = object()
        with self._lock:
            self._callbacks = {**self._callbacks, mark: callback}

        def remove() -> None:
            with self._lock:
                self._callbacks = {
                    key: other for key, other in self._callbacks.items() if key is not mark
                }

        return remove

    def poll(self) -> float:
        """Ask the origin once; the seconds to wait then. What goes wrong is told by ``health``."""
        try:
            fetched = self._origin.fetch()
        except Exception as error:  # whatever it is: the document in use is not given up for it
            return self._failed(error)
        try:
            self._take(fetched)
        except Exception as error:  # not the document's fault, such as too little memory
            self._origin.again()
            return self._failed(error)
        if self._state.failures:
            _log.info("%s answers again after %d failures", self._origin.name, self._state.failures)
            self._note(failures=0)
        self._save()
        return fetched.wait * (1 + SPREAD * self._settings.draw())

    def forked(self) -> None:
        """In a child process: begin anew with the origin, keep the document."""
        self._lock = Lock()
        self._origin.forked()

    def _take(self, fetched: Fetched) -> None:
        serving, refusal = self._state.serving, self._state.refusal
        digest = plan_hash(fetched.content) if fetched.content is not None else ""
        if refusal and digest in ("", refusal.plan_hash):
            self._look_again()
        elif fetched.content is None:
            if serving:
                self._confirm(serving)
        elif serving and digest == serving.router.plan_hash:
            renamed = serving._replace(version=fetched.version or serving.version)
            self._confirm(renamed)
            if renamed != serving:
                self._spread(renamed, fetched.content)
        else:
            self._read(fetched.content, digest, fetched.version)

    def _read(self, content: bytes, digest: str, version: str | None) -> None:
        try:
            router = build(content, self._settings.environment)
        except DocumentError as error:
            self._refuse(_Refusal(digest, f"{version or digest[:12]}: {error}"))
            return
        serving = Serving(router, version, datetime.now(UTC))
        self._confirm(serving)
        self._spread(serving, content)

    def _confirm(self, serving: Serving) -> None:
        """Use this one: it is what the origin offers now."""
        now = self._settings.clock()
        self._note(serving=serving, origin=self._origin.name, confirmed=now, refusal=None)

    def _spread(self, serving: Serving, content: bytes) -> None:
        """Tell everybody about a change."""
        _log.info("routing by %s", _named(serving))
        self._to_save = Copy(content, serving.version)
        for callback in self._callbacks.values():
            try:
                callback(serving)
            except (Exception, SystemExit):  # its fault must not end the polling
                self._note(failed_callbacks=self._state.failed_callbacks + 1)
                _log.exception("a callback failed on %s", _named(serving))

    def _refuse(self, refusal: _Refusal) -> None:
        self._note(refusal=refusal, refused=self._state.refused + 1)
        _log.error("refused %s; %s", refusal.text, self._going_on())
        self._looks = 0
        self._look_again()

    def _look_again(self) -> None:
        """Have what was refused brought once more, ever more rarely.

        What was spoilt on its way is not sent again in its session, nor is a good document that
        became the same error page of a proxy's; what is bad may be large, and cost for each time.
        """
        self._looks += 1
        if self._looks.bit_count() == 1 or self._looks % LOOK_AGAIN == 0:
            self._origin.again()

    def _failed(self, error: Exception) -> float:
        failures, reason = self._state.failures + 1, described(error)
        hopeless = type(error).__name__ in HOPELESS
        self._note(failures=failures, last_error=reason, hopeless=hopeless)
        if failures == 1:
            _log.warning("%s gives no answer, %s; %s", self._origin.name, reason, self._going_on())
        wait = error.wait if isinstance(error, Unavailable) else None
        if wait is None:
            doubled = FIRST_WAIT * 2 ** min(failures - 1, DOUBLINGS)
            wait = min(self._origin.longest_wait, doubled)
        return wait * (1 + SPREAD_AFTER_FAILURE * self._settings.draw())

    def _save(self) -> None:
        """Write what is not on disk yet; what fails is tried again at each poll."""
        copy, self._to_save = self._to_save, None
        if self._settings.copy is None or copy is None:
            return
        try:
            self._settings.copy.write(*copy)
        except OSError as error:
            if self._state.unsaved is None:
                _log.warning("the document in use cannot be saved: %s", described(error))
            self._to_save = copy
            self._note(unsaved=described(error))
        else:
            self._note(unsaved=None)

    def _start_from_copy(self) -> None:
        try:
            copy = self._settings.copy.read() if self._settings.copy else None
            router = build(copy.content, self._settings.environment) if copy else None
        except (UnusableCopy, DocumentError) as error:
            self._note(unsaved=described(error))
            _log.error("not started from the saved copy: %s", described(error))
            return
        if copy and router:
            serving = Serving(router, copy.version, datetime.now(UTC))
            self._note(serving=serving, origin=SAVED)

    def _why_none(self) -> str:
        state = self._state
        copy = "none is saved" if state.unsaved is None else state.unsaved
        refused = f"refused {state.refusal.text}" if state.refusal else None
        answer = refused or state.last_error or f"{self._origin.name} has not answered yet"
        return f"{answer}; {copy}"

    def _going_on(self) -> str:
        serving = self._state.serving
        return f"going on with {_named(serving)}" if serving else "there is no document yet"

    def _note(self, **changes: Any) -> None:
        self._state = self._state._replace(**changes)


def _named(serving: Serving) -> str:
    digest = serving.router.plan_hash[:12]
    return f"{serving.version} ({digest})" if serving.version else digest
