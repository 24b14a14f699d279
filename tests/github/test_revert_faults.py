"""A GitHub that refuses hides nothing of AWS, and what has no reason given is still proposed."""

import time
from base64 import b64decode
from pathlib import Path

import pytest

from langroute_repo.github.remote import remote
from tests.e2e.server import server
from tests.github.published import Published
from tests.github.reverts import (
    MEASURED,
    branch,
    live,
    propose,
    runs,
    with_report,
)
from tests.github.state import READ
from tests.repository import git

Output = pytest.CaptureFixture[str]
DONE, FAILED = 0, 2


FAULTS: dict[str, tuple[dict[str, object], str]] = {
    "forbidden": ({"status": 403, "body": {"message": "not permitted to create"}}, "the token may"),
    "refused": ({"status": 422, "body": {"message": "Validation Failed"}}, "GitHub refuses POST"),
    "missing": ({"status": 404, "body": {"message": "Not Found"}}, "GitHub does not find what"),
    "outage": ({"status": 502, "times": 9}, "GitHub failed at POST"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_github_does_not_hide_what_runs(fault: str, company: Published, capsys: Output) -> None:
    answer, said = FAULTS[fault]
    company.github.state.faults = [{"method": "POST", "path": "pulls"} | answer]
    code, out, err = with_report(company, capsys)
    assert code == FAILED
    assert out.startswith(runs(company))
    assert (
        f"; not all of it was written on GitHub: the branch {branch(company)} is pushed, but {said}"
        in err
    )
    where = f"https://github.com/acme/routes/compare/{branch(company)}?expand=1"
    assert f"open it by hand: {where}" in err
    company.github.state.faults = []
    assert "#2 proposes the revert: " in with_report(company, capsys).out


def test_what_was_written_is_told_although_the_rest_was_not(
    company: Published, capsys: Output
) -> None:
    company.github.state.faults = [{"method": "POST", "path": "comments", "status": 403}]
    code, out, err = with_report(company, capsys)
    assert (code, len(company.open_pulls())) == (FAILED, 1)
    assert out.splitlines()[1:] == ["#2 proposes the revert: https://github.com/acme/routes/pull/2"]
    assert "not all of it was written on GitHub: the token may not POST" in err
    assert with_report(company, capsys).out.splitlines()[2:] == ["#1 was told why"]


def test_a_limit_that_lasts_ends_it(company: Published, capsys: Output) -> None:
    reset = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": f"{time.time() + 3600:.0f}"}
    company.github.state.faults = [{"status": 403, "headers": reset}]
    code, out, err = with_report(company, capsys)
    assert (code, company.branches()) == (FAILED, ["main"])
    assert out.startswith(runs(company))
    assert "; not all of it was written on GitHub: GitHub limits the calls" in err


def test_going_back_happens_without_github(
    merged: Published, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert merged.one.push() == DONE
    monkeypatch.delenv("GITHUB_TOKEN")
    code, out, err = propose(merged, capsys, "--yes")
    assert code == FAILED
    assert out.splitlines()[-1].startswith(f"done: staging runs git-{live(merged)}")
    assert "; not all of it was written on GitHub: GITHUB_TOKEN holds no token" in err
    assert merged.one.deployments() == ["COMPLETE", "REVERTED"]


def test_a_token_that_only_reads(company: Published, capsys: Output) -> None:
    company.github.state.tokens["bot"]["permissions"] = READ
    code, _, err = with_report(company, capsys)
    assert code == FAILED
    assert "it needs pull_requests: write under `permissions:` of the job" in err


@pytest.mark.parametrize("text", ["{}", "no JSON", '{"schema_version": 2}'])
def test_a_report_that_is_none_leaves_only_the_reason_out(
    text: str, company: Published, capsys: Output
) -> None:
    company.report.write_text(text)
    code, _, err = with_report(company, capsys)
    assert code == DONE
    assert err.startswith(f"warning: --push-report {company.report} is no report of a push: ")
    assert MEASURED not in company.open_pulls()[0]["body"]


def test_the_report_of_another_push_is_not_its_reason(company: Published, capsys: Output) -> None:
    text = company.report.read_text()
    company.report.write_text(text.replace('"deployment": 2', '"deployment": 1'))
    assert "tells of another push" in with_report(company, capsys).err
    assert MEASURED not in company.open_pulls()[0]["body"]


def test_the_token_goes_to_its_server_only_and_into_no_list_of_processes(
    company: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    ours, words = asked(company, monkeypatch, "https://github.com/acme/routes")
    assert ours["GIT_CONFIG_KEY_0"] == "http.https://github.com/.extraHeader"
    assert b64decode(ours["GIT_CONFIG_VALUE_0"].split()[-1]) == b"x-access-token:secret"
    assert "secret" not in words
    assert ours["GIT_CONFIG_VALUE_0"] not in words
    other, _ = asked(company, monkeypatch, "https://github.com.evil.example/acme/routes")
    assert other == {"GIT_TERMINAL_PROMPT": "0"}
    monkeypatch.setenv("GITHUB_SERVER_URL", "http://github.acme.example")
    readable, _ = asked(company, monkeypatch, "http://github.acme.example/acme/routes")
    assert readable == {"GIT_TERMINAL_PROMPT": "0"}


def test_git_shows_the_token_to_a_server_that_wants_it(
    company: Published, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server(company.origin.parent) as serving:
        monkeypatch.setenv("GITHUB_SERVER_URL", serving.url)
        git(company.root, "remote", "set-url", "origin", f"{serving.url}/{company.origin.name}")
        code, out, err = with_report(company, capsys)
        assert (code, company.branches()) == (FAILED, ["main"])
        assert out.startswith(runs(company))
        assert "git push at origin failed: fatal: " in err
        serving.rights.pushers.add("bot")
        assert with_report(company, capsys).code == DONE
    assert company.branches() == [branch(company), "main"]


def asked(
    company: Published, monkeypatch: pytest.MonkeyPatch, url: str
) -> tuple[dict[str, str], str]:
    """The variables and the words with which git is asked for the default branch of a remote."""
    seen: dict[str, str] = {}
    said: list[str] = []

    def answer(_: Path, *words: str, variables: dict[str, str] | None = None) -> bytes:
        if words[0] == "remote":
            return url.encode()
        seen.update(variables or {})
        said.extend(words)
        return b"ref: refs/heads/main\tHEAD\n"

    monkeypatch.setattr("langroute_repo.github.remote.git", answer)
    assert remote(company.root).branch == "main"
    return seen, " ".join(said)
