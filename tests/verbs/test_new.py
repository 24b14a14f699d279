"""`new` writes files that the check takes, from what the neighbours say, over nothing."""

from pathlib import Path

import pytest

from tests.verbs.tool import Tool, failed, tool_on_base


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


def test_a_language(tool: Tool) -> None:
    words = ("--model", "words", "--owner", "@acme/risk-fr", "--threshold", "0.4")
    done = tool("new", "language", "fr", *words)
    assert done.code == 0
    assert done.out == (
        "--- /dev/null\n"
        "+++ config/languages/fr.yaml\n"
        "@@ -0,0 +1,9 @@\n"
        "+# yaml-language-server: $schema=../../schemas/language.schema.json\n"
        "+language: fr\n"
        '+owners: ["@acme/risk-fr"]\n'
        "+source: newswire\n"
        "+\n"
        "+primary:\n"
        "+  model: words\n"
        "+  fields: [title, body, summary]\n"
        "+  threshold: {at: 0.400, evidence: none}\n"
        "\n"
        "config/languages/fr.yaml:9:36: warning: what 0.400 of words lets pass in fr is not known "
        "[no-evidence]\n"
        "  9 |   threshold: {at: 0.400, evidence: none}\n"
        "    |                                    ^^^^\n"
        "  hint: build evidence from its log in fr, which a shadow writes as well, or accept it\n"
        "  to accept it, bring config/accepted/languages/fr/no-evidence-d1f33d72.yaml with this "
        "change, and say why:\n"
        "    # yaml-language-server: $schema=../../../../schemas/acceptance.schema.json\n"
        "    accepts: [no-evidence d1f33d72]\n"
        "    because: …\n"
        "\n"
        "1 warning in 9 files\n"
        "\n"
        "a warning blocks the merge until the change itself accepts it; if it is right:\n"
        '  ./langroute accept d1f33d72 --because "…"\n'
        "\n"
        "written: config/languages/fr.yaml\n"
        "next: git add config/languages/fr.yaml, ./langroute generate, ./langroute check, then "
        "commit all of it and open a pull request\n"
    )


def test_a_language_with_evidence_is_sealed_and_helped_to_a_threshold(tool: Tool) -> None:
    before = tool.file("languages/en.yaml").read_text()
    tool.file("languages/en.yaml").unlink()
    words = ("--model", "words", "--owner", "@acme/risk-global", "--fields", "title,summary")
    done = tool("new", "language", "en", *words)
    assert (done.code, done.out, done.err) == (
        2,
        "",
        "error: what words lets pass in en is for a person to say\n"
        "hint: add --threshold VALUE; 0.340 would pass 35.6%, about what de passes\n",
    )
    assert tool("new", "language", "en", *words, "--threshold", "0.415").code == 0
    assert tool.file("languages/en.yaml").read_text().replace("\n\n", "\n") == before
    assert tool("check").code == 0


def test_a_model_that_was_not_made_for_the_language_says_where_to_edit(tool: Tool) -> None:
    words = ("--model", "embedding", "--owner", "@acme/risk-fr", "--threshold", "0.4")
    done = tool("new", "language", "fr", *words)
    assert done.code == 1
    assert "embedding was not made for fr, only for de and en [language-not-supported]" in done.out
    assert "see config/models/embedding.yaml:5:12: what it was made for" in done.out
    assert not tool.file("languages/fr.yaml").exists()


ASKED = """  protocol: {kind: json, score: "[label=RELEVANT].score"}
  timeout: 800ms
  headers: {X-Tenant: "42", Authorization: {variable: SCORER_TOKEN, scheme: Bearer}}
  ca: /etc/ssl/models.pem
"""


def test_a_model_like_another_speaks_as_that_does(tool: Tool) -> None:
    file = tool.file("models/embedding.yaml")
    file.write_text(file.read_text() + ASKED)
    assert tool("new", "model", "embedding-v2", "--like", "embedding").code == 0
    assert tool.file("models/embedding-v2.yaml").read_text().endswith(ASKED)


def test_a_model_like_another_has_an_inference_component_of_its_own(tool: Tool) -> None:
    file = tool.file("models/words.yaml")
    file.write_text(f"{file.read_text()}  inference_component: {{staging: w, production: words}}\n")
    assert tool("new", "model", "words-v2", "--like", "words").code == 0
    assert (
        tool.file("models/words-v2.yaml")
        .read_text()
        .endswith("  inference_component: {staging: words-v2-staging, production: words-v2}\n")
    )


