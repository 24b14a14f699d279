"""The issue that is open while a model answers otherwise than it has to, and only then."""

from pathlib import Path

import pytest

from tests.github.fake import Fake
from tests.predictor.server import serving
from tests.verbs.test_golden import FILE, OTHERS, RIGHT, scores, written
from tests.verbs.tool import Tool, tool_on_base


def test_it_is_opened_once_kept_and_closed_when_all_is_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], github: Fake
) -> None:
    tool = tool_on_base(tmp_path / "company", capsys)
    file = tool.file(FILE)
    file.parent.mkdir(parents=True)
    file.write_text(written(RIGHT), "utf-8")
    with serving({"/predict": scores(OTHERS)}) as server:
        old = "https://embedding.staging.acme.example/predict"
        tool.swap("models/embedding.yaml", old, server.url("/predict"))
        assert asked(tool) == (8, "opened #1: https://github.com/acme/routes/issues/1\n")
        (issue,) = github.state.issues
        assert issue["title"] == "embedding answers otherwise than it has to in staging"
        assert issue["body"].startswith(
            '<!-- langroute golden {"environment":"staging","model":"embedding"} -->\n\n'
            "- **de**, at http:"
        )
        assert "  - another score: an event of the test\n" in issue["body"]
        # Noise is no news.
        server.behaviours["/predict"] = scores({key: one + 0.001 for key, one in OTHERS.items()})
        assert asked(tool) == (8, "#1 says so already: https://github.com/acme/routes/issues/1\n")
        file.write_text(written(RIGHT, fields="title, body"), "utf-8")
        assert asked(tool)[0] == 3
        assert issue["state"] == "open"  # nobody could be asked: that is no agreement
        file.write_text(written(RIGHT), "utf-8")
        server.behaviours["/predict"] = scores(RIGHT)
        assert asked(tool) == (0, "closed #1: https://github.com/acme/routes/issues/1\n")
        (said,) = github.state.comments
        assert said["body"] == "embedding answers as it has to again."
        assert asked(tool) == (0, "")


def asked(tool: Tool) -> tuple[int, str]:
    done = tool("golden", "staging", "--issue")
    return done.code, done.err
