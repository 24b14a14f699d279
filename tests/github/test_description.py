"""GitHub's published description, and that calls and answers are held against it."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from langroute_repo.github.api import Api
from langroute_repo.github.approval import seen
from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError, Refused
from langroute_repo.github.settings import parts
from langroute_repo.github.wanted_settings import wanted
from tests.github.describe import FILE, sliced
from tests.github.description import Operation, described, operation, operations
from tests.github.deviations import DEVIATIONS, Deviation
from tests.github.fake import ROUTES, Fake, fake
from tests.github.schema import Json, completed, converted, smallest
from tests.sample import ACME

REPOSITORY = "/repos/acme/routes"
PULL = {"title": "Raise it", "head": "raise", "base": "main"}
RULESET = {"name": "main", "enforcement": "active"}
# The call, its body where it has one, and all that is said of it.
CALLS: dict[str, tuple[str, object, list[str]]] = {
    "all is known": ("GET pulls?state=open&per_page=100", None, []),
    "further pages": ("GET /repositories/1/issues?page=2", None, []),
    "a parameter": (
        "GET issues?stat=open", None, ["the query holds stat, which the description does not know"],
    ),
    "a parameter's type": (
        "GET issues?page=two", None, ["page of the query: 'two' is not of type 'integer'"],
    ),
    "a parameter's value": (
        "GET pulls?state=opened", None,
        ["state of the query: 'opened' is not one of ['open', 'closed', 'all']"],
    ),
    "a boolean": (
        "GET rulesets?includes_parents=0", None,
        ["includes_parents of the query: '0' is not of type 'boolean'"],
    ),
    "the path": (
        "PATCH issues/seven", {}, ["issue_number of the path: 'seven' is not of type 'integer'"],
    ),
    "no body": ("POST pulls", None, ["a body is required"]),
    "a needless body": ("GET pulls", {}, ["a body is sent, and the description knows none"]),
    "a body of another type": ("POST pulls", [], ["the body: [] is not of type 'object'"]),
    "a member is missing": (
        "POST pulls", {"title": "t", "head": "h"}, ["the body: 'base' is a required property"],
    ),
    "a member too many": (
        "POST pulls", PULL | {"text": ""},
        ["the body: Additional properties are not allowed ('text' was unexpected)"],
    ),
    "a member's type": (
        "PATCH issues/7", {"body": 1}, ["the body: body: 1 is not of type 'string'"],
    ),
    "no number": (
        "PUT environments/staging", {"wait_timer": True},
        ["the body: wait_timer: True is not of type 'integer'"],
    ),
    "what may be null": (
        "PUT environments/staging", {"reviewers": None, "deployment_branch_policy": None}, [],
    ),
    "of many alternatives the nearest": (
        "POST rulesets", RULESET | {"rules": [{"type": "deletion"}, {"type": "delete"}]},
        ["the body: rules.1.type: 'delete' is not one of ['creation']"],
    ),
    "deep inside": (
        "POST rulesets", RULESET | {"rules": [{"type": "deletion", "parameters": {}}]},
        ["the body: rules.0: Additional properties are not allowed "
         "('parameters' was unexpected)"],
    ),
}  # fmt: skip
# The call, the status and the body that answer it, and all that is said of them.
ANSWERS: dict[str, tuple[str, int, object, list[str]]] = {
    "another status": (
        "GET teams", 201, [], ["the answer is 201, which the description does not know"],
    ),
    "a limit": ("GET teams", 429, {"message": "wait"}, []),
    "a body of what is done": (
        "PUT actions/permissions", 204, {"enabled": True},
        ["the answer 204 has a body, and the description knows none"],
    ),
    "no body": ("GET teams", 200, None, ["the answer 200: None is not of type 'array'"]),
    "nothing of what is required": (
        "GET actions/permissions/workflow", 200, {"default_workflow_permissions": "read"},
        ["the answer 200: 'can_approve_pull_request_reviews' is a required property"],
    ),
    "another type": (
        "GET actions/permissions", 200, {"enabled": "yes"},
        ["the answer 200: enabled: 'yes' is not of type 'boolean'"],
    ),
    "a member too many": (
        "GET actions/permissions", 200, {"enabled": True, "sha_pinning": True},
        ["the answer 200: Additional properties are not allowed ('sha_pinning' was unexpected)"],
    ),
}  # fmt: skip


def url_of(call: str) -> tuple[str, str]:
    method, url = call.split(" ")
    return method, url if url.startswith("/") else f"{REPOSITORY}/{url}"


@pytest.mark.parametrize("case", CALLS)
def test_what_of_a_call_is_not_described_is_told(case: str) -> None:
    call, body, told = CALLS[case]
    method, url = url_of(call)
    found = operation(method, url)
    assert found is not None
    sent = b"" if body is None else json.dumps(body).encode()
    assert list(found.faults_of_call(url, sent)) == told


def test_a_body_that_cannot_be_read_is_told() -> None:
    found = operation("POST", f"{REPOSITORY}/pulls")
    assert found is not None
    assert list(found.faults_of_call(f"{REPOSITORY}/pulls", b"{")) == ["the body is no JSON"]


@pytest.mark.parametrize("case", ANSWERS)
def test_what_of_an_answer_is_not_described_is_told(case: str) -> None:
    call, status, body, told = ANSWERS[case]
    found = operation(*url_of(call))
    assert found is not None
    assert list(found.faults_of_answer(status, body)) == told


def failure(use: Callable[[Fake, Api], None]) -> list[str]:
    """How a test fails that uses the fake so, in lines."""

    def run() -> None:
        with fake() as running:
            use(running, Api(running.url, "acme/routes", "bot"))

    with pytest.raises(AssertionError) as raised:
        run()
    return str(raised.value).splitlines()


def test_a_call_that_is_not_described_fails_the_test_that_made_it() -> None:
    def use(_: Fake, api: Api) -> None:
        with pytest.raises(Refused, match="no such call is described"):
            api.get("labels")
        with pytest.raises(Refused, match="the query holds stat"):
            api.get("pulls", stat="open")

    assert failure(use) == [
        "this is not GitHub's API:",
        "GET /repos/acme/routes/labels: no such call is described",
        "GET /repos/acme/routes/pulls?stat=open: "
        "the query holds stat, which the description does not know",
    ]


def test_an_answer_that_is_not_described_fails_the_test_that_got_it() -> None:
    def use(running: Fake, api: Api) -> None:
        running.state.teams.append({"id": 71, "slug": "risk-lead", "members": 3})
        assert [one["id"] for one in api.items("teams")] == [71]

    assert failure(use) == [
        "this is not GitHub's API:",
        "GET /repos/acme/routes/teams?per_page=100: the answer 200: 0: "
        "Additional properties are not allowed ('members' was unexpected)",
    ]


def test_what_a_proxy_answers_need_not_be_described() -> None:
    with fake() as running:
        running.state.faults = [{"status": 418, "body": "tea", "foreign": True}]
        with pytest.raises(GitHubError, match="with HTTP 418"):
            Api(running.url, "acme/routes", "bot").get("teams")


def test_it_holds_what_is_called_and_nothing_else(github: Fake, tmp_path: Path) -> None:
    use_client(github)
    use_settings(github, tmp_path)
    use_approval(github)
    calls = (call.split(" ") for call in github.state.calls)
    called = {(method, found.path) for method, url in calls if (found := operation(method, url))}
    assert called == {(one.method, one.path) for one in operations()}
    assert routes_of(github) == {(method, pattern) for method, pattern, _ in ROUTES}


def routes_of(github: Fake) -> set[tuple[str, str]]:
    """The fake's own patterns that the calls fit."""
    split = (call.partition("?")[0].split(f" {REPOSITORY}") for call in github.state.calls)
    calls = [(method, path.removeprefix("/")) for method, path in split]
    return {
        (method, pattern)
        for method, pattern, _ in ROUTES
        for asked, path in calls
        if asked == method and re.fullmatch(pattern, path)
    }


