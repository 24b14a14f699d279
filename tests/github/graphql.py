"""The one thing that is asked in GraphQL: who edited a comment last.

Its description is another one (npm `@octokit/graphql-schema`), of which the fields were looked up:
`IssueComment.editor: Actor`, null while nobody has edited it, and null as well once the editor's
account is gone; `Actor.login`, without `[bot]`; `IssueComment.lastEditedAt: DateTime`.
"""

from typing import Any

from tests.github.answers import Answer, failed
from tests.github.state import Json, State

PATH = "/graphql"
EDITOR = """query($id: ID!) {
  node(id: $id) { ... on IssueComment { lastEditedAt editor { __typename login } } }
}"""


def answer(state: State, who: Json | None, asked: Json) -> Answer:
    """It answers 200 to whatever it understands, also where it refuses."""
    if who is None:
        return failed(401, "Bad credentials")
    if asked.get("query") != EDITOR or set(asked.get("variables", {})) != {"id"}:
        state.wrong.append(f"POST {PATH}: another query than the one that was looked up: {asked}")
    if "pull_requests" not in who["permissions"]:
        return _refused("FORBIDDEN", "Resource not accessible by integration")
    wanted = asked["variables"]["id"]
    found = next((one for one in state.comments if f"IC_{one['id']}" == wanted), None)
    if found is None:
        return _refused(
            "NOT_FOUND", f"Could not resolve to a node with the global id of '{wanted}'"
        )
    editor = found.get("editor")
    edited = None if editor is None else "2026-01-05T09:00:00Z"
    return Answer(200, {"data": {"node": {"lastEditedAt": edited, "editor": _actor(editor)}}})


def _refused(kind: str, message: str) -> Answer:
    told: Any = {"data": {"node": None}, "errors": [{"type": kind, "message": message}]}
    return Answer(200, told)


def _actor(login: str | None) -> Json | None:
    if not login:
        return None
    name, bot, _ = login.partition("[bot]")
    return {"__typename": "Bot" if bot else "User", "login": name}