def test_a_model_is_like_another_but_for_its_endpoints(tool: Tool) -> None:
    done = tool("new", "model", "words-v2", "--like", "words", "--owner", "@acme/ml")
    assert done.code == 0
    assert tool.file("models/words-v2.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/model.schema.json\n"
        "# Begun from words: go through every line.\n"
        "model: words-v2\n"
        'owners: ["@acme/ml"]\n'
        "status: active\n"
        "languages: any\n"
        "inputs: {required: [title], optional: [body, summary]}\n"
        "score: {minimum: 0, maximum: 1}\n"
        "capacity: 40/s # as measured for this model, shadows included\n"
        "endpoint:\n"
        "  kind: sagemaker\n"
        "  region: eu-central-1\n"
        "  name:\n"
        "    staging: words-v2-staging\n"
        "    production: words-v2\n"
    )
    assert "[unused-model]" in done.out
    assert "./langroute accept" not in done.out
    assert done.out.endswith(
        "written: config/models/words-v2.yaml\n"
        "next: mend what the check says above, ./langroute generate, then commit all of "
        "it together\n"
    )
    assert tool("set", "en", "shadows.words-v2", "5%", "--threshold", "0.4").code == 0
    assert "unused-model" not in tool("check").out


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://ml.kontor.example:8501/v1/models/m:predict", "/v1/models/rank-2:predict"),
        ("http://ml.kontor.example:8501/score/", "/score/rank-2"),
        ("http://ml.kontor.example:8501", "/rank-2"),
    ],
)
def test_an_address_that_does_not_hold_the_name_gets_the_new_one(
    tool: Tool, url: str, own: str
) -> None:
    words = ("--scale", "0..1", "--fields", "title", "--capacity", "5/s", "--owner", "@acme/ml")
    there = f"staging={url},production={url.replace('//ml.', '//real.')}"
    assert tool("new", "model", "rank", "--endpoint", there, *words).code == 0
    assert tool("new", "model", "rank-2", "--like", "rank").code == 0
    assert f"    staging: http://ml.kontor.example:8501{own}\n" in (
        tool.file("models/rank-2.yaml").read_text()
    )


def test_a_source(tool: Tool) -> None:
    assert tool("new", "source", "wire", "--fields", "title,body").code == 0
    assert tool.file("sources/wire.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/source.schema.json\n"
        "# A field that some languages lack says so: {languages: [en, de]} or {except: [ja]}.\n"
        "source: wire\n"
        "fields:\n"
        "  title: {}\n"
        "  body: {}\n"
    )


def test_an_environment_says_which_endpoints_are_to_be_named(tool: Tool) -> None:
    staging = tool.file("environments/staging.yaml")  # whose pinned application is its own
    text = staging.read_text()
    staging.write_text(
        text.replace("environment: staging,", 'id: "a1b2c3d", environment: staging,')
    )
    done = tool("new", "environment", "trial", "--after", "staging")
    assert done.code == 0
    assert tool.file("environments/trial.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/environment.schema.json\n"
        "# Begun from staging: go through every line.\n"
        "environment: trial\n"
        "after: staging\n"
        "region: eu-central-1\n"
        "appconfig: {application: langroute-trial, environment: trial, profile: routing}\n"
        "rollout: {duration: 30m, step: 20%, growth: linear, bake: 30m}\n"
        "alarm: {failures: 5%, period: 60s, breaching: 3 of 5}\n"
    )
    assert done.out.count("[missing-endpoint]") == 2
    assert done.out.endswith(
        "next: mend what the check says above, ./langroute generate, then commit all of "
        "it together\n"
    )


def test_cases_hold_from_the_start(tool: Tool) -> None:
    done = tool("new", "cases", "de")
    assert done.code == 0
    # Nothing is generated from them.
    assert done.out.endswith(
        "next: git add config/cases/de.yaml, ./langroute check, then commit it and open a pull "
        "request\n"
    )
    assert tool.file("cases/de.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/cases.schema.json\n"
        "# Examples that the check runs through the router: what must stay true here.\n"
        "language: de\n"
        "cases:\n"
        "  - about: an event without a key goes to the primary\n"
        "    event: {}\n"
        "    expect: {role: primary, model: words}\n"
    )
    assert tool("check").code == 0


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (
            ("language", "de", "--model", "words"),
            "config/languages/de.yaml exists",
            "set changes a language; edit the others by hand",
        ),
        (
            ("language", "jp"),
            '"jp": there is no language "jp"; JP is a country',
            'did you mean "ja" (Japanese)?',
        ),
        (("language", "fr"), "--model is needed", "for example --model relevance-words-v1"),
        (
            ("language", "fr", "--model", "wrods", "--owner", "@acme/x"),
            '"wrods" is not a model of config/models',
            'did you mean "words"?',
        ),
        (
            ("model", "../../escape"),
            '"../../escape" is no name of a model',
            "use lower-case letters, digits and single - . _ between them",
        ),
        (("source", "wire"), "--fields is needed", "for example --fields title,body"),
        (
            ("environment", "trial", "--after", "stagin"),
            '"stagin" is not an environment',
            'did you mean "staging"?',
        ),
        (
            ("cases", "fr"),
            'no language "fr" to give examples of',
            "./langroute new language TAG comes first",
        ),
    ],
)
def test_what_cannot_be_begun_is_said_with_the_cure(
    tool: Tool, words: tuple[str, ...], error: str, hint: str
) -> None:
    assert tool("new", *words) == failed(error, hint)