def use_client(github: Fake) -> None:
    """All that the door to GitHub calls."""
    github.state.branches = {"main": "0" * 40, "raise": "a" * 40}
    client = GitHub(Api(github.url, github.state.repository, "bot"))
    number = client.open_pull_request("raise", "main", "Raise it", "why").number
    client.edit_pull_request(number, "Raise it", "because")
    client.pull_request(number)
    list(client.pull_requests(head="raise", base="main"))
    client.pull_requests_of("a" * 40)
    client.compared("0" * 40, "main")
    client.edit_comment(client.comment(number, "hello").id, "bye")
    list(client.comments(number))
    client.edit_issue(client.open_issue("drift", "differs", ("drift",)).number, state="closed")
    list(client.issues(label="drift"))


def use_approval(github: Fake) -> None:
    """All that the approval of two people is decided on."""
    github.state.branches["twos"] = "b" * 40
    number = github.state.pull(head="twos", files=["README.md"])["number"]
    seen(GitHub(Api(github.url, github.state.repository, "bot")), number)


def use_settings(github: Fake, folder: Path) -> None:
    """All that settings call: setting them, and taking back what somebody has changed."""
    shutil.copytree(ACME / ".github/settings", folder / ".github/settings")
    told = {"branches": ["main"], "reviewers": ["@acme/risk-lead", "@ada"], "wait_timer": 5}
    told |= {"prevent_self_review": True, "can_admins_bypass": False}
    environments = {"production": told}
    (folder / ".github/settings/environments.json").write_text(json.dumps(environments))
    github.state.teams.append({"id": 71, "slug": "risk-lead"})
    github.state.collaborators.append({"id": 5, "login": "ada"})
    api = Api(github.url, github.state.repository, "bot")
    settings = folder / ".github/settings"
    for visibility in ("private", "public"):
        (settings / "plan.yaml").write_text(f"plan: team\nvisibility: {visibility}\n")
        github.state.visibility = visibility
        for part in list(parts(api, wanted(folder))):
            if part.name != "visibility":
                part.apply()
    github.state.environments["production"]["policies"].append(
        {"id": 99, "name": "v*", "type": "tag"}
    )
    for part in list(parts(api, wanted(folder))):
        if part.name != "visibility":
            part.apply()
    (kept,) = (one for one in parts(api, wanted(folder)) if one.name.startswith("environment"))
    assert kept.live == environments["production"]


