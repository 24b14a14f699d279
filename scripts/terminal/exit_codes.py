"""Every exit code of `./langroute`, and the name of each end of a verb on AppConfig."""

from typing import Literal

DONE = CLEAN = 0
REFUSED = FINDINGS = 1  # by the rules
FAILED = 2  # neither a finding nor a pass
NOTHING = 3  # nothing that could be looked at
ROLLED_BACK = 4
CONFLICT = 5
TIMED_OUT = 6
APART = 7  # what is live and the repository differ
ANSWERS_OTHERWISE = 8  # an endpoint, to golden queries
STARTED = 9  # and nobody here waits for its end
NOT_READ_BACK = 10  # complete by AppConfig's own word, but no reader could be asked from here
INTERRUPTED = 130  # 128 + SIGINT, as shells count
PIPE_CLOSED = 141  # 128 + SIGPIPE
TERMINATED = 143  # 128 + SIGTERM
Outcome = Literal[
    "done",
    "refused",
    "failed",
    "rolled-back",
    "conflict",
    "timed-out",
    "differs",
    "answers-otherwise",
    "started",
    "not-read-back",
]
OUTCOMES: dict[int, Outcome] = {
    DONE: "done",
    REFUSED: "refused",
    FAILED: "failed",
    ROLLED_BACK: "rolled-back",
    CONFLICT: "conflict",
    TIMED_OUT: "timed-out",
    APART: "differs",
    ANSWERS_OTHERWISE: "answers-otherwise",
    STARTED: "started",
    NOT_READ_BACK: "not-read-back",
}
