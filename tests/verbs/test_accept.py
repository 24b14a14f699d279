"""A warning is accepted by a file of the change that brings it, and by nothing else whatever."""

import shutil
from pathlib import Path

import pytest

from tests.repository import commit, git
from tests.verbs.tool import Done, Tool, failed, tool_on_topic

DE, EN = "languages/de.yaml", "languages/en.yaml"
RAMP = ("traffic: 10%", "traffic: 50%")
FINGERPRINT = "7189422f"
WARNED = f"ramp-step-too-large {FINGERPRINT}"
BECAUSE = ("--because", "two teams watch it today")
HIDDEN = Path(__file__).parent / "pr-text-hidden.md"


@pytest.fixture
def tool(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Tool:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    return tool_on_topic(tmp_path / "repository", capsys)


def write(tool: Tool, path: str, accepts: str, because: str = "two teams watch it today") -> None:
    """An acceptance as somebody with an editor writes it, below config/accepted."""
    file = tool.file(f"accepted/{path}.yaml")
    file.parent.mkdir(parents=True, exist_ok=True)
    up = "../" * len(file.relative_to(tool.root).parts[:-1])
    schema = f"# yaml-language-server: $schema={up}schemas/acceptance.schema.json"
    file.write_text(f"{schema}\naccepts: [{accepts}]\nbecause: {because}\n")


def ramped(tool: Tool) -> None:
    tool.swap(DE, *RAMP)
    commit(tool.root, "de: ramp the canary")


def accepted(tool: Tool) -> None:
    """The ramp with its acceptance, committed on the topic."""
    assert tool("set", "de", "canary.traffic", "50%", "--accept", FINGERPRINT, *BECAUSE).code == 0
    commit(tool.root, "de: ramp the canary")


def merged(tool: Tool, message: str = "Ramp the canary of German") -> None:
    """The topic as one commit on main, as a squash merge makes it; a new topic begins there."""
    git(tool.root, "switch", "-q", "main")
    git(tool.root, "merge", "-q", "--squash", "topic")
    commit(tool.root, message)
    git(tool.root, "switch", "-q", "-C", "topic")


def checked(tool: Tool, against: str = "main") -> Done:
    return tool("check", "--against", against)


def blocks(tool: Tool, rule: str = "ramp-step-too-large") -> bool:
    """Whether the check ends with 1 and tells of a rule as of one that blocks."""
    done = checked(tool)
    blocking = [
        line for line in done.out.splitlines() if ": warning: " in line or ": error:" in line
    ]
    return done.code == 1 and any(f"[{rule}]" in line for line in blocking)


def test_accept_writes_what_the_check_then_takes(tool: Tool) -> None:
    tool.swap(DE, *RAMP)
    done = tool("accept", FINGERPRINT, "--because", "agreed in #123", "--until", "2026-12-31")
    path = "config/accepted/languages/de/ramp-step-too-large-7189422f.yaml"
    assert done == Done(
        0,
        f"written: {path}\n"
        "# yaml-language-server: $schema=../../../../schemas/acceptance.schema.json\n"
        f"accepts: [{WARNED}]\n"
        'because: "agreed in #123"\n'
        'until: "2026-12-31"\n'
        f"next: git add {path}\n",
        "",
    )
    done = checked(tool, "HEAD")
    assert (done.code, done.err) == (0, f"git does not track {path} yet: git add config/accepted\n")


def test_several_warnings_of_a_file_are_accepted_in_one(tool: Tool) -> None:
    tool.swap(DE, *RAMP)
    tool.swap(DE, "fields: [title, body]", "fields: [title]")
    assert tool("accept", FINGERPRINT, "328f4033", FINGERPRINT, *BECAUSE).code == 0
    (file,) = tool.file("accepted/languages/de").iterdir()
    assert f"accepts: [{WARNED}, fields-changed 328f4033]\n" in file.read_text()
    assert checked(tool, "HEAD").code == 0


def test_a_name_that_is_taken_is_not_written_over(tool: Tool) -> None:
    write(tool, f"languages/de/ramp-step-too-large-{FINGERPRINT}", "idle-canary 00000000")
    commit(tool.root, "an old one")
    git(tool.root, "branch", "-qf", "main")
    tool.swap(DE, *RAMP)
    assert tool("accept", FINGERPRINT, *BECAUSE).code == 0
    assert tool.file(f"accepted/languages/de/ramp-step-too-large-{FINGERPRINT}-2.yaml").exists()
    assert checked(tool, "HEAD").code == 0


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (
            ("00000000", *BECAUSE),
            "no warning of this change has the fingerprint 00000000",
            f"there is {FINGERPRINT} (ramp-step-too-large); "
            "--against main looks at all that a branch changes",
        ),
        (
            (FINGERPRINT, "--because", " short    "),
            "an acceptance needs a reason of 10 to 400 characters",
            'say why it is right: --because "analysts asked for fewer events in #123"',
        ),
        (
            (FINGERPRINT, "--because", "fine \u202e dna thgir"),
            "the reason would be refused: U+202E (RIGHT-TO-LEFT OVERRIDE)",
            "delete it; it is invisible or breaks the line",
        ),
        (
            (FINGERPRINT, "--because", "x" * 401),
            "an acceptance needs a reason of 10 to 400 characters",
            'say why it is right: --because "analysts asked for fewer events in #123"',
        ),
    ],
)
def test_what_cannot_be_accepted_is_said_with_the_cure(
    tool: Tool, words: tuple[str, ...], error: str, hint: str
) -> None:
    tool.swap(DE, *RAMP)
    assert tool("accept", *words) == failed(error, hint)
    assert not tool.file("accepted").exists()


