"""Staging and production in two accounts and two regions, which the embedded AWS keeps apart."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import boto3
import pytest

from langroute_repo.tree.git import git
from scripts.__main__ import main
from scripts.tour.local_aws import LocalAws
from tests.infra.company import chosen, made
from tests.infra.test_stack import forget
from tests.infra.test_template import of_role, trusted

STAGING, PRODUCTION = "111122223333", "123456789012"
ABROAD = "eu-west-1"
PROFILES = ("--profile", "staging=stg", "--profile", "production=prd")
Output = pytest.CaptureFixture[str]


@pytest.fixture
def two(root: Path) -> Path:
    """The smallest tree, with staging in another account and region."""
    path = root / "config/environments/staging.yaml"
    text = path.read_text().replace(PRODUCTION, STAGING).replace("eu-central-1", ABROAD)
    path.write_text(text.replace("bucket: company", "bucket: staging"))
    return root


def subjects(root: Path, name: str, role: str) -> list[str]:
    found: list[str] = trusted(made(root, name), role)["Condition"]["StringEquals"][
        "token.actions.githubusercontent.com:sub"
    ]
    return [one for one in found if "@" not in one]


def test_the_job_that_deploys_to_what_comes_after_may_look_at_what_comes_before(two: Path) -> None:
    main_alone, production = (
        f"repo:acme/langroute:{end}" for end in ("ref:refs/heads/main", "environment:production")
    )
    assert subjects(two, "staging", "PlanRole") == [main_alone, production]
    assert subjects(two, "production", "PlanRole") == [main_alone]
    assert subjects(two, "production", "DeployRole") == [production]
    assert chosen(two).earlier is None
    template = json.dumps(made(two))
    assert "Fn::ImportValue" not in template
    assert "LookAtEarlier" not in of_role(made(two), "DeployRole")


def test_without_environments_the_branch_is_trusted_and_nothing_else(two: Path) -> None:
    settings = two / ".github/settings"
    settings.mkdir(parents=True)
    (settings / "plan.yaml").write_text("plan: free\nvisibility: private\n")
    for role in ("PlanRole", "DeployRole"):
        assert subjects(two, "staging", role) == ["repo:acme/langroute:ref:refs/heads/main"]


def test_in_one_account_and_region_nothing_more_is_trusted(root: Path) -> None:
    assert subjects(root, "staging", "PlanRole") == ["repo:acme/langroute:ref:refs/heads/main"]
    assert "LookAtEarlier" in of_role(made(root), "DeployRole")


@pytest.fixture
def accounts(
    server: LocalAws, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LocalAws]:
    """Both accounts, a profile for each, and a bucket in staging's region."""
    with server.alone():
        config = tmp_path / "aws-config"
        config.write_text(
            "".join(
                f"[profile {name}]\naws_access_key_id = {key}\naws_secret_access_key = local\n"
                for name, key in (("stg", STAGING), ("prd", PRODUCTION))
            )
        )
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        monkeypatch.chdir(tmp_path)
        in_staging(server, "s3").create_bucket(
            Bucket="staging-langroute", CreateBucketConfiguration={"LocationConstraint": ABROAD}
        )
        git(two, "-c", "init.defaultBranch=main", "init", "-q")
        git(two, "config", "user.name", "Test")
        git(two, "config", "user.email", "test@localhost")
        git(two, "add", "-A")
        git(two, "commit", "-qm", "The first")
        yield server
        monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
        forget(server)


def in_staging(server: LocalAws, service: str) -> Any:
    return boto3.client(
        service,
        ABROAD,
        endpoint_url=server.endpoint,
        aws_access_key_id=STAGING,
        aws_secret_access_key="local",
    )


class _Token(BaseHTTPRequestHandler):
    """GitHub, which gives a job its token."""

    asked: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Authorization"]))
        body = json.dumps({"value": "a.b.c"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def a_job(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a job of GitHub Actions with `id-token: write` finds."""
    with HTTPServer(("127.0.0.1", 0), _Token) as github:
        threading.Thread(target=github.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{github.server_port}/token?x=1"
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_URL", url)
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "abc")
        monkeypatch.setenv("GITHUB_RUN_ID", "17")
        try:
            yield
        finally:
            github.shutdown()


@pytest.mark.slow
@pytest.mark.usefixtures("accounts")
def test_a_change_goes_through_two_accounts(
    two: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def langroute(*words: str) -> tuple[int, str, str]:
        code = main(["--root", str(two), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    for name in ("staging", "production"):
        assert langroute("infra", "deploy", name, "--yes", *PROFILES)[0] == 0
    code, out, _ = langroute("push", "staging", *PROFILES)
    assert code == 0
    again = "./langroute push staging --yes --profile staging=stg --profile production=prd"
    assert out.endswith(f"nothing was changed; to do it: {again}\n")

    # Staging runs nothing yet: looked at in its own account, and said so.
    code, _, err = langroute("push", "production", "--yes", *PROFILES)
    assert (code, "production comes after staging, which does not run" in err) == (1, True)
    assert langroute("push", "staging", "--yes", *PROFILES)[0] == 0

    # With production's credentials alone nothing is known of staging, so nothing is pushed.
    code, _, err = langroute("push", "production", "--yes")
    assert (code, err) == (
        2,
        f"error: not pushed: these credentials are for account {PRODUCTION}; staging is in "
        f"{STAGING}; production runs nothing\n"
        "hint: use others, for instance --profile staging=NAME, or correct infra.account in "
        "config/environments/staging.yaml\n",
    )
    code, _, err = langroute("push", "production", "--yes", "--profile", "production=stg")
    assert (code, err.splitlines()[0]) == (
        2,
        f"error: these credentials are for account {STAGING}; production is in {PRODUCTION}",
    )

    # A job has its own role, and takes staging's by its token.
    with a_job(monkeypatch):
        code, out, _ = langroute("push", "production", "--yes")
    assert (code, out.splitlines()[-1][:24]) == (0, "done: production runs gi")
    assert _Token.asked == [("/token?x=1&audience=sts.amazonaws.com", "Bearer abc")]

    code, out, _ = langroute("status", *PROFILES)
    assert (code, out.count("HEAD compiles to exactly this")) == (0, 2)
    code, out, _ = langroute("status")  # with the credentials of production's account
    assert code == 2
    assert f"credentials are for account {PRODUCTION}; staging is in {STAGING}" in out
    code, _, err = langroute("status", "--profile", "stagign=stg")
    assert err == (
        "error: --profile stagign=stg: unknown environment 'stagign'\n"
        'hint: did you mean "staging"?\n'
    )
    code, _, err = langroute("drift", "staging", "--profile", "staging=gone")
    assert (code, err.splitlines()[0]) == (2, "error: this machine has no AWS profile 'gone'")
