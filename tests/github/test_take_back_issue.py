"""The issue that is open while a canary is to be taken back, and only then."""

from langroute_repo.github.client import GitHub
from langroute_repo.github.take_back_issue import TakeBack, tell_take_backs
from langroute_repo.render.hidden_marker import AUTHOR
from tests.github.fake import Fake

WHY = ("recall: 3 gained and 21 lost, of 100 labels on 2,910 disagreements",)
GERMAN = TakeBack("de", "relevance-e5-v3", WHY, True)
POLISH = TakeBack("pl", "relevance-use-v3", ("scores: the last 100 scores are all alike",), False)


def told(*found: TakeBack, author: str = AUTHOR) -> list[str]:
    done = tell_take_backs(GitHub.connect(), found, author)
    return [line.partition(": http")[0] for line in done]


def test_it_is_opened_once_kept_and_closed(github: Fake) -> None:
    assert told() == []
    assert told(GERMAN, POLISH) == ["opened #1", "opened #2"]
    assert told(GERMAN, POLISH) == ["#1 says so already", "#2 says so already"]
    assert told(POLISH) == ["#2 says so already", "closed #1"]
    first, second = github.state.issues
    assert first["title"] == "de: the canary relevance-e5-v3 is to be taken back"
    assert "- recall: 3 gained and 21 lost" in first["body"]
    assert "A pull request of" in first["body"]
    assert "Nothing proposes it" in second["body"]
    assert [one["state"] for one in github.state.issues] == ["closed", "open"]


def test_an_issue_of_somebody_else_is_left_alone(github: Fake) -> None:
    """Anybody can copy the hidden line."""
    told(GERMAN)

    assert told(author="ada") == []
    assert [one["state"] for one in github.state.issues] == ["open"]