def test_an_error_is_never_accepted(tool: Tool) -> None:
    tool.swap(DE, "model: embedding", "model: embeddings")
    assert tool("accept", "3c571532", *BECAUSE).code == 2
    write(tool, "languages/de/coming", "unknown-model 3c571532")
    assert blocks(tool, "unknown-model")
    assert blocks(tool, "acceptance-of-nothing")


STANDS = """\
standing since before this change:
  config/languages/de.yaml:11:12 [idle-canary] since {}, owned by @acme/risk-dach, accepted by \
config/accepted/languages/de/idle-canary-aafe3cad.yaml

no findings that block in 9 files (1 standing), compared with main ({})
"""


def test_an_accepted_warning_stands_after_the_merge(tool: Tool) -> None:
    parked = ("--accept", "aafe3cad", "--because", "parked until its endpoint is back")
    assert tool("set", "de", "canary.traffic", "0%", *parked).code == 0
    commit(tool.root, "de: park the canary")
    assert checked(tool).code == 0
    merged(tool)
    done = checked(tool, "HEAD^")
    assert (done.code, "(1 accepted)" in done.out) == (0, True)
    assert tool("set", "en", "primary.threshold", "0.416").code == 0
    commit(tool.root, "en: another threshold")
    done = checked(tool)
    day = git(tool.root, "log", "-1", "--format=%as", "main")
    main = git(tool.root, "rev-parse", "main")[:12]
    assert (done.code, done.out) == (0, STANDS.format(day, main))
    git(tool.root, "rm", "-q", "-r", "config/accepted")
    commit(tool.root, "Tidy up")
    done = checked(tool)
    assert (done.code, "[idle-canary] since" in done.out, "accepted by nobody" in done.out) == (
        0,
        True,
        True,
    )


def test_one_that_the_base_holds_accepts_nothing(tool: Tool) -> None:
    """Planted by an earlier change; that one was told, and so is this."""
    write(tool, "languages/de/ahead", WARNED)
    commit(tool.root, "Prepare")
    assert blocks(tool, "acceptance-of-nothing")
    git(tool.root, "branch", "-qf", "main")
    ramped(tool)
    assert blocks(tool)


def test_one_of_another_language_accepts_nothing(tool: Tool) -> None:
    canary = tool.file(DE).read_text().partition("canary:")[2].replace("10%", "25%")
    seal = (
        "at: 0.287, passes: 44.0%, evidence: de-81791f67",
        "at: 0.420, passes: 28.8%, evidence: en-a4facf9a",
    )
    tool.file(EN).write_text(tool.file(EN).read_text() + "canary:" + canary.replace(*seal))
    tool.swap(DE, *RAMP)
    assert tool("accept", FINGERPRINT, *BECAUSE).code == 0
    shutil.copytree(tool.file("accepted/languages/de"), tool.file("accepted/languages/en"))
    done = checked(tool)
    assert done.code == 1
    assert "config/languages/en.yaml:11:12: warning: " in done.out
    assert "config/languages/de.yaml:11:12: accepted: " in done.out


