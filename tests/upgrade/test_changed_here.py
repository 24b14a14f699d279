"""Files of the tool's that the company has changed: they are named, and somebody decides."""

from tests.upgrade.carrying import BRANCH, Carried
from tests.upgrade.made import BY_HAND, NEW, Made
from tests.verbs.tool import failed


def _conflict(made: Made) -> None:
    lines = NEW["docs/lines.md"]
    made.change(
        {
            "docs/lines.md": lines.replace(b"line two\n", b"line II\n"),
            "findings.json": b'{"findings": []}\n',
            "docs/new.md": b"ours\n",
            "langroute": NEW["langroute"] + BY_HAND.encode(),
        },
        "docs/gone.md",
        "requirements.txt",
    )


def test_files_of_the_tools_that_were_changed_here_are_named(carried: Carried) -> None:
    _conflict(carried.made)
    assert carried() == failed(
        "5 files of the tool's changed here since 0.2.0:\n"
        "  docs/lines.md     changed here, and 0.3.0 changes it in the same lines\n"
        "  docs/new.md       added here, and 0.3.0 adds it in the same lines\n"
        "  findings.json     changed here, and as before in 0.3.0\n"
        "  langroute         changed here, and as before in 0.3.0\n"
        "  requirements.txt  deleted here, and as before in 0.3.0",
        "say what becomes of each, here and with every version: ./langroute upgrade v0.3.0 --merge "
        "findings.json langroute requirements.txt, and --keep PATH or --overwrite PATH for others; "
        "or bring your change to the tool's own repository",
    )
    assert carried.nothing_made()


def test_each_becomes_what_was_decided(carried: Carried) -> None:
    _conflict(carried.made)
    done = carried(
        merge=["findings.json", "langroute", "requirements.txt"],
        keep=["docs/lines.md"],
        overwrite=["docs/"],
    )
    assert (done.code, done.err) == (0, "")
    assert (
        "            docs/lines.md: as it was here\n"
        "            docs/new.md: as the new version has it\n"
        "            findings.json: both changes\n"
    ) in done.out
    assert carried.branch() == [
        "M\t.langroute.json",
        "A\tCHANGELOG.md",
        "M\tdocs/new.md",
        "M\tpyproject.toml",
    ]


def test_both_changes_of_one_file_are_merged(carried: Carried) -> None:
    made = carried.made
    ours = NEW["docs/lines.md"].replace(b"line two\n", b"line 2\n") + b"our line\n"
    made.change({"docs/lines.md": ours})
    refused = carried()
    assert "  docs/lines.md  changed here, and 0.3.0 changes it elsewhere\n" in refused.err
    assert "version: ./langroute upgrade v0.3.0 --merge docs/lines.md; or" in refused.err
    assert carried(merge=["docs/lines.md"]).code == 0
    assert made.content(BRANCH, "docs/lines.md") == NEW["docs/lines.md"] + b"our line\n"


def test_what_cannot_be_merged_says_how_to_go_on(carried: Carried) -> None:
    _conflict(carried.made)
    old, new = (carried.made.commit_of(tag)[:12] for tag in ("v0.2.0", "v0.3.0"))
    done = carried(merge=["docs/", "findings.json", "langroute", "requirements.txt"])
    assert done == failed(
        "docs/lines.md cannot be merged: it and 0.3.0 differ in the same lines",
        "--keep docs/lines.md or --overwrite docs/lines.md; then bring in the rest by hand: git "
        f"diff {old} {new} -- docs/lines.md",
    )


def test_many_are_shown_in_part_and_named_by_their_folders(carried: Carried) -> None:
    paths = [f"docs/more/{number}.md" for number in range(25)]
    carried.begin_with(dict.fromkeys(paths, b"theirs\n"))
    carried.made.release("v0.4.0", {paths[0]: b"theirs, changed\n"})
    ours = dict.fromkeys(paths, b"ours\n")
    carried.made.change({**ours, "langroute": NEW["langroute"] + BY_HAND.encode()})
    done = carried("v0.4.0")
    assert done.err.startswith("error: 26 files of the tool's changed here since 0.2.0:\n")
    assert "\n  and 6 more\nhint: " in done.err
    assert (
        ": ./langroute upgrade v0.4.0 --merge docs/ langroute, and --keep PATH or --overwrite PATH "
        "for others; or bring "
    ) in done.err
    assert carried("v0.4.0", merge=["docs/", "langroute"], keep=[paths[0]]).code == 0


def test_the_most_exact_name_decides(carried: Carried) -> None:
    _conflict(carried.made)
    all_of_them = ["docs/", "findings.json", "langroute", "requirements.txt"]
    done = carried(merge=all_of_them, keep=["docs/new.md"], overwrite=["docs/lines.md"])
    assert done.code == 0
    assert "docs/lines.md: as the new version has it\n" in done.out
    assert "docs/new.md: as it was here\n" in done.out


def test_what_is_decided_twice_is_not_decided(carried: Carried) -> None:
    _conflict(carried.made)
    assert carried(merge=["langroute"], keep=["langroute"]) == failed(
        "langroute is to be two things at once", "name it for one of them"
    )


def test_a_decision_about_nothing_is_a_slip(carried: Carried) -> None:
    assert carried(keep=["docs/line.md"]) == failed(
        "docs/line.md is no file of the tool's that was changed here",
        "only for those that were is there something to decide",
    )


def test_a_workflow_is_compared_as_the_companys_plan_has_it(carried: Carried) -> None:
    """Where GitHub has no environments, `generate` makes comments of what names them."""
    made = carried.made
    path = ".github/workflows/push.yml"
    job = "jobs:\n  staging:\n    environment: staging\n    steps: []\n"
    here = job.replace("    environment", "    # environment")
    carried.begin_with({path: job.encode()})
    made.release("v0.4.0", {path: (job + "# more\n").encode()})
    plan = b"plan: free\nvisibility: private\n"
    made.change({path: here.encode(), ".github/settings/plan.yaml": plan})
    assert carried("v0.4.0").code == 0
    assert made.content(BRANCH, path) == (here + "# more\n").encode()