def test_a_link_is_not_written_through(tool: Tool, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    tool.file("sources/wire.yaml").symlink_to(outside)
    done = tool("new", "source", "wire", "--fields", "title")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: config/sources/wire.yaml exists")
    assert not outside.exists()


RANK = ("--owner", "@k/ml", "--fields", "text", "--capacity", "1/s")


def test_everything_can_be_begun_where_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tool = Tool(tmp_path, capsys)
    assert tool("check").code == 3
    model = ("--scale=-1..1", "--fields", "headline,text", "--capacity", "20/s")
    urls = "staging=http://try.kontor.example/rank,production=http://ml.kontor.example/rank"
    for words in (
        ("environment", "staging", "--region", "eu-west-1"),
        ("environment", "production"),
        ("source", "wires", "--fields", "headline,text"),
        ("model", "rank", "--owner", "@kontor/ml", "--endpoint", urls, *model),
        ("language", "de-AT", "--model", "rank", "--owner", "@kontor/at", "--threshold", "0.2"),
        ("cases", "de-AT"),
    ):
        done = tool("new", *words)
        assert (done.code, done.err) == (0, ""), done.out
    assert tool.file("models/rank.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/model.schema.json\n"
        "# Go through every line.\n"
        "model: rank\n"
        'owners: ["@kontor/ml"]\n'
        "status: active\n"
        "languages: any\n"
        "inputs: {required: [headline], optional: [text]}\n"
        "score: {minimum: -1, maximum: 1}\n"
        "capacity: 20/s # as measured for this model, shadows included\n"
        "endpoint:\n"
        "  kind: http\n"
        "  url:\n"
        "    staging: http://try.kontor.example/rank\n"
        "    production: http://ml.kontor.example/rank\n"
    )
    assert tool.file("environments/production.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/environment.schema.json\n"
        "# Begun from staging: go through every line.\n"
        "environment: production\n"
        "after: staging\n"
        "region: eu-west-1\n"
        "appconfig: {application: langroute-production, environment: production, "
        "profile: routing}\n"
        "rollout: {duration: 30m, step: 20%, growth: linear, bake: 30m}\n"
        "alarm: {failures: 5%, period: 60s, breaching: 3 of 5}\n"
    )
    assert tool.file("languages/de-AT.yaml").read_text().splitlines()[1:5] == [
        "language: de-AT",
        'owners: ["@kontor/at"]',
        "source: wires",
        "",
    ]


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (
            ("environment", "staging"),
            "there is no environment to begin from",
            "name its region, such as --region eu-central-1",
        ),
        (
            ("model", "rank"),
            "there is no active model to begin from",
            "say what it is: --endpoint, --scale, --fields, --capacity",
        ),
        (
            ("model", "rank", "--endpoint", "rank", *RANK, "--scale", "0..1"),
            '"rank" names no endpoints',
            "write staging=NAME,production=NAME for SageMaker, or a URL for each",
        ),
        (
            ("model", "rank", "--endpoint", "staging=rank", *RANK, "--scale", "1..0"),
            '"1..0" is no score scale',
            "write its lowest and its highest score, such as 0..1 or -1..1",
        ),
        (
            ("model", "rank", "--endpoint", "staging=rank", *RANK, "--scale", "0..1"),
            "the region of a SageMaker endpoint is needed",
            "name it with --region",
        ),
        (
            ("model", "rank", "--endpoint", "staging=rank", *RANK, "--scale=0..1", "--region=x"),
            'endpoint: region: "x": expected an AWS region',
            "for example eu-central-1",
        ),
        (
            ("language", "pl", "--model", "rank", "--owner", "@k/pl"),
            '"rank" is not a model of config/models',
            "there is none",
        ),
    ],
)
def test_what_is_missing_where_there_is_nothing_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    error: str,
    hint: str,
) -> None:
    assert Tool(tmp_path, capsys)("new", *words) == failed(error, hint)