@pytest.mark.parametrize(
    "folder", ["languages/en", "models/words", "models/de", "cases/de", "change", "policy"]
)
def test_one_in_the_folder_of_others_accepts_nothing(tool: Tool, folder: str) -> None:
    ramped(tool)
    write(tool, f"{folder}/ramp", WARNED)
    assert blocks(tool)
    assert blocks(tool, "acceptance-of-nothing")


@pytest.mark.parametrize(
    "path", ["ramp", "languages/ramp", "languages/de/more/ramp", "others/de/x"]
)
def test_one_outside_of_all_folders_is_no_file_of_config(tool: Tool, path: str) -> None:
    ramped(tool)
    write(tool, path, WARNED)
    assert blocks(tool)
    assert blocks(tool, "unexpected-file")


@pytest.mark.parametrize("name", ["change", "de"])
def test_a_model_named_like_another_subject_has_a_folder_of_its_own(tool: Tool, name: str) -> None:
    file = tool.file(f"models/{name}.yaml")
    raw = tool.file("models/embedding.yaml").read_text().replace("embedding", name)
    file.write_text(raw)
    commit(tool.root, "a model")
    git(tool.root, "branch", "-qf", "main")
    file.write_text(raw.replace("capacity: 20/s", "capacity: 40/s"))
    commit(tool.root, "on paper")
    done = checked(tool)
    assert f"bring config/accepted/models/{name}/guard-weakened-" in done.out
    (line,) = (one for one in done.out.splitlines() if "accepts: [guard-weakened" in one)
    accepts = line.partition("[")[2].rstrip("]")
    write(tool, "change/paper" if name == "change" else "languages/de/paper", accepts)
    assert blocks(tool, "guard-weakened")
    shutil.rmtree(tool.file("accepted"))
    write(tool, f"models/{name}/paper", accepts)
    assert checked(tool).code == 0


def test_one_that_was_added_and_removed_again_accepts_nothing(tool: Tool) -> None:
    accepted(tool)
    assert checked(tool).code == 0
    git(tool.root, "rm", "-q", "-r", "config/accepted")
    commit(tool.root, "Tidy up")
    assert blocks(tool)


def test_a_branch_that_main_was_merged_into_keeps_its_own_and_gains_none(tool: Tool) -> None:
    accepted(tool)
    git(tool.root, "switch", "-q", "-c", "other", "main")
    tool.swap(EN, "at: 0.415, passes: 27.3%", "at: 0.300, passes: 40.0%")
    assert tool("seal", "en").code == 0
    found = checked(tool).out
    assert "[pass-share-jump]" in found
    names = [one.partition("[")[2].split("]")[0] for one in found.splitlines() if "accepts:" in one]
    write(tool, "languages/en/more", ", ".join(names), "analysts asked for more events")
    commit(tool.root, "en: more events")
    assert checked(tool).code == 0
    git(tool.root, "switch", "-q", "main")
    git(tool.root, "merge", "-q", "--squash", "other")
    commit(tool.root, "Lower the threshold of English")
    git(tool.root, "switch", "-q", "topic")
    git(tool.root, "merge", "-q", "--no-edit", "main")
    done = checked(tool)
    assert (done.code, "(1 accepted)" in done.out) == (0, True)
    assert "pass-share-jump" not in done.out


@pytest.mark.parametrize(
    ("because", "rule"),
    [
        ("two teams \u202e hctaw ti", "syntax"),
        ("two teams \u200b watch it", "syntax"),
        ("", "syntax"),
        ('""', "schema"),
        ("…", "schema"),
        ("because", "schema"),
    ],
)
def test_a_reason_that_is_none_or_hides_something_is_refused(
    tool: Tool, because: str, rule: str
) -> None:
    ramped(tool)
    write(tool, "languages/de/ramp", WARNED, because)
    assert blocks(tool, rule)
    assert blocks(tool)


