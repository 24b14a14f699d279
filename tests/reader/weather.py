"""The double's `appconfigdata` behind a network on which everything goes wrong, call by call."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any, cast

from botocore.exceptions import ClientError
from botocore.response import StreamingBody

from tests.simulated.account import Account
from tests.simulated.faults import AFTER, FAULTS, OTHER_BYTES

Answer = dict[str, Any]
# After these a token is as good as before: nothing was asked, or nothing was answered.
UNUSED = {"throttled", "unreachable"}


def _cut(answer: Answer) -> Answer:
    """The connection breaks within the body, which botocore notices by its length."""
    raw = answer["Configuration"].read()
    return {**answer, "Configuration": StreamingBody(BytesIO(raw[:-1]), max(len(raw), 1))}


def _garbled(answer: Answer) -> Answer:
    """A proxy puts a page of its own there."""
    return {**answer, "Configuration": BytesIO(b"<html>busy</html>")}


def _emptied(answer: Answer) -> Answer:
    return {**answer, "Configuration": BytesIO(b"")}


SPOILT: dict[str, Callable[[Answer], Answer]] = {
    "cut": _cut,
    "garbled": _garbled,
    "emptied-first": _emptied,
}
# Other bytes than AppConfig's are in SPOILT.
REFUSED = tuple(name for name in FAULTS if name != "killed" and name not in OTHER_BYTES)
LOST = tuple(name for name in REFUSED if AFTER in FAULTS[name].moments)
ALL = ("", *REFUSED, *(f"lost-{name}" for name in LOST), *SPOILT)


class Weather:
    """A client; ``fault`` is what happens to its calls, an empty text is nothing."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.fault = ""
        self.sent: list[str] = []  # every token, in the order of its use
        self.sessions = 0
        self._spent: set[str] = set()

    def start_configuration_session(self, **arguments: Any) -> Answer:
        self.sessions += 1
        return self._play("start_configuration_session", arguments)

    def get_latest_configuration(self, ConfigurationToken: str) -> Answer:
        assert ConfigurationToken not in self._spent, "a token was used twice"
        self.sent.append(ConfigurationToken)
        if self.fault not in UNUSED:
            self._spent.add(ConfigurationToken)
        token = self.account.aws.tokens.get(ConfigurationToken)
        first = token is not None and token.session.has is None
        try:
            answer = self._play(
                "get_latest_configuration", {"ConfigurationToken": ConfigurationToken}
            )
        except ClientError as error:
            if "PollIntervalNotSatisfied" in str(error):
                self._spent.discard(ConfigurationToken)
            raise
        # Without a body later ones mean that nothing is new: no client can tell that from a loss.
        spoil = SPOILT.get(self.fault) if first or self.fault != "emptied-first" else None
        return spoil(answer) if spoil else answer

    def _play(self, operation: str, arguments: Answer) -> Answer:
        client = self.account.data
        call = getattr(client, operation)
        name = self.fault.removeprefix("lost-")
        if name not in FAULTS:
            answer: Answer = call(**arguments)
            return answer
        if name != self.fault:
            with suppress(ClientError):  # a refusal is lost as well
                call(**arguments)
        # Never held by a name here: its traceback holds this frame, which would be kept with it.
        raise cast("BaseException", FAULTS[name].error(client, operation))
