"""What became of commits, by the deployments that name them."""

from datetime import UTC, datetime

from langroute_repo.appconfig.became import Deployed, became

LINE = [digit * 40 for digit in "54321"]  # newest first


def _deployed(number: int, digit: str, state: str = "COMPLETE", reason: str = "") -> Deployed:
    at = datetime(2026, 11, number, 9, 30, tzinfo=UTC)
    return Deployed(number, state, digit * 12, f"git-{digit * 12}", at, reason)


def test_a_commit_is_live_once_it_or_a_later_one_is() -> None:
    told = became(LINE, LINE, [_deployed(1, "2"), _deployed(2, "4")])
    assert told[LINE[0]] == ["not live"]
    assert told[LINE[2]] == ["live since 2026-11-02 09:30 UTC (deployment 2, git-444444444444)"]
    assert told[LINE[4]] == ["live since 2026-11-01 09:30 UTC (deployment 1, git-222222222222)"]


def test_what_was_taken_back_and_came_again() -> None:
    found = [
        _deployed(1, "2"),
        _deployed(2, "3", "ROLLED_BACK", "half as many events"),
        _deployed(3, "3"),
        _deployed(4, "2"),
        _deployed(5, "4", "BAKING"),
    ]
    assert became(LINE, [LINE[2]], found)[LINE[2]] == [
        "taken back 2026-11-02 09:30 UTC (deployment 2, ROLLED_BACK): half as many events",
        "live since 2026-11-03 09:30 UTC (deployment 3, git-333333333333)",
        "left again for an older commit 2026-11-04 09:30 UTC (deployment 4, git-222222222222)",
        "on its way (deployment 5, BAKING)",
        "not live",
    ]


def test_of_another_line_nothing_is_known() -> None:
    assert became(LINE, [LINE[0], "9" * 40], [_deployed(1, "8")]) == {LINE[0]: ["not live"]}
