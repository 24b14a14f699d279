"""What a person has to look at, and so does not run where nobody looks."""

import os

from scripts.terminal.failure import Failure

CI = ("CI", "GITHUB_ACTIONS")
UNTRUE = ("", "0", "false")


def refuse_in_ci(verb: str, hint: str) -> None:
    """A failure wherever a variable says that this is a run of CI."""
    for name in CI:
        if os.environ.get(name, "").lower() not in UNTRUE:
            raise Failure(
                f"{verb} does not run in CI ({name} is set): a person has to see the effect", hint
            )
