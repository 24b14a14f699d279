"""How one commit or branch stands to another, as GitHub tells it."""

from tests.github.answers import MISSING, Answer, Call, Route
from tests.github.state import State


def _compare(state: State, _: Call, base: str, head: str) -> Answer:
    """How one stands to the other; the commits between them are told to nobody here."""
    heads = state.heads()
    found = [heads.get(one, one) for one in (base, head)]
    if not all(state.holds(one) for one in found):
        return MISSING
    first, last = found
    if first == last:
        status = "identical"
    elif state.is_ancestor(first, last):
        status = "ahead"
    else:
        status = "behind" if state.is_ancestor(last, first) else "diverged"
    return Answer(200, {"status": status, "commits": []})


ROUTES: list[Route] = [("GET", r"compare/(.+)\.\.\.(.+)", _compare)]
