"""The issue that is open while what is live differs from main, and only then."""

import pytest

from langroute_repo.render.hidden_marker import marker
from tests.appconfig.pusher import Said
from tests.github.published import Published
from tests.github.state import Json
from tests.repository import git
from tests.simulated.faults import Call, Script, Strike

Output = pytest.CaptureFixture[str]
DONE, FAILED, APART = 0, 2, 7


def drift(merged: Published, capsys: Output) -> Said:
    return merged.one.says(capsys, "drift", "staging", "--issue")


def issue(merged: Published) -> Json:
    (one,) = merged.github.state.issues
    return one


def first(merged: Published) -> str:
    return git(merged.root, "rev-list", "--max-parents=0", "HEAD")[:12]


def test_it_is_opened_with_what_differs(merged: Published, capsys: Output) -> None:
    code, out, err = drift(merged, capsys)
    assert (code, err) == (APART, "opened #2: https://github.com/acme/routes/issues/2\n")
    assert out.startswith("staging runs git-")
    assert issue(merged)["title"] == "staging runs another document than the repository holds"
    day = git(merged.root, "log", "-1", "--format=%as")
    assert (
        issue(merged)["body"]
        == f"""\
<!-- langroute drift {{"environment":"staging"}} -->

**staging runs git-{first(merged)} (deployment 1) since 2026-01-05 09:10 UTC.** {day} by Ada: \
The first ({first(merged)}).

main compiles to another document; from live to main:

```text
de  canary-ramped canary.traffic 10% → 20%
```

`./langroute drift staging` shows it as it is now. It ends when what is merged is pushed, or \
reverted: `./langroute rollback staging --pull-request` proposes that after a rollback. This issue \
is kept up to date, and closed when they agree.
"""
    )


def test_it_is_written_anew_only_when_the_difference_changes(
    merged: Published, capsys: Output
) -> None:
    drift(merged, capsys)
    merged.writes()
    merged.one.account.aws.pass_minutes(60)
    said = drift(merged, capsys)
    assert said.err == "#2 says so already: https://github.com/acme/routes/issues/2\n"
    assert merged.writes() == []
    issue(merged)["body"] = issue(merged)["body"].replace("\n", "\r\n")  # edited in a browser
    drift(merged, capsys)
    assert merged.writes() == []
    merged.one.ramp("30%")
    said = drift(merged, capsys)
    assert said.err == "brought #2 up to date: https://github.com/acme/routes/issues/2\n"
    assert "canary.traffic 10% → 30%" in issue(merged)["body"]


def test_it_is_closed_with_a_sentence(merged: Published, capsys: Output) -> None:
    drift(merged, capsys)
    merged.one.push()
    merged.writes()
    code, _, err = drift(merged, capsys)
    assert (code, err) == (DONE, "closed #2: https://github.com/acme/routes/issues/2\n")
    assert [issue(merged)[key] for key in ("state", "state_reason")] == ["closed", "completed"]
    (said,) = merged.github.state.comments
    assert said["body"] == (
        f"staging runs {merged.one.label()} (deployment 2) since 2026-01-05 09:36 UTC, which is "
        "what the repository holds."
    )
    merged.writes()
    assert drift(merged, capsys).err == ""
    assert merged.writes() == []
    merged.one.ramp("30%")
    assert drift(merged, capsys).err.startswith("opened #4: ")


def test_closing_that_was_cut_short_says_its_sentence_once(
    merged: Published, capsys: Output
) -> None:
    drift(merged, capsys)
    merged.one.push()
    merged.github.state.faults = [{"method": "PATCH", "status": 403}]
    code, out, err = drift(merged, capsys)
    assert code == FAILED
    assert "HEAD compiles to exactly this\n" in out
    assert "HEAD compiles to the same; the issue cannot be kept: the token may not PATCH" in err
    assert drift(merged, capsys).code == DONE
    assert (issue(merged)["state"], len(merged.github.state.comments)) == ("closed", 1)