def test_a_slice_of_the_slice_is_the_same() -> None:
    """Nothing in it is unused, for people only, or in another order."""
    version = described()["info"]["package"].rpartition(" ")[2]
    again = sliced(version, described())
    assert json.dumps(again, indent=1, sort_keys=True) + "\n" == FILE.read_text("utf-8")


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda one: ".".join(one.place))
def test_a_deviation_is_none_once_it_is_described(deviation: Deviation) -> None:
    assert deviation.reason
    assert any(one != deviation.holds for one in at(described(), deviation.place))


def at(told: Json, place: tuple[str, ...]) -> list[Json | None]:
    """What is described at a place, at each of several; None for nothing."""
    if not place:
        return [told]
    key, *rest = place
    keys = list(told) if key == "*" else [key]
    below = (at(told[one], tuple(rest)) if one in told else [None] for one in keys)
    return [one for each in below for one in each]


SCHEMAS = [
    (one, told["content"]["application/json"]["schema"])
    for one in operations()
    for status, told in one.told["responses"].items()
    if status in ("200", "201") and "content" in told
]


@given(st.sampled_from(SCHEMAS), st.data())
def test_whatever_an_answer_lacks_it_is_completed(
    chosen: tuple[Operation, Json], data: st.DataObject
) -> None:
    found, schema = chosen
    whole = smallest(schema, found.named)
    if isinstance(whole, list):
        whole = smallest(schema["items"], found.named)
        schema = schema["items"]
    kept = data.draw(st.sets(st.sampled_from(sorted(whole)))) if whole else set()
    made = completed(schema, found.named, {key: whole[key] for key in kept})
    Draft202012Validator(converted(schema, found.named)).validate(made)
    assert {key: made[key] for key in kept} == {key: whole[key] for key in kept}
