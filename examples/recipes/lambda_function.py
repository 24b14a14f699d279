"""AWS Lambda with AppConfig's extension, which is a layer of the function.

The process is frozen between two events, so that nothing in the background may be relied on: the
document is asked for with each event, from the extension on this machine, and what there is to
write is written before the answer. Metrics and records go to standard output, which is the
function's log: CloudWatch makes metrics of the first and leaves the others alone.
"""

import os
from typing import Any

from langroute.predictor import Predictor
from langroute.reader import AgentSource
from langroute.recording import EmbeddedMetrics, Record, Recorder
from langroute.recording.json_lines import line


class Printed:
    """Records as lines of the function's log."""

    def write(self, record: Record) -> None:
        print(line(record).decode(), end="", flush=True)


# Once for each environment of the function, before its first event.
source = AgentSource(
    os.environ["LANGROUTE_APPLICATION"],
    os.environ["LANGROUTE_ENVIRONMENT"],
    os.environ["LANGROUTE_PROFILE"],
    port=int(os.environ.get("AWS_APPCONFIG_EXTENSION_HTTP_PORT", "2772")),
)
metrics = EmbeddedMetrics(source)
recorder = Recorder(Printed(), metrics)
predictor = Predictor(source, record=recorder.write, timeout=2.0)
metrics.observe(predictor.gauges)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    source.poll_now(timeout=0.5)  # without an answer it goes on with the document that it has
    try:
        answer = predictor.predict(event["language"], event.get("id"), event)
    finally:
        # An event that fails has a record too. Shadows first, which are still being asked.
        predictor.flush(timeout=5.0)
        recorder.flush(timeout=1.0)
    return {"shown": answer.shown, "score": answer.score, "model": answer.decision.model}
