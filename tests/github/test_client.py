"""The client of GitHub's API against a GitHub that misbehaves as the real one does."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from langroute_repo.github.api import PATIENCE_SECONDS, Api
from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import (
    Forbidden,
    GitHubError,
    Missing,
    RateLimited,
    Refused,
    Unclear,
)
from tests.github.answers import LONGEST_BODY
from tests.github.fake import Fake
from tests.github.state import BOT, State
from tests.repository import commit, git

NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there


class Client:
    """A client and the seconds that it would have slept."""

    def __init__(self, running: Fake, token: str = "bot", url: str = "") -> None:
        self.slept: list[float] = []
        api = Api(url or running.url, running.state.repository, token, self.slept.append)
        self.github = GitHub(api)


@pytest.fixture
def client(github: Fake) -> Client:
    return Client(github)


def posts(running: Fake) -> int:
    return sum(call.startswith("POST ") for call in running.state.calls)


def test_a_list_is_read_over_all_pages(github: Fake, client: Client) -> None:
    number = github.state.pull(head="raise", head_sha="a" * 40)["number"]
    for index in range(250):
        github.state.comment(number, f"number {index}")
    bodies = [one.body for one in client.github.comments(number)]
    assert bodies == [f"number {index}" for index in range(250)]
    assert [call.partition("?")[2] for call in github.state.calls] == [
        "per_page=100", "per_page=100&page=2", "per_page=100&page=3",
    ]  # fmt: skip


def test_the_next_page_is_not_asked_of_another_server(github: Fake, client: Client) -> None:
    number = github.state.pull(head="raise")["number"]
    link = {"Link": '<https://evil.example/page2>; rel="next"'}
    github.state.faults = [{"status": 200, "body": [], "headers": link}]
    with pytest.raises(GitHubError, match=r"next page is not at .*evil\.example"):
        list(client.github.comments(number))


def test_how_a_commit_stands_to_a_branch(github: Fake, client: Client) -> None:
    github.state.branches = {"main": "1" * 40, "raise": "a" * 40}
    github.state.older = ["0" * 40]
    told = {one: client.github.compared(one * 40, "main") for one in "01a2"}
    assert told == {"0": "ahead", "1": "identical", "a": "diverged", "2": "diverged"}
    assert client.github.compared("1" * 40, "0" * 40) == "behind"


def test_a_fork_that_is_gone_has_no_name(github: Fake, client: Client) -> None:
    number = github.state.pull(head="raise", head_sha="a" * 40, head_repository="")["number"]
    assert client.github.pull_request(number).head_repository == ""


def test_what_failed_on_the_way_is_asked_again(github: Fake, client: Client) -> None:
    number = github.state.pull(head="raise")["number"]
    github.state.faults = [{"status": 502, "times": 2}, {"status": 0}]
    assert list(client.github.comments(number)) == []
    assert client.slept == [1, 2, 4]


def test_a_question_in_graphql_is_asked_again_though_it_is_a_post(
    github: Fake, client: Client
) -> None:
    comment = client.github.comment(github.state.pull(head="raise")["number"], "hello")
    github.state.faults = [{"status": 502, "times": 2}, {"status": 0}]
    assert client.github.last_editor(comment) == ""
    assert client.slept == [1, 2, 4]
    html = {"status": 200, "body": "<html>sign in</html>", "foreign": True}
    for told in (html, {"status": 200, "body": {"data": {"node": {"editor": None}}}}):
        github.state.faults = [told]
        with pytest.raises(GitHubError):
            client.github.last_editor(comment)


def test_a_secondary_limit_is_waited_for_as_long_as_it_says(github: Fake, client: Client) -> None:
    number = github.state.pull(head="raise")["number"]
    github.state.faults = [{"status": 429, "headers": {"Retry-After": "7"}}]
    assert client.github.comment(number, "hello").author == BOT
    assert client.slept == [7]
    said = {"message": "You have exceeded a secondary rate limit."}
    github.state.faults = [{"status": 403, "body": said}]
    client.github.comment(number, "again")
    assert client.slept == [7, 60]
    assert [one["body"] for one in github.state.comments] == ["hello", "again"]


def test_a_long_limit_ends_it_with_the_time_at_which_it_is_lifted(
    github: Fake, client: Client
) -> None:
    ends = time.time() + 10 * PATIENCE_SECONDS
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": f"{ends:.0f}"}
    body = {"message": "API rate limit exceeded"}
    github.state.faults = [{"status": 403, "headers": headers, "body": body}]
    with pytest.raises(RateLimited) as raised:
        client.github.pull_request(1)
    assert raised.value.message.endswith("of this token: API rate limit exceeded")
    when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(round(ends)))
    assert raised.value.hint == f"the limit ends {when}; run it again then"
    assert client.slept == []


def test_a_comment_whose_answer_was_lost_is_not_written_twice(github: Fake, client: Client) -> None:
    number = github.state.pull(head="raise")["number"]
    for status in (0, 502):
        github.state.faults = [{"method": "POST", "status": status, "acts": True}]
        client.github.comment(number, f"lost with {status}")
    assert [one["body"] for one in github.state.comments] == ["lost with 0", "lost with 502"]
    assert posts(github) == 2


def test_a_comment_that_did_not_arrive_is_written_after_a_look(
    github: Fake, client: Client
) -> None:
    number = github.state.pull(head="raise")["number"]
    github.state.faults = [{"method": "POST", "status": 502, "times": 2}]
    client.github.comment(number, "late")
    assert [one["body"] for one in github.state.comments] == ["late"]
    github.state.faults = [{"method": "POST", "status": 502, "times": 9}]
    with pytest.raises(Unclear, match=r"GitHub failed at POST .*: on demand"):
        client.github.comment(number, "never")
    assert posts(github) == 3 + 3


def test_an_issue_whose_answer_was_lost_is_not_opened_twice(github: Fake, client: Client) -> None:
    github.state.faults = [{"method": "POST", "status": 0, "acts": True}]
    opened = client.github.open_issue("drift", "live differs", ("drift",))
    assert [one.number for one in client.github.issues(label="drift")] == [opened.number]
    closed = client.github.edit_issue(opened.number, state="closed")
    assert (closed.state, list(client.github.issues())) == ("closed", [])


def test_a_proposal_that_is_open_already_is_the_answer(github: Fake, client: Client) -> None:
    github.state.branches = {"main": "0" * 40, "revert-1": "a" * 40}
    first = client.github.open_pull_request("revert-1", "main", "Revert", "why")
    second = client.github.open_pull_request("revert-1", "main", "Revert", "why")
    assert (first.number, first.author) == (second.number, BOT)
    assert len(github.state.pulls) == 1


def test_what_github_refuses_is_told_in_its_words(github: Fake, client: Client) -> None:
    github.state.branches = {"main": "0" * 40, "same": "0" * 40}
    with pytest.raises(Refused, match=r"Validation Failed; .*No commits between main and same"):
        client.github.open_pull_request("same", "main", "Revert", "why")
    number = github.state.pull(head="raise")["number"]
    client.github.comment(number, "x" * LONGEST_BODY)
    with pytest.raises(
        Refused, match=r"IssueComment\.data: Body is too long \(maximum is 65536 cha"
    ):
        client.github.comment(number, "x" * (LONGEST_BODY + 1))
    with pytest.raises(Missing, match="GET /repos/acme/routes/pulls/999 names: Not Found"):
        client.github.pull_request(999)


def test_a_token_of_a_fork_may_read_and_not_write(github: Fake) -> None:
    number = github.state.pull(head="raise", head_sha="a" * 40)["number"]
    fork = Client(github, "fork").github
    assert fork.pull_request(number).number == number
    with pytest.raises(Forbidden) as raised:
        fork.comment(number, "hello")
    assert raised.value.message == (
        f"the token may not POST /repos/acme/routes/issues/{number}/comments: "
        "Resource not accessible by integration"
    )
    assert raised.value.hint.startswith("it needs issues: write; pull_requests: write under")
    with pytest.raises(GitHubError, match="does not accept the token: Bad credentials"):
        Client(github, "stolen").github.pull_request(number)


@pytest.mark.parametrize("status", [301, 307])
def test_a_token_is_not_carried_to_where_an_answer_points(
    github: Fake, client: Client, status: int
) -> None:
    where = {"Location": "https://evil.example/"}
    github.state.faults = [{"status": status, "headers": where}]
    with pytest.raises(GitHubError, match=r"at https://evil\.example/"):
        client.github.pull_request(1)


@pytest.mark.parametrize("body", [{}, [], "text", {"head": None, "base": {}}])
def test_an_answer_that_lacks_what_is_asked_for_is_no_crash(
    github: Fake, client: Client, body: object
) -> None:
    github.state.faults = [{"status": 200, "body": body, "foreign": True}]
    with pytest.raises(GitHubError, match="GitHub's answer lacks what is asked for"):
        client.github.pull_request(1)


def test_nobody_answers(github: Fake) -> None:
    client = Client(github, url=NOBODY)
    with pytest.raises(Unclear, match=r"127\.0\.0\.1:9/repos/acme/routes/pulls/1 gave no answer"):
        client.github.pull_request(1)
    assert client.slept == [1, 2, 4, 8]


@pytest.mark.usefixtures("github")
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GITHUB_API_URL", "http://api.github.com", "is no https:// address"),
        ("GITHUB_API_URL", "https://[", "is no https:// address"),
        ("GITHUB_API_URL", "file:///etc", "is no https:// address"),
        ("GITHUB_REPOSITORY", "", "names no repository"),
        ("GITHUB_REPOSITORY", "acme/routes/../other", "names no repository"),
        ("GITHUB_TOKEN", " ", "holds no token"),
        ("GITHUB_TOKEN", "a\nX-Header: b", "holds no token"),
    ],
)
def test_settings_that_cannot_work_are_told_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(GitHubError, match=said):
        GitHub.connect()


def test_branches_may_be_those_of_a_git_repository(
    github: Fake, client: Client, tmp_path: Path
) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "file").write_text("1", "utf-8")
    commit(tmp_path, "first")
    git(tmp_path, "checkout", "-qb", "raise")
    short = commit(tmp_path, "second")
    github.state.git = str(tmp_path)
    number = github.state.pull(head="raise")["number"]
    found = client.github.pull_request(number)
    assert found.head_sha == git(tmp_path, "rev-parse", short)
    assert client.github.compared("main", "raise") == "ahead"


@pytest.mark.slow
def test_it_runs_on_its_own_with_its_state_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    state = State()
    number = state.pull(head="raise")["number"]
    state.save(file)
    command = [sys.executable, "-m", "tests.github.fake", "0", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            url = running.stdout.readline().strip()
            GitHub(Api(url, state.repository, "ada")).comment(number, "hello")
        finally:
            running.terminate()
    left = State.load(file)
    (kept,) = left.comments
    assert left.wrong == []
    assert (kept["user"], kept["body"]) == ("ada", "hello")
