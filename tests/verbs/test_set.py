"""`set` shows the effect, refuses what the check would refuse, and touches nothing else."""

from pathlib import Path

import pytest

from langroute_repo.tree.files.evidence import Evidence, render
from tests.published import parsed
from tests.verbs.tool import Tool, failed, tool_on_base

DE = "languages/de.yaml"
WRITTEN = """
written: config/languages/{}.yaml
next: ./langroute check, then commit it and open a pull request
"""
UNSEALED = "{at: 0.342, evidence: none}"
DRY = "\nnothing was written: --dry-run\n"


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool_on_base(tmp_path, capsys)


def test_a_threshold_is_shown_sealed_and_written(tool: Tool) -> None:
    before = tool.file(DE).read_text()
    done = tool("set", "de", "primary.threshold", "0.35")
    assert done.out == (
        "de primary words: 0.342 → 0.350; passes 35.6% → 34.6% of 4,000 recorded events; "
        "about 3 events a day fewer for the analysts; "
        "recall not known: this evidence does not say how its labels came to be "
        "(build it anew)\n"
        "\n"
        "--- config/languages/de.yaml\n"
        "+++ config/languages/de.yaml\n"
        "@@ -7,3 +7,3 @@\n"
        "   fields: [title, body]\n"
        "-  threshold: {at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0}\n"
        "+  threshold: {at: 0.350, passes: 34.6%, evidence: de-ac0d9ba0}\n"
        " canary:\n"
    ) + WRITTEN.format("de")
    assert (done.code, done.err) == (0, "")
    assert tool.file(DE).read_text() == before.replace(
        "at: 0.342, passes: 35.6%", "at: 0.350, passes: 34.6%"
    )
    assert tool("check").code == 0


def test_a_dry_run_writes_nothing(tool: Tool) -> None:
    before = tool.file(DE).read_bytes()
    done = tool("set", "de", "canary.traffic", "25%", "--dry-run")
    assert done.code == 0
    assert (
        done.out
        == (
            "de canary-ramped: 10% → 25%; 15% of the events move from words to embedding; "
            "10% stay with embedding, 75% with words; words passes 35.6% of 4,000 recorded events, "
            "embedding 44.0% (41–47%) of 1,000; about 4 events a day more for the analysts\n"
            "\n"
            "--- config/languages/de.yaml\n"
            "+++ config/languages/de.yaml\n"
            "@@ -10,3 +10,3 @@\n"
            "   model: embedding\n"
            "-  traffic: 10%\n"
            "+  traffic: 25%\n"
            "   fields: [title]\n"
        )
        + DRY
    )
    assert tool.file(DE).read_bytes() == before


def test_the_primary_stands_in_for_a_canary_and_no_longer(tool: Tool) -> None:
    before = tool.file(DE).read_text()
    done = tool("set", "de", "canary.on_failure", "primary")
    said = "de canary-fallback-added: — → primary; the primary answers what the canary fails on\n"
    assert (done.code, done.out.splitlines(keepends=True)[0]) == (0, said)
    assert tool.file(DE).read_text() == before.replace(
        "  traffic: 10%\n", "  traffic: 10%\n  on_failure: primary\n"
    )
    assert "is primary already" in tool("set", "de", "canary.on_failure", "primary").out
    assert "fails on the primary answers" in tool("show", "de").out
    done = tool("set", "de", "canary.on_failure", "none")
    said = (
        "de canary-fallback-removed: primary → —; what the canary fails on has no answer any more\n"
    )
    assert (done.code, done.out.splitlines(keepends=True)[0]) == (0, said)
    assert tool.file(DE).read_text() == before
    assert "is none already" in tool("set", "de", "canary.on_failure", "none").out


