"""Asks the model that was chosen, and the shadows beside it."""

from langroute.predictor.breaker import Limits, NotAsked
from langroute.predictor.codec import SCORE, TENSORFLOW, Codec
from langroute.predictor.counts import Counts
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import Endpoint
from langroute.predictor.failure import CallFailed, Overloaded, PredictionFailed, TimedOut
from langroute.predictor.predictor import Answer, Predictor
from langroute.predictor.resources import Shadows
from langroute.predictor.rest import Http
from langroute.predictor.sagemaker import SageMaker
from langroute.predictor.steps import Prepare

__all__ = [
    "SCORE",
    "TENSORFLOW",
    "Answer",
    "CallFailed",
    "Codec",
    "Counts",
    "Deadline",
    "Endpoint",
    "Http",
    "Limits",
    "NotAsked",
    "Overloaded",
    "PredictionFailed",
    "Predictor",
    "Prepare",
    "SageMaker",
    "Shadows",
    "TimedOut",
]
