"""Who pushed to a branch, who was asked to review, and who did, as GitHub tells it."""

from tests.github.answers import MISSING, Answer, Call, Route
from tests.github.state import Json, State


def activity(state: State, call: Call) -> Answer:
    """What came to a branch, the newest first; of a renamed branch what came since."""
    told = [one for one in state.activity if one["ref"] == call.query.get("ref", one["ref"])]
    return Answer(200, [one | {"actor": {"login": one["actor"]}} for one in told])


def _of_a_pull(state: State, number: str, key: str) -> list[Json] | None:
    found = next((one for one in state.pulls if one["number"] == int(number)), None)
    return None if found is None else found.get(key, [])


def reviews(state: State, _: Call, number: str) -> Answer:
    told = _of_a_pull(state, number, "reviews")
    if told is None:
        return MISSING
    found = enumerate(told, start=1)
    return Answer(200, [{"id": at} | one | {"user": {"login": one["user"]}} for at, one in found])


def files(state: State, _: Call, number: str) -> Answer:
    told = _of_a_pull(state, number, "files")
    return MISSING if told is None else Answer(200, [{"filename": one} for one in told])


def events(state: State, _: Call, number: str) -> Answer:
    told = _of_a_pull(state, number, "events")
    if told is None:
        return MISSING
    people = ("actor", "requested_reviewer")
    return Answer(
        200,
        [one | {key: {"login": one[key]} for key in people if key in one} for one in told],
    )


ROUTES: list[Route] = [
    ("GET", r"activity", activity),
    ("GET", r"pulls/(\d+)/reviews", reviews),
    ("GET", r"pulls/(\d+)/files", files),
    ("GET", r"issues/(\d+)/events", events),
]