def test_a_comparison_is_begun_and_ended(tool: Tool) -> None:
    before = tool.file(DE).read_text()
    done = tool("set", "de", "canary.compared", "25%")
    said = "de comparison-started: — → 25%; recorded only; no answer changes\n"
    assert (done.code, done.out.splitlines(keepends=True)[0]) == (0, said)
    added = "  traffic: 10%\n  compared: 25%\n"
    assert tool.file(DE).read_text() == before.replace("  traffic: 10%\n", added)
    assert "is 25% already" in tool("set", "de", "canary.compared", "25%").out
    shown = "  compared   with the primary on 25% of the events: both are asked\n"
    assert shown in tool("show", "de").out
    told = parsed("show-output", tool("show", "de", "--format", "json").out)
    assert [one["compared"] for one in told["routes"]] == [None, "25%"]
    assert tool("set", "de", "canary.compared", "5%").out.startswith(
        "de comparison-lowered: 25% → 5%; recorded only"
    )
    assert tool("set", "de", "canary.compared", "none").code == 0
    assert tool.file(DE).read_text() == before
    assert "is none already" in tool("set", "de", "canary.compared", "none").out


def test_without_a_canary_nothing_is_compared(tool: Tool) -> None:
    done = tool("set", "en", "canary.compared", "25%")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: en has no canary")


def test_an_audit_is_begun_and_ended(tool: Tool) -> None:
    before = tool.file(DE).read_text()
    done = tool("set", "de", "audit", "2%")
    said = (
        "de audit-started: — → 2%; about 4 events a day more for the analysts; "
        "drawn from what is dropped; no decision changes\n"
    )
    assert (done.code, done.out.splitlines(keepends=True)[0]) == (0, said)
    added = "source: newswire\naudit: 2%\n"
    assert tool.file(DE).read_text() == before.replace("source: newswire\n", added)
    assert "is 2% already" in tool("set", "de", "audit", "2%").out
    assert "\naudit     2% of what is dropped: about 3.6 events" in tool("show", "de").out
    assert tool("set", "de", "audit", "5%").out.startswith("de audit-raised: 2% → 5%; about 5 ")
    assert tool("set", "de", "audit", "none").code == 0
    assert tool.file(DE).read_text() == before
    assert "is none already" in tool("set", "de", "audit", "none").out


def test_an_audit_of_the_policy_is_switched_off(tool: Tool) -> None:
    tool.swap("policy.yaml", "document:", "audit: 2%\ndocument:")
    shown = tool("show", "de").out
    assert "\naudit     2% of what is dropped (config/policy.yaml): about 3.6 events" in shown
    done = tool("set", "de", "audit", "0%")
    assert done.out.startswith("de audit-ended: 2% → —; about 4 events a day fewer")
    assert "audit" not in tool("show", "de").out


def test_an_audit_finer_than_a_basis_point_is_refused(tool: Tool) -> None:
    done = tool("set", "de", "audit", "0.001%")
    assert (done.code, '"0.001%": expected a percentage' in done.out) == (1, True)
    assert "audit" not in tool.file(DE).read_text()


def test_only_the_primary_stands_in_and_only_for_a_canary(tool: Tool) -> None:
    done = tool("set", "de", "canary.on_failure", "embedding")
    assert (done.code, "[schema]" in done.out) == (1, True)
    done = tool("set", "de", "primary.on_failure", "primary")
    assert done.err.startswith('error: nothing to set at "primary.on_failure"\n')


def test_what_the_check_would_refuse_is_not_written(tool: Tool) -> None:
    before = tool.file(DE).read_bytes()
    done = tool("set", "de", "canary.traffic", "25")
    assert done.code == 1
    assert done.out == (
        "--- config/languages/de.yaml\n"
        "+++ config/languages/de.yaml\n"
        "@@ -10,3 +10,3 @@\n"
        "   model: embedding\n"
        "-  traffic: 10%\n"
        "+  traffic: 25\n"
        "   fields: [title]\n"
        "\n"
        "config/languages/de.yaml:11:12: error: 25: expected a percentage from 0% to 100% with "
        "its unit, at most two decimals [schema]\n"
        "  11 |   traffic: 25\n"
        "     |            ^^\n"
        "  hint: a share is written with its unit: 25%\n"
        "\n"
        "1 error in 8 files\n"
        "\n"
        "nothing was written: the check would refuse it\n"
    )
    assert tool.file(DE).read_bytes() == before


