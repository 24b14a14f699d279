"""How a repository is merged into, its rulesets, and its settings of GitHub Actions."""

from tests.github.answers import MISSING, UPGRADE, Answer, Call, Route, failed, invalid
from tests.github.state import Json, State

PUBLIC_ONLY = ("actions/permissions/fork-pr-contributor-approval",)
PRIVATE_ONLY = (
    "actions/permissions/fork-pr-workflows-private-repos",
    "actions/permissions/access",
)


def repository(state: State, call: Call) -> Answer:
    """Who may not administer it is not told how it is merged into; here everybody is."""
    if call.method == "PATCH":
        state.merging |= call.body
    told = {"full_name": state.repository, "visibility": state.visibility}
    return Answer(200, told | state.merging | {"private": state.visibility != "public"})


def unpaid(state: State) -> Answer | None:
    """403 where the plan has no rulesets for such a repository."""
    free = state.plan == "free" and state.visibility != "public"
    return failed(403, UPGRADE) if free else None


def rulesets(state: State, _: Call) -> Answer:
    """The list tells no rules: whoever needs them asks for each."""
    if refused := unpaid(state):
        return refused
    short = ("id", "name", "target", "source_type", "source", "enforcement")
    told = [_told(state, one) for one in state.rulesets]
    return Answer(200, [{key: one[key] for key in short if key in one} for one in told])


def _told(state: State, one: Json) -> Json:
    return {"target": "branch", "source_type": "Repository", "source": state.repository} | one


def add_ruleset(state: State, call: Call) -> Answer:
    if refused := unpaid(state):
        return refused
    if any(one["name"] == call.body["name"] for one in state.rulesets):
        return invalid("Ruleset", message="Name must be unique")
    made = {"id": state.next_id()} | call.body
    state.rulesets.append(made)
    return Answer(201, _told(state, made))


def one_ruleset(state: State, call: Call, number: str) -> Answer:
    found = next((one for one in state.rulesets if one["id"] == int(number)), None)
    if found is None:
        return MISSING
    if call.method == "PUT":
        found |= call.body
    return Answer(200, _told(state, found))


def setting(state: State, call: Call, path: str) -> Answer:
    """Which actions are selected can be asked and said only while these alone are allowed."""
    if path in (PRIVATE_ONLY if state.visibility == "public" else PUBLIC_ONLY):
        return MISSING
    allowed = state.settings["actions/permissions"].get("allowed_actions")
    if path == "actions/permissions/selected-actions" and allowed != "selected":
        return failed(409, "Conflict")
    if call.method == "GET":
        return Answer(200, state.settings.get(path, {}))
    state.settings[path] = state.settings.get(path, {}) | call.body
    return Answer(204)


ROUTES: list[Route] = [
    *((method, r"", repository) for method in ("GET", "PATCH")),
    ("GET", r"rulesets", rulesets),
    ("POST", r"rulesets", add_ruleset),
    *((method, r"rulesets/(\d+)", one_ruleset) for method in ("GET", "PUT")),
    *((method, r"(actions/permissions(?:/[a-z-]+)?)", setting)
      for method in ("GET", "PUT")),
]  # fmt: skip
