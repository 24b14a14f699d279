"""What `init` says: what is missing, what it has made, and what comes next, command by command."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

from langroute_repo.company.ownership import COMPANYS
from langroute_repo.onboarding.answers import ENVIRONMENTS, Answers
from langroute_repo.onboarding.asked import PRIMARY
from langroute_repo.onboarding.checkout import WORKFLOWS, has_origin
from langroute_repo.onboarding.reading import UnusableAnswers
from langroute_repo.onboarding.written import unknown
from langroute_repo.render.evidence_report import left_out
from langroute_repo.render.table import table
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.plan import Plan
from langroute_repo.wording import counted
from scripts.company.making import Made
from scripts.terminal.failure import Failure

HEAD = ("language", "model", "threshold", "passes", "of recorded")
# All that `generate` writes is below these, or in config/.
GENERATED = ("infra", "schemas", ".github")
Step = tuple[str, list[str]]  # what it is for, and its commands
LOOK = "docs/make-it-yours.md says more of each"


def refused(unusable: UnusableAnswers, named: str, *, asked: bool = False) -> Failure:
    """Every fault and every missing answer, so that one round is enough.

    ``asked`` is whether the questions were gone through, or are not to be.
    """
    if unusable.faults:
        return Failure(
            f"answers that cannot be taken ({named}):\n"
            + "\n".join(f"  {one}" for one in unusable.faults),
            "./langroute init --print-answers shows a file of answers; nothing was written",
        )
    if asked:
        return Failure(
            f"missing answers: {', '.join(unusable.missing)}",
            "add them to the file of answers, and give it with --answers; nothing was written",
        )
    return Failure(
        f"missing answers: {', '.join(unusable.missing)}",
        "run it on a terminal, which asks for them, or give them with options or --answers FILE "
        "(--print-answers shows one); nothing was written",
    )


def summary(given: Answers, made: Made) -> Iterator[str]:
    """The languages with their thresholds, and what of the log was left out."""
    rows = [HEAD]
    for (tag, keys), one in made.proposals.items():
        recorded = counted(one.evidence.total, "score") if one.evidence else "nothing"
        threshold = one.threshold
        passes = threshold.passes or "not known"
        rows.append((_slot(tag, keys), one.model, f"{threshold.at:f}", passes, recorded))
    yield f"{given.github.repository}: {counted(len(given.languages), 'language')}"
    yield ""
    yield from table(rows, right=(2, 3, 4)).splitlines()
    if made.counted:
        yield from (f"left out of the log {line}" for line in left_out(made.counted))


def _slot(tag: str, keys: Keys) -> str:
    """``pl`` where the primary answers, ``pl canary``, ``pl shadow``."""
    return tag if keys == PRIMARY else f"{tag} {str(keys[0]).removesuffix('s')}"


def next_steps(root: Path, given: Answers, plan: Plan) -> Iterator[str]:
    """The way to the first push, in its order."""
    yield f"next, in this order ({LOOK}):"
    for number, (title, lines) in enumerate(_steps(root, given, plan), 1):
        yield ""
        wrapped = textwrap.wrap(f"{number}. {title}", 96, subsequent_indent="   ")
        yield from (*wrapped, *(f"     {line}" for line in lines))


def _steps(root: Path, given: Answers, plan: Plan) -> Iterator[Step]:
    yield from _of_git(root, given)
    if _open(given):
        yield _left_open(given)
    yield _guarded(given, plan)
    yield (
        "Prepare AWS as docs/aws.md says (steps 2 and 3), and make the stacks, each with "
        "credentials of its account.",
        [f"./langroute infra deploy {name} --yes" for name in ENVIRONMENTS],
    )
    yield _first_push(plan)


def _guarded(given: Answers, plan: Plan) -> Step:
    """Behind the last push to main, and before a role is there that trusts an environment."""
    why = "Set what GitHub's plan has of guards, before AWS trusts anything here."
    if plan.offer.environments:
        why = (
            "Set how GitHub guards it, before AWS trusts it: until then any branch counts as "
            "production. From here on main is changed by pull requests alone."
        )
    return (
        why,
        [
            f'export GITHUB_REPOSITORY={given.github.repository} GITHUB_TOKEN="$(gh auth token)"',
            "./langroute settings apply --yes",
        ],
    )


def _first_push(plan: Plan) -> Step:
    """Nobody was shown anything yet, so production waits for a person, as the plan has it."""
    first = "Push for the first time. It goes to staging, and before production it "
    if plan.offer.reviewers:
        asks = "waits for the reviewers of `production-unshown`, for nobody was shown anything yet."
        return first + asks, ["gh workflow run push.yml"]
    return (
        first + "stops and tells what that would get, with its hash, for nobody was shown anything "
        "yet; whoever means it says so.",
        ["gh workflow run push.yml", "gh workflow run push.yml -f live=none -f target=HASH"],
    )


def _of_git(root: Path, given: Answers) -> Iterator[Step]:
    """Only paths of ours are added: beside them lie answers and logs that nobody else may read."""
    repository = given.github.repository
    yield (
        "Read what was made. Then begin a history of your own with it: a pull request over the "
        "sample would be refused as a removal of its languages.",
        [
            "git checkout --orphan company",
            f"git add --all -- {' '.join(path.rstrip('/') for path in (*COMPANYS, WORKFLOWS))}",
            f'git commit -m "Begin with the files of {repository.partition("/")[0]}"',
            "git branch -M main",
        ],
    )
    yield (
        "Make the repository, empty, and push. Its workflow `push` fails until step "
        f"{5 if _open(given) else 4} is done.",
        [
            f"gh repo create {repository} --{given.github.visibility}",
            f"git remote {'set-url' if has_origin(root) else 'add'} origin "
            f"https://github.com/{repository}.git",
            "git push --set-upstream origin main",
        ],
    )


def _left_open(given: Answers) -> Step:
    owner, _, name = given.github.repository.partition("/")
    return (
        f"Fill in infra of {' and '.join(_open(given))}, which stands there as a comment.",
        [
            f"gh api users/{owner} --jq .id",
            f"gh api repos/{owner}/{name} --jq .id",
            "./langroute generate && ./langroute check",
            f"git add --all -- config {' '.join(GENERATED)}",
            'git commit -m "Say where it is built" && git push',
        ],
    )


def _open(given: Answers) -> list[str]:
    """The files of environments whose infra is not known as a whole."""
    return [
        f"config/environments/{name}.yaml"
        for name in ENVIRONMENTS
        if unknown(getattr(given.environments, name), given.github)
    ]