def test_a_field_that_the_language_lacks_is_refused(tool: Tool) -> None:
    before = tool.file(DE).read_bytes()
    done = tool("set", "de", "primary.fields", "title,summary")
    assert done.code == 1
    assert "[unknown-field]" in done.out
    assert tool.file(DE).read_bytes() == before


def test_what_was_wrong_before_elsewhere_does_not_stop_an_edit(tool: Tool) -> None:
    tool.swap("languages/en.yaml", "[title, summary]", "[title, sumary]")
    assert tool("check").code == 1
    done = tool("set", "de", "canary.traffic", "25%")
    assert done.code == 0
    assert "traffic: 25%" in tool.file(DE).read_text()


@pytest.mark.parametrize("tag", ["de", "en", "fr"])
def test_one_of_several_values_without_a_seal_is_set(tool: Tool, tag: str) -> None:
    """Whose value a faulty one is changes with the edit: the fault of the others does not."""
    add_french(tool)
    tool.swap(DE, "{at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0}", UNSEALED)
    tool.swap("languages/en.yaml", "{at: 0.415, passes: 27.3%, evidence: en-e9b17eea}", UNSEALED)
    assert tool("check").out.count("is the value of") == 3
    done = tool("set", tag, "primary.threshold", "0.350")
    assert (done.code, "[broken-seal]" in done.out) == (0, False)
    assert tool("check").out.count("is the value of") == 2


def add_french(tool: Tool) -> None:
    """A third language, with the recorded scores of German as its own."""
    german = Evidence.model_validate_json(tool.file("evidence/words/de.json").read_bytes())
    french = german.model_copy(update={"language": "fr"})
    fresh = french.model_copy(update={"digest": french.computed_digest()})
    tool.file("evidence/words/fr.json").write_text(render(fresh))
    words = ("--model", "words", "--owner", "@acme/fr", "--threshold", "0.342")
    assert tool("new", "language", "fr", *words).code == 0
    path = "languages/fr.yaml"
    tool.swap(path, f"{{at: 0.342, passes: 35.6%, evidence: fr-{fresh.digest}}}", UNSEALED)


@pytest.mark.parametrize(
    ("path", "value", "refused"),
    [
        pytest.param("canary.traffic", "5%", True, id="more"),
        pytest.param("canary.traffic", "25%", False, id="less"),
        pytest.param("primary.threshold", "0.350", False, id="as much"),
    ],
)
def test_an_overload_must_not_become_worse(
    tool: Tool, path: str, value: str, refused: bool
) -> None:
    tool.swap("models/words.yaml", "capacity: 40/s", "capacity: 2/s")
    before = tool.file(DE).read_bytes()
    done = tool("set", "de", path, value)
    assert (done.code, "[endpoint-overload]" in done.out) == (int(refused), refused)
    assert (tool.file(DE).read_bytes() == before) == refused


def test_a_language_more_without_an_endpoint_is_refused(tool: Tool) -> None:
    staging = "    staging: https://embedding.staging.acme.example/predict\n"
    tool.swap("models/embedding.yaml", staging, "")
    start = ("--traffic", "1%", "--threshold", "0.300")
    assert tool("set", "de", "canary.traffic", "11%").code == 0
    done = tool("set", "en", "canary", "embedding", *start)
    assert (done.code, "[missing-endpoint]" in done.out) == (1, True)
    assert tool("set", "de", "canary", "none").code == 0