def test_only_our_own_issue_counts_on_whichever_page(merged: Published, capsys: Output) -> None:
    state = merged.github.state
    drift(merged, capsys)
    ours = issue(merged)
    body = marker("drift", environment="staging")
    for number in range(100, 230):
        state.issues.append(ours | {"number": number, "user": "mallory", "body": body})
    state.issues.append(ours | {"number": 300, "body": ours["body"].replace("staging", "other", 1)})
    merged.writes()
    assert drift(merged, capsys).err.startswith("#2 says so already: ")
    assert merged.writes() == []


@pytest.mark.parametrize("fault", ["connection-reset", "access-denied", "expired-credentials"])
def test_an_aws_that_cannot_be_asked_is_neither(
    fault: str, merged: Published, capsys: Output
) -> None:
    drift(merged, capsys)
    merged.github.state.calls.clear()
    script = Script(Strike(Call("list_deployments", 1), "before", fault))
    assert merged.one.langroute("drift", "staging", "--issue", script=script) == FAILED
    assert merged.github.state.calls == []


def test_nothing_is_written_while_a_push_is_under_way(merged: Published, capsys: Output) -> None:
    one = merged.one
    one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
    code, _, err = drift(merged, capsys)
    assert code == APART
    assert err.startswith("the issue is left as it is: deployment 2 ")
    assert not [one for one in merged.github.state.calls if not one.startswith("GET ")]


@pytest.mark.parametrize("status", [403, 404, 422])
def test_an_issue_that_cannot_be_written_is_no_silence(
    status: int, merged: Published, capsys: Output
) -> None:
    merged.github.state.faults = [{"method": "POST", "status": status}]
    code, out, err = drift(merged, capsys)
    assert code == FAILED
    assert "de  canary-ramped canary.traffic 10% → 20%\n" in out
    assert err.startswith(f"error: staging runs git-{first(merged)} (deployment 1) since ")
    assert ", HEAD compiles to another document; the issue cannot be kept: " in err


def test_it_is_about_no_other_revision(merged: Published, capsys: Output) -> None:
    assert merged.one.says(capsys, "drift", "staging", "HEAD~1", "--issue").err == (
        "error: --issue is about HEAD, and no other revision\nhint: leave out --issue or REV\n"
    )


def test_what_came_from_outside_does_nothing_in_it(merged: Published, capsys: Output) -> None:
    merged.one.account.deploy(b"{}", "<b>@acme</b> #1")
    drift(merged, capsys)
    text = issue(merged)["body"]
    assert "&lt;b&gt;" in text or "&#60;b&#62;" in text
    assert "@acme</b>" not in text.replace("```", "")


def test_what_ends_soon_has_an_issue_of_its_own_until_nothing_does(
    merged: Published, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = merged.root / "config/accepted/change/holidays.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "# yaml-language-server: $schema=../../../schemas/acceptance.schema.json\n"
        "accepts: [too-many-languages-at-once 0a1b2c3d]\n"
        "because: over the holidays, @everybody\n"
        'until: "2026-12-24"\n'
    )
    for day, said in (
        ("2026-11-23", ""),
        ("2026-11-24", "opened #3: https://github.com/acme/routes/issues/3\n"),
        ("2026-12-24", "#3 says so already: https://github.com/acme/routes/issues/3\n"),
        ("2026-12-25", "closed #3: https://github.com/acme/routes/issues/3\n"),
    ):
        monkeypatch.setenv("LANGROUTE_TODAY", day)
        _, _, err = drift(merged, capsys)
        assert [line for line in err.splitlines(keepends=True) if "#3" in line] == (
            [said] if said else []
        )
    body = merged.github.state.issues[-1]["body"]
    assert "- 2026-12-24: `config/accepted/change/holidays.yaml`, accepted: over" in body
    assert "@everybody" not in body


def test_it_names_what_was_taken_back(merged: Published, capsys: Output) -> None:
    one = merged.one
    one.account.monitor(one.account.alarm("failures-de", "OK"))
    assert one.push(None, "--detach") == 9
    one.account.set_alarm("failures-de", "ALARM")
    one.account.aws.pass_minutes(30)
    drift(merged, capsys)
    assert f"taken back: {one.label()} (deployment 2) on 2026-01-05 " in issue(merged)["body"]
    assert "alarm:failures-de)" in issue(merged)["body"]
