"""The issue that is open while a rehearsal does not work, and only then."""

from langroute_repo.github.client import GitHub
from langroute_repo.github.rehearsal_issue import tell_failing, tell_working
from langroute_repo.render.hidden_marker import AUTHOR
from tests.github.fake import Fake

OF = ("production", "document")


def test_it_is_opened_once_kept_and_closed_when_it_works(github: Fake) -> None:
    here = GitHub.connect()
    assert tell_working(here, *OF, AUTHOR) == ""
    said = ("AppConfig's validators refuse it: a key", "mend it")
    assert tell_failing(here, *OF, *said, AUTHOR).startswith("opened #1: ")
    assert tell_failing(here, *OF, *said, AUTHOR).startswith("#1 says so already: ")
    # Another rehearsal of the same environment has an issue of its own.
    assert tell_failing(here, "production", "endpoints", *said, AUTHOR).startswith("opened #2: ")
    issue, _ = github.state.issues
    assert issue["title"] == "The rehearsal of production (document) does not work"
    assert "refuse it: a key" in issue["body"]
    assert "`./langroute rehearse document production --yes`" in issue["body"]
    assert tell_working(here, *OF, AUTHOR).startswith("closed #1: ")
    assert [one["state"] for one in github.state.issues] == ["closed", "open"]
    (comment,) = github.state.comments
    assert comment["body"] == "The rehearsal of production works again."