def test_a_new_warning_is_written_and_told_how_to_accept(tool: Tool) -> None:
    done = tool("set", "de", "canary.traffic", "0%")
    assert done.code == 0
    assert done.out.endswith(
        'config/languages/de.yaml:11:12: warning: "embedding" is the canary and answers for '
        "nobody at 0% [idle-canary]\n"
        "  11 |   traffic: 0%\n"
        "     |            ^^\n"
        "  hint: give it a share such as 1%, make it a shadow, or remove it\n"
        "  to accept it, bring config/accepted/languages/de/idle-canary-aafe3cad.yaml with this "
        "change, and say why:\n"
        "    # yaml-language-server: $schema=../../../../schemas/acceptance.schema.json\n"
        "    accepts: [idle-canary aafe3cad]\n"
        "    because: …\n"
        "\n"
        "1 warning in 8 files\n"
        "\n"
        "a warning blocks the merge until the change itself accepts it; if it is right:\n"
        '  ./langroute accept aafe3cad --because "…"\n' + WRITTEN.format("de")
    )
    assert "traffic: 0%" in tool.file(DE).read_text()


def test_the_same_value_is_said_to_be_there(tool: Tool) -> None:
    before = tool.file(DE).stat().st_mtime_ns
    done = tool("set", "de", "primary.threshold", "0.342")
    assert done.code == 0
    assert done.out == "de primary.threshold is 0.342 already; nothing was written\n"
    assert tool.file(DE).stat().st_mtime_ns == before


def test_a_model_is_not_changed_under_a_threshold_of_another(tool: Tool) -> None:
    done = tool("set", "en", "primary.model", "embedding")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: 0.415 was chosen for words; embedding needs its own threshold\n"
        "hint: add --threshold VALUE; 0.438 would pass 27.3%, as words passes 27.3%\n"
    )


def test_a_model_with_its_threshold_and_fields(tool: Tool) -> None:
    words = ("--threshold", "0.438", "--fields", "title", "--dry-run")
    done = tool("set", "en", "primary.model", "embedding", *words)
    assert done.code == 0
    assert (
        done.out
        == (
            "en primary: words at 0.415 → embedding at 0.438; passes 27.3% of 6,000 → 27.3% of "
            "1,500 recorded events; about as many events a day as before for the analysts; "
            "recall not known: this evidence does not say how its labels came to be "
            "(build it anew)\n"
            "\n"
            "--- config/languages/en.yaml\n"
            "+++ config/languages/en.yaml\n"
            "@@ -5,4 +5,4 @@\n"
            " primary:\n"
            "-  model: words\n"
            "-  fields: [title, summary]\n"
            "-  threshold: {at: 0.415, passes: 27.3%, evidence: en-e9b17eea}\n"
            "+  model: embedding\n"
            "+  fields: [title]\n"
            "+  threshold: {at: 0.438, passes: 27.3%, evidence: en-a4facf9a}\n"
            "\n"
            'config/languages/en.yaml:6:10: warning: "embedding" takes the place of "words" in en '
            "without having been the canary [canary-skipped]\n"
            "  6 |   model: embedding\n"
            "    |          ^^^^^^^^^\n"
            "  hint: make embedding the canary of en and raise its traffic step by step\n"
            "  to accept it, bring config/accepted/languages/en/canary-skipped-fbc170c3.yaml with "
            "this change, and say why:\n"
            "    # yaml-language-server: $schema=../../../../schemas/acceptance.schema.json\n"
            "    accepts: [canary-skipped fbc170c3]\n"
            "    because: …\n"
            "\n"
            "1 warning in 8 files\n"
            "\n"
            "a warning blocks the merge until the change itself accepts it; if it is right:\n"
            '  add to this command --accept fbc170c3 --because "…"\n'
        )
        + DRY
    )


