"""Asks the model that was chosen, and the shadows beside it."""

from langroute.predictor.codec import SCORE, TENSORFLOW, Codec
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import Endpoint
from langroute.predictor.failure import CallFailed, TimedOut
from langroute.predictor.rest import Http

__all__ = [
    "SCORE",
    "TENSORFLOW",
    "CallFailed",
    "Codec",
    "Deadline",
    "Endpoint",
    "Http",
    "TimedOut",
]