def test_a_rule_that_does_not_exist_accepts_nothing(tool: Tool) -> None:
    ramped(tool)
    write(tool, "languages/de/ramp", f"any-rule {FINGERPRINT}")
    assert blocks(tool)
    assert blocks(tool, "acceptance-of-nothing")


def test_a_thousand_acceptances_are_each_looked_at(tool: Tool) -> None:
    ramped(tool)
    for number in range(1000):
        write(tool, f"languages/de/old-{number}", f"ramp-step-too-large {number:08x}")
    commit(tool.root, "a thousand")
    done = checked(tool)
    assert done.code == 1
    assert done.out.endswith(
        " 1,000 errors and 1 warning in 1,008 files, compared with main ({})\n".format(
            git(tool.root, "rev-parse", "main")[:12]
        )[1:]
    )
    git(tool.root, "branch", "-qf", "main")
    tool.swap(DE, "traffic: 50%", "traffic: 80%")
    assert tool("check", "--against", "HEAD").code == 1
    (line,) = (one for one in checked(tool).out.splitlines() if "accepts:" in one)
    assert tool("accept", line.split()[-1].rstrip("]"), *BECAUSE).code == 0
    assert checked(tool).code == 0


@pytest.mark.parametrize(
    "words",
    [
        f"Acknowledge: ramp-step-too-large de {FINGERPRINT}",
        f"accepts: [{WARNED}]",
        f"<!--\naccepts: [{WARNED}]\nbecause: two teams watch it today\n-->",
    ],
)
def test_a_commits_message_accepts_nothing(tool: Tool, words: str) -> None:
    tool.swap(DE, *RAMP)
    commit(tool.root, f"de: ramp the canary\n\n{words}")
    assert blocks(tool)


def test_what_a_pull_request_says_is_ignored_and_that_is_said(tool: Tool) -> None:
    """Of a hidden comment nobody sees anything on the page."""
    ramped(tool)
    words = ("--pull-request-text", str(HIDDEN), "--pull-request-title", "Ramp German")
    done = tool("check", "--against", "main", *words)
    assert done == Done(
        1,
        checked(tool).out,
        "what a pull request says accepts nothing any more, and is ignored\n",
    )
    assert tool("check", "--pull-request-text", "nowhere.md").code == 0


def test_a_new_language_brings_its_acceptance_with_it(tool: Tool) -> None:
    words = ("--model", "words", "--owner", "@acme/risk-fr", "--threshold", "0.4")
    accept = ("--accept", "d1f33d72", "--because", "its log is being counted")
    done = tool("new", "language", "fr", *words, *accept)
    path = "config/accepted/languages/fr/no-evidence-d1f33d72.yaml"
    assert done.out.endswith(
        f"\nwritten: config/languages/fr.yaml {path}\n"
        f"next: git add config/languages/fr.yaml {path}, ./langroute generate, ./langroute check, "
        "then commit all of it and open a pull request\n"
    )
    commit(tool.root, "fr: a new language")
    assert checked(tool).code == 0


def test_seal_accepts_what_the_value_brings(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    tool.swap(EN, "at: 0.415, passes: 27.3%", "at: 0.300, passes: 27.3%")
    said = checked(tool, "HEAD").out.splitlines()
    fingerprints = [one.split()[-1].rstrip("]") for one in said if "    accepts: [" in one]
    assert fingerprints
    assert tool("seal", "en", "--accept", *fingerprints, *BECAUSE).code == 0
    commit(tool.root, "en: more events")
    assert checked(tool).code == 0


def test_what_is_refused_brings_no_acceptance(tool: Tool) -> None:
    words = ("--accept", "00000000", *BECAUSE)
    done = tool("set", "de", "canary.traffic", "50%", *words)
    assert done.code == 2
    assert done.err.startswith("error: no warning of this change has the fingerprint 00000000\n")
    assert tool("set", "de", "canary.traffic", "20%", *BECAUSE) == failed(
        "--because says why something is accepted, and nothing is", "name it with --accept"
    )
    assert git(tool.root, "status", "--short") == ""