def test_a_canary_is_started_and_promoted(tool: Tool) -> None:
    start = ("canary", "embedding", "--traffic", "1%", "--threshold", "0.300")
    assert tool("set", "en", *start).out.startswith(
        "en canary embedding: 0.300; passes 43.9% of 1,500 recorded events; "
        "recall not known: this evidence does not say how its labels came to be "
        "(build it anew)\n"
        "en canary-started: — → embedding 1%; 1% of the events move from words to embedding; "
    )
    block = (
        "canary:\n"
        "  model: embedding\n"
        "  traffic: 1%\n"
        "  fields: [title]\n"
        "  threshold: {at: 0.300, passes: 43.9%, evidence: en-a4facf9a}\n"
    )
    assert tool.file("languages/en.yaml").read_text().endswith(block)
    assert tool("check").code == 0
    assert tool("set", "en", "primary", "canary").code == 0
    assert tool.file("languages/en.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/language.schema.json\n"
        "language: en\n"
        'owners: ["@acme/risk-global"]\n'
        "source: newswire\n"
        "primary:\n"
        "  model: embedding\n"
        "  fields: [title]\n"
        "  threshold: {at: 0.300, passes: 43.9%, evidence: en-a4facf9a}\n"
    )


def test_a_canary_is_stopped(tool: Tool) -> None:
    before = tool.file(DE).read_text()
    assert tool("set", "de", "canary", "none", "--today", "2026-11-22").code == 0
    assert tool.file(DE).read_text() == before[: before.index("canary:")]


def test_shadows_come_change_and_go(tool: Tool) -> None:
    path, before = "languages/en.yaml", tool.file("languages/en.yaml").read_text()
    assert tool("set", "en", "shadows.embedding", "5%", "--threshold", "0.3").code == 0
    assert tool.file(path).read_text() == before + (
        "shadows:\n"
        "  - model: embedding\n"
        "    traffic: 5%\n"
        "    fields: [title]\n"
        "    threshold: {at: 0.300, passes: 43.9%, evidence: en-a4facf9a}\n"
    )
    assert tool("set", "en", "shadows.embedding.traffic", "50%").out.startswith(
        "en shadow-ramped embedding: 5% → 50%; embedding passes 43.9% (41–46%) of 1,500 recorded "
        "events; recorded only; no answer changes\n"
    )
    assert "traffic: 50%" in tool.file(path).read_text()
    assert tool("set", "en", "shadows.embedding", "none").code == 0
    assert tool.file(path).read_text() == before


def test_a_value_of_another_language_is_sealed_only_when_it_is_said(tool: Tool) -> None:
    tool.swap(
        "languages/en.yaml",
        "{at: 0.415, passes: 27.3%, evidence: en-e9b17eea}",
        "{at: 0.342, passes: 35.6%, evidence: de-ac0d9ba0}",
    )
    done = tool("set", "en", "primary.threshold", "0.342")
    assert done.code == 0
    assert done.out.startswith(
        "en primary words: 0.342; passes 35.3% of 6,000 recorded events; "
        "recall not known: this evidence does not say how its labels came to be "
        "(build it anew)\n"
    )
    assert "{at: 0.342, passes: 35.3%, evidence: en-e9b17eea}" in (
        tool.file("languages/en.yaml").read_text()
    )


