"""What a verb raises when it cannot do its work, for a reason its user can act on."""

from scripts.terminal.lines import complain


class Failure(Exception):
    """An expected end without a traceback: what is wrong, how to cure it, and the exit code."""

    def __init__(self, message: str, hint: str = "", exit_code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code

    def report(self) -> None:
        """Tell it on stderr, so that stdout stays what the verb was asked for."""
        complain("error", self.message)
        if self.hint:
            complain("hint", self.hint)
