"""A backend reads what was deployed to the embedded AWS, over a line that breaks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from langroute.reader import AppConfigSource, NoDocument
from langroute.reader.appconfig import Session, client_maker
from langroute.reader.origin import Place
from langroute.reader.reading import Reading, Settings
from tests.appconfig.company import Company
from tests.appconfig.line import HOST, Line
from tests.reader.turns import Turns


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    return Turns(monkeypatch)


@pytest.fixture
def line(company: Company) -> Iterator[Line]:
    """The backend's only way to AWS; the company itself has another."""
    made = Line(company.aws.port)
    yield made
    made.cut()


def reader(company: Company, line: Line, saved: Path | None = None) -> AppConfigSource:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{line.port}")
        return AppConfigSource(
            company.application,
            "staging",
            "routing",
            region="eu-central-1",
            saved=saved,
            timeout=30,
        )


def test_a_backend_outlives_an_outage_and_a_restart_in_its_midst(
    company: Company, line: Line, turns: Turns, tmp_path: Path
) -> None:
    saved = tmp_path / "routing.saved"
    first = company.document("staging")
    company.start_at_once("staging", first)
    with reader(company, line, saved) as source:
        turns.paused()
        assert source.health().origin == "appconfig"
        before = source.serving
        assert before.version == "by-hand"
        turns.poll()
        assert source.serving is before

        line.cut()
        company.ramp()
        second = company.document("staging")
        company.start_at_once("staging", second)
        for _ in range(3):
            turns.poll()
        assert source.serving is before
        assert source.health().failures == 3

    with reader(company, line, saved) as source:
        turns.paused()
        health = source.health()
        assert (health.origin, health.age, health.plan_hash) == (
            "saved",
            None,
            before.router.plan_hash,
        )
        assert health.version == "by-hand"

        line.mend()
        turns.poll()
        health = source.health()
        assert (health.origin, health.failures) == ("appconfig", 0)
        assert health.plan_hash != before.router.plan_hash


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (True, r"refused e3b0c44298fc: empty: 0 bytes; none is saved$"),  # nothing was deployed
        (False, r"EndpointConnectionError: Could not connect to .*; none is saved$"),
    ],
)
def test_a_first_start_has_no_document(
    whole: bool, said: str, company: Company, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not whole:
        line.cut()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{line.port}")
    place = Place(company.application, "staging", "routing")
    session = Session(place, client_maker("eu-central-1"), 60)
    reading = Reading(session, Settings("staging", None, 900.0))
    reading.poll()
    with pytest.raises(NoDocument, match=said):
        _ = reading.serving
