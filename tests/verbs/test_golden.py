"""`golden` asks servers on loopback, says what they answer otherwise, and `record` writes it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.predictor.server import Behaviour, Handler, Server, saying, serving, silent
from tests.published import parsed
from tests.repository import commit, git
from tests.verbs.tool import Done, Tool, tool_on_base

RIGHT = {"Streik im Hafen": 0.812, "Hochwasser im Werk": 0.644, "Konzert in Ulm": 0.031}
RIGHT |= {"Suppe in Eile": 0.287}
OTHERS = {"Streik im Hafen": 0.512, "Hochwasser im Werk": 0.344, "Konzert in Ulm": 0.231}
OTHERS |= {"Suppe in Eile": 0.487}
FILE = "golden/embedding/de.yaml"
EMBEDDING = ("golden", "staging", "--model", "embedding")


def scores(known: dict[str, float]) -> Behaviour:
    """A server that finds the score by the title, as an embedding would."""

    def answer(handler: Handler) -> None:
        body = json.loads(handler.server.asked[-1][1])
        title = body.get("title") or body["instances"][0]["title"]
        handler.say(json.dumps({"score": known[title]}).encode())

    return answer


def written(known: dict[str, float], model: str = "embedding", fields: str = "title") -> str:
    events = "".join(
        f"  - about: an event of the test\n    event: {{title: {title}}}\n    gives: {score}\n"
        for title, score in known.items()
    )
    return (
        "# yaml-language-server: $schema=../../../schemas/golden.schema.json\n"
        f"model: {model}\nlanguage: de\nfields: [{fields}]\nevents:\n{events}"
    )


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/predict": scores(RIGHT), "/others": scores(OTHERS)}) as one:
        yield one


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str], server: Server) -> Tool:
    """The base, whose canary is at the server."""
    made = tool_on_base(tmp_path, capsys)
    made.swap(
        "models/embedding.yaml", "https://embedding.staging.acme.example/predict",
        server.url("/predict"),
    )  # fmt: skip
    _write(made, FILE, written(RIGHT))
    return made


def _write(tool: Tool, path: str, text: str) -> None:
    tool.file(path).parent.mkdir(parents=True, exist_ok=True)
    tool.file(path).write_text(text, "utf-8")


def test_all_answer_as_they_have_to(tool: Tool, server: Server) -> None:
    place = server.url("/predict")
    assert tool(*EMBEDDING) == Done(
        0,
        f"right             embedding in de, the canary, at {place}\n"
        "\n"
        "staging: 1 of 1 answer as they have to; 8 requests\n",
        "",
    )
    titles = [json.loads(body)["title"] for _, body in server.asked]
    assert titles == [*RIGHT, *reversed(RIGHT)]


def test_other_scores_are_named_with_whose_they_are(tool: Tool, server: Server) -> None:
    tool.swap("models/embedding.yaml", "/predict\n", "/others\n")
    _write(tool, "golden/words/de.yaml", written(OTHERS, "words", "title, body"))
    done = tool(*EMBEDDING)
    assert done.code == 8
    assert done.out == (
        f"WRONG             embedding in de, the canary, at {server.url('/others')}\n"
        "  another model's or language's scores: these are the scores of words in de\n"
        "  event 1, an event of the test: expected 0.812, got 0.512; the decision stays, at the "
        "threshold 0.287\n"
        "  event 2, an event of the test: expected 0.644, got 0.344; the decision stays, at the "
        "threshold 0.287\n"
        "  event 3, an event of the test: expected 0.031, got 0.231; the decision stays, at the "
        "threshold 0.287\n"
        "  event 4, an event of the test: expected 0.287, got 0.487; the decision stays, at the "
        "threshold 0.287\n"
        "\n"
        "staging: 1 of 1 do not answer as they have to; 8 requests\n"
    )
    told = parsed("golden-output", tool(*EMBEDDING, "--format", "json").out)
    (one,) = told["targets"]
    assert (one["state"], one["faults"][0]["kind"]) == ("wrong", "other-scores")
    assert one["answers"][0]["scores"] == [0.512, 0.512]
    assert "| embedding | de |" in tool(*EMBEDDING, "--format", "markdown").out


def test_a_decision_that_changes_is_said(tool: Tool, server: Server) -> None:
    server.behaviours["/predict"] = scores(RIGHT | {"Hochwasser im Werk": 0.2})
    done = tool(*EMBEDDING)
    assert done.code == 8
    assert "expected 0.644, got 0.2: dropped instead of kept, at the threshold 0.287" in done.out


def test_other_fields_make_scores_out_of_date_and_are_no_fault(tool: Tool) -> None:
    _write(tool, FILE, written(RIGHT, fields="title, body"))
    assert tool(*EMBEDDING) == Done(
        3,
        "",
        "error: nothing to ask of staging; embedding/de: the scores were recorded for title, body, "
        "and the route sends title\n"
        "hint: write events, then ./langroute golden record staging --model M --language TAG\n",
    )


def test_without_any_golden_queries_there_is_nothing_to_ask(tool: Tool, server: Server) -> None:
    tool.file(FILE).unlink()
    assert tool("golden", "staging").code == 3
    assert server.asked == []


def test_who_may_not_ask_is_told_so_and_asks_twice_only(tool: Tool, server: Server) -> None:
    server.behaviours["/predict"] = saying(b"no", 403)
    done = tool(*EMBEDDING)
    assert done.code == 8
    assert "the right to ask it is missing: 403: answered 403: 'no'" in done.out
    assert len(server.asked) == 2


def test_a_limit_on_requests(tool: Tool, server: Server) -> None:
    done = tool(*EMBEDDING, "--requests", "5")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: more than 5 requests would be sent\n")
    assert len(server.asked) == 5


def test_a_container_of_an_endpoint_is_asked_at_its_url(tool: Tool, server: Server) -> None:
    """The body and the attributes are those that SageMaker would hand on."""
    _write(tool, "golden/words/de.yaml", written(RIGHT, "words", "title, body"))
    with tool.file("models/words.yaml").open("a") as file:
        file.write("  custom_attributes: tenant=acme\n")
    url = server.url("/predict")
    assert tool("golden", "production", "--model", "words", "--url", url).code == 0
    assert server.headers[0]["X-Amzn-SageMaker-Custom-Attributes"] == "tenant=acme"


def test_only_what_changed_is_asked(tool: Tool) -> None:
    _write(tool, "golden/words/de.yaml", written(RIGHT, "words", "title, body"))
    git(tool.root, "init", "-q", "-b", "main")
    commit(tool.root, "begin")
    assert tool("golden", "staging", "--changed", "HEAD").code == 3
    tool.swap("models/embedding.yaml", "/predict\n", "/others\n")
    done = tool("golden", "staging", "--changed", "HEAD")
    assert done.code == 8
    assert "words" not in done.out


def test_record_shows_then_writes(tool: Tool, server: Server) -> None:
    server.behaviours["/predict"] = scores(RIGHT | {"Hochwasser im Werk": 0.2})
    words = ("golden", "record", "staging", "--model", "embedding", "--language", "de")
    before = tool.file(FILE).read_text()
    dry = tool(*words, "--dry-run")
    assert (dry.code, tool.file(FILE).read_text()) == (0, before)
    done = tool(*words)
    assert done.code == 0
    assert done.out.startswith(
        "embedding in de:\n"
        "  0.8120, was 0.812: an event of the test\n"
        "  0.2000, was 0.644: an event of the test\n"
    )
    assert tool.file(FILE).read_text() == before.replace("0.644", "0.2000")
    assert tool(*EMBEDDING).code == 0


def test_record_begins_a_file_from_events(tool: Tool, tmp_path: Path) -> None:
    tool.file(FILE).unlink()
    lines = tmp_path / "four.jsonl"
    lines.write_text(
        "".join(
            json.dumps({"about": "an event of the test", "event": {"title": title}}) + "\n"
            for title in RIGHT
        )
    )
    words = ("record", "staging", "--model", "embedding", "--language", "de")
    assert tool("golden", *words, "--events", str(lines)).code == 0
    assert tool(*EMBEDDING).code == 0
    assert tool("golden", *words, "--events", str(lines)).err == (
        "error: config/golden/embedding/de.yaml exists\n"
        "hint: add the events there, and leave out --events\n"
    )


def test_record_writes_nothing_that_is_not_known(tool: Tool, server: Server) -> None:
    server.behaviours["/predict"] = saying(b"{}", 500)
    before = tool.file(FILE).read_text()
    done = tool("golden", "record", "staging", "--model", "embedding")
    assert done.code == 2
    assert "embedding/de is not recorded: no answer: 500" in done.err
    assert tool.file(FILE).read_text() == before


@pytest.mark.parametrize("name", ["CI", "GITHUB_ACTIONS"])
def test_record_does_not_run_in_ci(
    tool: Tool, server: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "true")
    done = tool("golden", "record", "staging", "--model", "embedding")
    assert done.code == 2
    assert done.err.startswith(f"error: golden record does not run in CI ({name} is set)")
    assert server.asked == []


def test_a_server_that_starts_is_asked_again(
    tool: Tool, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.asking.rounds.PAUSES", (0.0, 0.0, 0.0))

    def starting(handler: Handler) -> None:
        if len(server.asked) < 3:
            handler.say(b"loading", 503)
        else:
            scores(RIGHT)(handler)

    server.behaviours["/predict"] = starting
    done = tool(*EMBEDDING)
    assert (done.code, len(server.asked)) == (0, 10)
    assert done.out.endswith("staging: 1 of 1 answer as they have to; 10 requests\n")


@pytest.mark.parametrize("behaviour", [saying(b"broken", 500), silent], ids=["500", "silent"])
def test_nothing_else_is_tried_again(tool: Tool, server: Server, behaviour: Behaviour) -> None:
    server.behaviours["/predict"] = behaviour
    done = tool(*EMBEDDING, "--timeout", "0.1")
    assert done.code == 8
    assert "  no answer: 50" in done.out
    # A refusal by the server is heard; of what nobody answers two are enough.
    assert len(server.asked) == (2 if behaviour is silent else 8)
