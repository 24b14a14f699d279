"""What a backend imports: route events by a compiled document. Standard library only."""

from langroute.decision import Decision, MissingField
from langroute.document import DocumentError, UnknownFormat, canonical, parse, plan_hash
from langroute.router import InvalidKey, Router, UnknownLanguage, bucket
from langroute.scale import CELLS, ScoreError, cell

__version__ = "0.2.0"  # as in pyproject.toml

__all__ = [
    "CELLS",
    "Decision",
    "DocumentError",
    "InvalidKey",
    "MissingField",
    "Router",
    "ScoreError",
    "UnknownFormat",
    "UnknownLanguage",
    "__version__",
    "bucket",
    "canonical",
    "cell",
    "parse",
    "plan_hash",
]
