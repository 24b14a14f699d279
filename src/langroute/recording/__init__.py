"""What happened to each event: records for the evidence, metrics for the alarms, guards."""

from langroute.recording.embedded_metrics import EmbeddedMetrics
from langroute.recording.guards import Guards, Notice
from langroute.recording.json_lines import JsonLines
from langroute.recording.parquet import Parquet
from langroute.recording.record import Record
from langroute.recording.recorder import Recorder
from langroute.recording.sink import Output, Sink, SinkError

__all__ = [
    "EmbeddedMetrics",
    "Guards",
    "JsonLines",
    "Notice",
    "Output",
    "Parquet",
    "Record",
    "Recorder",
    "Sink",
    "SinkError",
]
