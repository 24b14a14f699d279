"""What the new version does of an upgrade: what it writes, keeps, refuses and says."""

import json
from pathlib import Path

import pytest

from langroute.document import plan_hash
from langroute_repo.company.ownership import COMPANYS
from tests.repository import git
from tests.upgrade.carrying import BRANCH, Carried
from tests.upgrade.made import FINDING, NEW, OLD, Made, found, project
from tests.verbs.tool import Done, failed


def test_what_is_the_tools_comes_and_nothing_else(carried: Carried) -> None:
    made = carried.made
    new = made.commit_of("v0.3.0")
    kept = {
        name: f"the same {len(NEW[f'{name}.document']):,} bytes, plan_hash "
        f"{plan_hash(NEW[f'{name}.document'])[:12]}"
        for name in ("staging", "production")
    }
    rows = f"""\
tool        4 files written, 1 deleted
yours       nothing but .langroute.json
errors      none that was not one before
staging     {kept["staging"]}
production  {kept["production"]}
"""
    assert carried() == Done(
        0,
        f"langroute 0.2.0 -> 0.3.0 ({new[:12]} of ../origin)\n\n{rows}\n"
        f"branch {BRANCH} has it as one commit; what is checked out here is as it was\n"
        f"next: git switch {BRANCH}, ./langroute test, and a pull request\n"
        f"what is new: git show {BRANCH}:CHANGELOG.md\n",
        "",
    )
    assert carried.branch() == [
        "M\t.langroute.json",
        "A\tCHANGELOG.md",
        "D\tdocs/gone.md",
        "M\tdocs/lines.md",
        "A\tdocs/new.md",
        "M\tpyproject.toml",
    ]
    told = git(made.root, "log", "-1", "--format=%an%n%P%n%B", BRANCH)
    main = git(made.root, "rev-parse", "main")
    assert (
        told == f"Ada\n{main}\nTake version 0.3.0 of langroute\n\nIt was 0.2.0.\n\n{rows}".rstrip()
    )
    noted = json.loads(made.content(BRANCH, ".langroute.json"))
    assert noted == {"origin": "../origin", "version": "0.3.0", "commit": new}
    assert git(made.root, "status", "--porcelain", "--branch") == "## main"


def test_the_next_upgrade_begins_where_this_one_ended(carried: Carried) -> None:
    assert carried().code == 0
    made = carried.made
    git(made.root, "merge", "-q", "--ff-only", BRANCH)
    git(made.root, "branch", "-q", "-d", BRANCH)
    made.release("v0.4.0", {"pyproject.toml": project("0.4.0").encode()}, "docs/new.md")
    again = {"old": made.commit_of("v0.3.0"), "old_version": "0.3.0"}
    assert carried("v0.4.0", **again).code == 0
    assert carried.branch() == ["M\t.langroute.json", "D\tdocs/new.md", "M\tpyproject.toml"]


def test_generated_files_are_made_anew_by_the_new_version(carried: Carried) -> None:
    script = (
        b"mkdir -p infra schemas; cp docs/lines.md infra/x.json; rm -f schemas/y; ls config > z\n"
    )
    carried.made.change({"schemas/y": b"y\n"})
    carried.made.release(
        "v0.4.0", {"generate.sh": script, "pyproject.toml": project("0.4.0").encode()}
    )
    done = carried("v0.4.0")
    assert done.code == 0
    assert (
        "nothing but .langroute.json, and generated anew: infra/x.json, schemas/y and z" in done.out
    )
    changed = set(carried.branch())
    assert {"A\tinfra/x.json", "D\tschemas/y", "A\tz"} <= changed


def test_what_a_version_generates_is_never_what_people_write(carried: Carried) -> None:
    script = b"echo x >> config/languages/de.yaml; echo x > config/languages/nl.yaml\n"
    carried.made.release("v0.4.0", {"generate.sh": script})
    assert carried("v0.4.0") == failed(
        "0.4.0 would change what is the company's: config/languages/de.yaml and "
        "config/languages/nl.yaml",
        "nothing was made; report it to whoever made that version",
    )
    assert carried.nothing_made()


def test_what_the_old_version_calls_the_companys_stays_too(carried: Carried) -> None:
    """Should the new version forget it."""
    assert carried(companys=[*COMPANYS, "docs/"]).code == 0
    assert carried.branch() == ["M\t.langroute.json", "A\tCHANGELOG.md", "M\tpyproject.toml"]


def test_a_version_that_cannot_generate_makes_nothing(carried: Carried) -> None:
    carried.made.release("v0.4.0", {"generate.sh": b"echo 'error: no owner' >&2; exit 2\n"})
    assert carried("v0.4.0") == failed(
        "0.4.0 cannot generate what follows from the company's files:\nerror: no owner",
        "nothing was made; mend what it names in what is checked out here",
    )
    assert carried.nothing_made()


def test_rules_that_would_newly_be_errors_are_named_and_end_with_1(carried: Carried) -> None:
    error = {**FINDING, "level": "error"}
    other = {**FINDING, "rule": "unknown-rule-of-later", "line": 9}
    carried.made.release(
        "v0.4.0", {"findings.json": found(error, other, FINDING).encode(), "check.sh": b"exit 1\n"}
    )
    done = carried("v0.4.0")
    assert done.code == 1
    assert (
        "errors      1 finding would newly be an error:\n"
        "            config/languages/de.yaml:7:3 no-evidence: it has none\n"
        "warnings    1 new, which block nothing: unknown-rule-of-later\n"
    ) in done.out
    assert f"refs/heads/{BRANCH}" in carried.made.refs()


