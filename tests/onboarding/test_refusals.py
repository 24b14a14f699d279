"""What `init` refuses: one sentence, a cure, and every file as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from langroute_repo.company.ownership import ORIGIN, SAMPLE
from tests.onboarding.kontor import ALONE, KONTOR, SAID, Checkout, log
from tests.repository import commit, git
from tests.verbs.tool import Done, failed


def refused(checkout: Checkout, *words: str) -> Done:
    """How init ends; whatever it says, no file is another one afterwards."""
    before, status = checkout.companys(), checkout.status()
    done = checkout("init", *words)
    assert (checkout.companys(), checkout.status()) == (before, status)
    assert not (checkout.root / ".langroute-init").exists()
    return done


def test_missing_answers_are_all_named_where_nobody_can_be_asked(checkout: Checkout) -> None:
    done = refused(checkout, "--languages", "pl", "--model", "words", "--plan", "free")
    assert done == failed(
        "missing answers: github.visibility, github.repository, owners, "
        "environments.staging.region, environments.production.region, sources, "
        "models.words.endpoint, "
        "models.words.score, models.words.inputs, models.words.capacity",
        "run it on a terminal, which asks for them, or give them with options or --answers FILE "
        "(--print-answers shows one); nothing was written",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "  pl: {model: gbm-2}",
            "  pl: {model: gbm2}",
            'languages.pl.model: no model is called "gbm2" (did you mean "gbm-2"?)',
        ),
        (
            "  uk: {",
            "  ua: {",
            'languages: "ua": there is no language "ua"; UA is a country '
            '(did you mean "uk" (Ukrainian)?)',
        ),
        (
            "  cs: {",
            "  cs-: {",
            'languages.cs-: "cs-": expected a BCP 47 language tag (for example de)',
        ),
        (
            "maximum: 100}",
            'maximum: "100"}',
            'models.gbm-2.score.maximum: "100": expected a number (write it without quotes, '
            "for example 0.342)",
        ),
        ("owners:", "ownrs:", 'ownrs: unknown key "ownrs" (did you mean "owners"?)'),
        (
            "plan: team,",
            "plan: team, alone_after: 24h,",
            "github.alone_after: it is for two approvers (name both, or take it out)",
        ),
        (
            "  pl: {",
            "  pl: {model: tf-5}\n  pl: {",
            "line 31: key 'pl' is written twice, on lines 30 and 31 (keep one of them)",
        ),
    ],
)
def test_answers_that_cannot_be_taken(checkout: Checkout, old: str, new: str, told: str) -> None:
    assert old in SAID
    words = checkout.answers(SAID.replace(old, new, 1))
    assert refused(checkout, *words) == failed(
        f"answers that cannot be taken ({words[1]}):\n  {told}",
        "./langroute init --print-answers shows a file of answers; nothing was written",
    )


def test_a_threshold_that_nobody_says(checkout: Checkout, tmp_path: Path) -> None:
    done = refused(checkout, *checkout.answers(KONTOR))
    assert done.err.startswith(
        "error: missing answers: languages.pl.threshold, languages.de-AT.threshold, "
        "languages.uk.threshold, languages.en.threshold\n"
    )
    thin = refused(checkout, *checkout.answers(KONTOR), "--log", str(log(tmp_path, thin=12)))
    assert thin.err.startswith(
        "error: missing answers: languages.uk.threshold (the log has 12 scores of gbm-2 in uk; "
        "a share needs 300)\n"
    )
    text = KONTOR.replace("passes: 30%\n", "")
    shares = refused(checkout, *checkout.answers(text), "--log", str(tmp_path / "no.jsonl"))
    assert shares.err.startswith(
        "error: missing answers: languages.pl.passes, languages.de-AT.passes, languages.en.passes\n"
    )


def test_a_log_of_three_rows(checkout: Checkout, tmp_path: Path) -> None:
    path = log(tmp_path)
    lines = [one for one in path.read_text().splitlines() if '"pl"' in one][:3]
    path.write_text("\n".join(lines) + "\n")
    assert refused(checkout, *checkout.answers(SAID), "--log", str(path)) == failed(
        "the log has 3 of gbm-2 in pl, 0 of gbm-2 in cs, 0 of tf-5 in de-AT, 0 of gbm-2 in uk and "
        "0 of tf-5 in en; a share needs 300 scores",
        "give a longer log, or none, and say thresholds instead",
    )


def test_a_log_that_is_none(checkout: Checkout, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("<html>proxy</html>\n")
    done = refused(checkout, *checkout.answers(SAID), "--log", str(path))
    assert (done.code, done.out) == (2, "")
    assert str(path) in done.err


def test_what_the_check_refuses_is_not_put_in_place(checkout: Checkout) -> None:
    done = refused(checkout, *ALONE, "--inputs", "headline,body,text,summary", "--fields", "body")
    assert done.code == 1
    assert "[missing-required-field]" in done.out
    assert done.out.endswith("nothing was written: the check would refuse it; mend the answers\n")


def test_a_threshold_off_the_scale(checkout: Checkout) -> None:
    done = refused(checkout, *ALONE, "--threshold", "41")
    told = "languages.pl.threshold: 41 is off the model's score scale (it goes from 0.000 to 1.000)"
    assert told in done.err


def _commit_of_its_own(root: Path) -> None:
    (root / "config/languages/de.yaml").write_text("language: de\n")
    commit(root, "tune de")


def _edited(root: Path) -> None:
    (root / "README.md").write_text("# ours\n")
    (root / "config/sources/wires.yaml").write_text("source: wires\n")


def _company(root: Path) -> None:
    (root / ORIGIN).write_text("{}\n")
    commit(root, "ours")


def _without_sample(root: Path) -> None:
    git(root, "rm", "-rq", SAMPLE)
    commit(root, "tidy up")


def _without_origin(root: Path) -> None:
    git(root, "remote", "remove", "origin")


def _own_origin(root: Path) -> None:
    git(root, "remote", "set-url", "origin", "git@github.com:Ada/routes.git")


@pytest.mark.parametrize(
    ("prepare", "error", "hint"),
    [
        (
            _commit_of_its_own,
            "config/ has been changed by commits of your own, last … (Ada: tune de)",
            "init replaces it: begin in a fresh clone, or go on with ./langroute new and set",
        ),
        (
            _edited,
            "README.md and config/sources/wires.yaml would be replaced, and no commit holds what "
            "is there now",
            "commit it elsewhere or throw it away: git stash --include-untracked",
        ),
        (
            _company,
            ".langroute.json is there: this repository is a company's already",
            "change its files with ./langroute new and set",
        ),
        (
            _without_sample,
            "examples/acme/config is not here, so nothing tells the sample's files from yours",
            "begin in a fresh clone of the tool's repository",
        ),
        (
            _without_origin,
            "this clone has no remote called origin",
            "name the tool's repository with --origin",
        ),
        (
            _own_origin,
            "origin is git@github.com:Ada/routes.git, which is to be the company's own",
            "name the tool's repository with --origin",
        ),
    ],
)
def test_a_checkout_that_is_no_untouched_sample(
    checkout: Checkout, prepare: Callable[[Path], None], error: str, hint: str
) -> None:
    prepare(checkout.root)
    last = git(checkout.root, "log", "-1", "--format=%h")
    done = refused(checkout, *ALONE)
    assert done == failed(error.replace("…", last), hint)


def test_a_folder_that_is_no_clone(checkout: Checkout) -> None:
    (checkout.root / ".git").rename(checkout.root.parent / "git")
    done = checkout("init", *ALONE)
    assert done == failed(
        f"{checkout.root} is no clone of the tool's repository", "git clone it, and begin there"
    )


def test_twice(checkout: Checkout) -> None:
    assert checkout("init", *ALONE).code == 0
    assert refused(checkout, *ALONE) == failed(
        "init has made this repository a company's already, and nothing of it is committed",
        "commit it, or go back with git stash --include-untracked and begin again",
    )
    git(checkout.root, "stash", "-q", "--include-untracked")  # the cure
    assert checkout("init", *checkout.answers(SAID)).code == 0


def test_an_address_with_a_password_is_written_without(checkout: Checkout) -> None:
    address = "https://ada:s3cret@git.kontor.example/tool/langroute.git"
    git(checkout.root, "remote", "set-url", "origin", address)
    done = checkout("init", *ALONE)
    assert done.code == 0
    assert "s3cret" not in checkout.text(ORIGIN) + done.out
    assert "https://git.kontor.example/tool/langroute.git" in checkout.text(ORIGIN)


def test_a_config_that_is_empty_is_nobodys(checkout: Checkout) -> None:
    git(checkout.root, "rm", "-rq", "config")
    commit(checkout.root, "begin with nothing")
    assert checkout("init", *ALONE).code == 0
    assert checkout("check").code == 0