def test_examples_that_are_out_of_date_are_named(tool: Tool) -> None:
    tool.file("cases").mkdir()
    tool.file("cases/de.yaml").write_text(
        "# yaml-language-server: $schema=../../schemas/cases.schema.json\n"
        "language: de\n"
        "cases:\n"
        "  - about: a score exactly at the threshold is relevant\n"
        "    event: {score: 0.342}\n"
        "    expect: {relevant: true}\n"
    )
    done = tool("set", "de", "primary.threshold", "0.350")
    assert done.code == 1
    assert done.out.endswith(
        "nothing was written: the check would refuse it; "
        "if its examples are out of date, change them first\n"
    )


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (
            ("dee", "canary.traffic", "10%"),
            'no file for "dee" in config/languages',
            'did you mean "de"?',
        ),
        (
            ("de-AT", "canary.traffic", "10%"),
            'no file for "de-AT" in config/languages',
            "de answers for it; ./langroute new language de-AT gives it a file of its own",
        ),
        (
            ("de", "primary.threshold", "34.2"),
            "34.2 is off the model's score scale",
            "it goes from 0.000 to 1.000",
        ),
        (
            ("de", "primary.threshold", "0.3425"),
            "0.3425 lies between two steps of the scale",
            "write 0.342 or 0.343",
        ),
        (
            ("de", "primary.threshold", "0,342"),
            '"0,342" is no threshold',
            "write a decimal point: 0.342",
        ),
        (
            ("de", "primary.threshold", "30%"),
            '"30%" is no threshold',
            "it is a value of the score scale; 0.387 passes about 30% of the events",
        ),
        (
            ("de", "primary.threshold.passes", "30%"),
            "threshold.passes is part of the seal",
            "set the threshold; the seal comes with it",
        ),
        (
            ("de", "primary.model", "wrods", "--threshold", "0.3"),
            '"wrods" is not a model of config/models',
            'did you mean "words"?',
        ),
        (
            ("en", "canary.traffic", "10%"),
            "en has no canary",
            "./langroute set TAG canary MODEL --traffic 1% --threshold VALUE starts one",
        ),
        (
            ("de", "canary", "words", "--traffic", "1%"),
            "de has a canary, embedding, and may have one only",
            "set canary to none first, or set canary.model",
        ),
        (
            ("de", "shadows.words.traffic", "10%"),
            'no shadow "words" in de',
            "de has none; set shadows.words adds it",
        ),
        (
            ("de", "language", "fr"),
            "the language is the name of its file and stays",
            "./langroute new language TAG",
        ),
        (("de", "source", "newswire # mine"), '"newswire # mine" is no single value', "quote it"),
    ],
)
def test_what_cannot_be_set_is_said_with_the_cure(
    tool: Tool, words: tuple[str, ...], error: str, hint: str
) -> None:
    assert tool("set", *words) == failed(error, hint)


def test_an_unknown_path_lists_what_there_is(tool: Tool) -> None:
    done = tool("set", "de", "primary.treshold", "0.3")
    assert done.code == 2
    assert done.err.startswith(
        'error: nothing to set at "primary.treshold"\nhint: there is source,'
    )


def test_evidence_at_fault_is_not_sealed_away(tool: Tool) -> None:
    tool.swap("evidence/words/de.json", '"ac0d9ba0"', '"0badcafe"')
    before = tool.file(DE).read_bytes()
    done = tool("set", "de", "primary.threshold", "0.350")
    assert done.code == 2
    assert done.err.startswith("error: config/evidence/words/de.json cannot be used: ")
    assert tool.file(DE).read_bytes() == before


def test_a_file_at_fault_is_left_alone(tool: Tool) -> None:
    tool.swap(DE, "traffic: 10%", "traffic: 10")
    done = tool("set", "de", "canary.traffic", "10%")
    assert (done.code, done.err) == (
        1,
        "error: config/languages/de.yaml is at fault\nhint: ./langroute check says what to mend\n",
    )


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("canary.traffic", "-5%", '"-5%": expected a percentage from 0% to 100%'),
        ("primary.threshold", "-0,5", '"-0,5" is no threshold\nhint: write a decimal point: -0.5'),
        ("primary.threshold", "-0.5", "-0.5 is off the model's score scale"),
    ],
)
def test_a_value_below_zero_is_a_value_and_no_option(
    tool: Tool, path: str, value: str, said: str
) -> None:
    before = tool.file(DE).read_bytes()
    done = tool("set", "de", path, value)
    assert done.code in (1, 2)
    assert said in done.out + done.err
    assert tool.file(DE).read_bytes() == before


def test_other_owners_are_generated_elsewhere_as_well(tool: Tool) -> None:
    done = tool("set", "de", "owners", "@acme/risk-eu")
    assert (done.code, done.out.splitlines()[-1]) == (
        0,
        "next: ./langroute generate, ./langroute check, then commit all of it and open a pull "
        "request",
    )