def test_many_new_errors_are_counted(carried: Carried) -> None:
    errors = [{**FINDING, "level": "error", "line": line} for line in range(1, 23)]
    carried.made.release("v0.4.0", {"findings.json": found(*errors).encode()})
    done = carried("v0.4.0")
    assert "22 findings would newly be an error:\n" in done.out
    assert "            and 2 more: ./langroute check\n" in done.out


def test_a_check_that_broke_before_is_said(carried: Carried) -> None:
    carried.made.change({"check.sh": b"echo 'error: no pydantic' >&2; exit 2\n"})
    done = carried(keep=["check.sh"])
    assert done == failed("check of 0.3.0 broke: no pydantic", "nothing was made")
    done = carried(overwrite=["check.sh"])
    assert done.code == 0
    assert "check.sh: as the new version has it\n" in done.out
    assert (
        "rules       check of 0.2.0 broke: no pydantic; so whatever is found counts as new\n"
        "errors      none that was not one before\n"
        "warnings    1 new, which block nothing: no-evidence\n"
    ) in done.out


def test_a_document_that_changes_is_shown_in_words(carried: Carried) -> None:
    path = "production.document"
    changed = NEW[path].replace(b'"threshold":0.415', b'"threshold":0.515')
    assert changed != NEW[path]
    staging = NEW["staging.document"] + b"\n"
    carried.made.release("v0.4.0", {path: changed, "staging.document": staging})
    done = carried("v0.4.0")
    assert done.code == 0
    was, now, late = (plan_hash(one)[:12] for one in (OLD[path], changed, staging))
    length = len(OLD["staging.document"])
    assert (
        f"staging     DIFFERS: {length} bytes with plan_hash "
        f"{plan_hash(OLD['staging.document'])[:12]}, now {length + 1} with {late}\n"
        "            only its writing: it says the same\n"
        f"production  DIFFERS: {len(changed)} bytes with plan_hash {was}, now {len(changed)} with "
        f"{now}\n"
        "            en  threshold-raised primary.threshold.at 0.415 → 0.515\n"
    ) in done.out


def test_a_document_of_another_format_differs(carried: Carried) -> None:
    carried.made.release("v0.4.0", {"production.document": b'{"format":2}\n'})
    assert "            not to be told in words: " in carried("v0.4.0").out


def test_a_document_that_is_not_compiled_is_not_the_same(carried: Carried) -> None:
    launcher = NEW["langroute"].replace(b'cat "$2.document"', b"exit 1")
    carried.made.release("v0.4.0", {"langroute": launcher})
    done = carried("v0.4.0")
    assert "the same" not in done.out
    assert (
        "production  not compared: check of 0.4.0 refuses the files, so nothing is compiled\n"
    ) in done.out


def test_an_acceptance_of_a_rule_that_is_gone_is_named(carried: Carried) -> None:
    text = b"accepts: [no-such-rule 8d1825ce, no-evidence 8d1825cf]\nbecause: it was right\n"
    carried.made.change({"config/accepted/languages/de/why.yaml": text})
    assert (
        "accepted    config/accepted/languages/de/why.yaml names no-such-rule, which is no rule of "
        "0.3.0\n"
    ) in carried().out


def test_line_breaks_of_the_companys_stay(carried: Carried) -> None:
    attributes = {".gitattributes": b"* text=auto eol=lf\n"}
    carried.made.change({"docs/ours.md": b"ours\r\n", "config/ours.md": b"ours\r\n"})
    carried.made.release("v0.4.0", attributes)
    assert carried("v0.4.0").code == 0
    assert not [line for line in carried.branch() if "ours" in line]


def test_a_file_in_the_place_of_a_folder_is_refused(carried: Carried) -> None:
    carried.made.change({"docs/more": b"ours\n"})
    carried.made.release("v0.4.0", {"docs/more/page.md": b"theirs\n"})
    assert carried("v0.4.0") == failed(
        "docs/more would be a file, and a folder that holds docs/more/page.md",
        "move the one that is yours",
    )


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "it is no JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"protocol": 2}', "it asks in protocol 2, and this version knows 1 and older ones"),
        ('{"protocol": 1}', "root: Field required"),
        ("[]", ": Input should be a valid dictionary or instance of Order"),
    ],
)
def test_an_order_of_another_protocol_is_refused(made: Made, raw: str, why: str) -> None:
    file = made.folder / "order.json"
    file.write_text(raw)
    assert made("--carry", str(file)) == failed(
        f"the version that is here asks for what this one cannot do: {why}",
        "take a version between the two first: ./langroute upgrade REF",
    )


def test_a_branch_that_was_made_meanwhile_is_left_alone(carried: Carried) -> None:
    made = carried.made
    git(made.root, "branch", BRANCH)
    before = git(made.root, "rev-parse", BRANCH)
    done = carried()
    assert (done.code, done.out) == (2, "")
    assert "reference already exists" in done.err
    assert git(made.root, "rev-parse", BRANCH) == before


def test_nothing_of_the_users_git_reaches_in(carried: Carried, tmp_path: Path) -> None:
    """Sparse checkouts, ignored files and hooks are for what somebody works in."""
    root = carried.made.root
    git(root, "config", "core.sparseCheckout", "true")
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/sparse-checkout").write_text("/config/\n")
    ignored = tmp_path / "ignored"
    ignored.write_text("*.json\n*.md\n")
    git(root, "config", "core.excludesFile", str(ignored))
    assert carried().code == 0
    assert "A\tdocs/new.md" in carried.branch()
