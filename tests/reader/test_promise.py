"""What the router says of each answerer's promise, and that it cannot be changed."""

import pytest

from langroute.promise import Promise
from langroute.router import Router
from tests.recording.records import answerer, document, language


def test_every_answerer_has_its_promise() -> None:
    scale = {"minimum": -5, "maximum": 5}
    router = Router(
        document(
            de=language(
                answerer("words"),
                answerer("wide", traffic=100, score=scale, threshold=0, passes=10_000),
                answerer("chars", traffic=100, passes=None),
                canary=answerer("embedding", traffic=0, passes=0),
            ),
            pt=language(answerer("words", threshold=0.5)),
        )
    )

    assert router.promises == {
        ("de", "primary", "words"): Promise(0.342, 0, 1, 2500),
        ("de", "canary", "embedding"): Promise(0.342, 0, 1, 0),
        ("de", "shadow", "wide"): Promise(0, -5, 5, 10_000),
        ("de", "shadow", "chars"): Promise(0.342, 0, 1, None),
        ("pt", "primary", "words"): Promise(0.5, 0, 1, 2500),
    }


def test_promises_are_read_only() -> None:
    with pytest.raises(TypeError):
        Router(document()).promises["de", "primary", "words"] = None  # type: ignore[index]
