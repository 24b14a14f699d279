"""The stage itself: what the workflows are told here, and what they are kept from."""

import pytest

from tests.e2e.hosting import Hosting
from tests.repository import commit, git

pytestmark = pytest.mark.slow

PIN = "3d3c42e5aac5ba805825da76410c181273ba90b1"
CHECK = f"""\
name: check
on: [pull_request]
permissions: {{}}
defaults: {{run: {{shell: bash}}}}
jobs:
  look:
    runs-on: ubuntu-latest
    permissions: {{contents: write, id-token: write}}
    environment: staging
    concurrency:
      group: one
      queue: max
    outputs: {{said: "${{{{ steps.say.outputs.said }}}}"}}
    steps:
      - uses: actions/checkout@{PIN} # v7.0.1
        with: {{persist-credentials: false, fetch-depth: 0}}
      - run: test "$(git rev-parse origin/main)" = "$(git rev-parse HEAD^1)"
      - run: .venv/bin/python -c 'import boto3, sys; print(sys.prefix)'
      - id: say
        env:
          GITHUB_TOKEN: ${{{{ github.token }}}}
        run: |
          echo "said=$GITHUB_HEAD_REF of $GITHUB_BASE_REF" >> "$GITHUB_OUTPUT"
          echo "### looked" >> "$GITHUB_STEP_SUMMARY"
          echo "::error file=a.yaml,line=3::wrong"
          auth=$(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 -w0)
          git -c "http.extraHeader=Authorization: Basic $auth" \\
            push -q origin HEAD:refs/heads/made || echo "may not push"
          curl -s -H "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \\
            "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=x&job=$GITHUB_JOB"
  gate:
    if: always()
    needs: [look]
    runs-on: ubuntu-latest
    steps:
      - env: {{SAID: "${{{{ needs.look.outputs.said }}}}", ENDED: "${{{{ needs.look.result }}}}"}}
        run: echo "$ENDED, $SAID"; test "$SAID" = "change-1 of main"
"""


def propose(tiny: Hosting, fork: str = "") -> int:
    folder = tiny.colleague / ".github/workflows"
    folder.mkdir(parents=True)
    (folder / "check.yml").write_text(CHECK)
    (tiny.colleague / "requirements-dev.txt").touch()
    commit(tiny.colleague, "The first")
    git(tiny.colleague, "push", "-q", tiny.github.state.git, "HEAD:main")
    (tiny.colleague / "a.yaml").write_text("a: 1\n")
    commit(tiny.colleague, "a")
    return tiny.propose("a", fork=fork)


def test_a_run_is_told_what_github_tells_it(tiny: Hosting) -> None:
    run = tiny.check(propose(tiny))
    assert run.jobs == {"look": "success", "gate": "success"}, str(run)
    assert run.annotations == ("a.yaml:3: error: wrong",)
    assert run.summary == "### looked\n"
    assert '{"value": "e30.' in run.log
    assert "made" in tiny.github.state.heads()


def test_a_fork_gets_no_right_to_write_and_no_identity(tiny: Hosting) -> None:
    run = tiny.check(propose(tiny, fork="mallory"))
    assert run.conclusion == "success", str(run)
    assert "may not push" in run.log
    assert "this job has no right to a token of identity" in run.log
    assert "made" not in tiny.github.state.heads()
