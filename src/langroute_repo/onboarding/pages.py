"""The pages and settings of a new company: README, limits, and the plan on GitHub."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from langroute_repo.onboarding.answers import Answers
from langroute_repo.onboarding.asked import model_of
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.modeline import modeline

WIDTH = 100
# Sections of the policy that are limits; owners stand above them.
LIMITS = ("document", "evidence", "change", "measured", "judged")
README = """\
# Which model answers for which language at {owner}

The files in [config/](config/README.md) say which machine-learning model scores the events of which
language, and above which score an event is relevant. A pull request changes them; checks say
whether that makes sense and what it will do; an owner approves; the merge is pushed to AWS
AppConfig, and the backend reads it from there.

| language | source | model | owned by |
|---|---|---|---|
{rows}

```console
./langroute show {tag}                        who answers for {tag}, and what passes
./langroute set {tag} primary.threshold VALUE a change, with its effect; then open a pull request
./langroute check --against main          what the check of the pull request will say
./langroute status                        what is live
```

Nothing but git and Python 3.11 or newer is needed. [docs/operations.md](docs/operations.md) is for
whoever is paged, [docs/github.md](docs/github.md) and [docs/aws.md](docs/aws.md) are for
administrators, [docs/evidence.md](docs/evidence.md) says how recorded scores are counted, and
[docs/make-it-yours.md](docs/make-it-yours.md) how this repository was begun, and
[docs/upgrade.md](docs/upgrade.md) how it takes a newer version of langroute.
"""
CONFIG = """\
# The reviewed files

What is in this folder decides which model answers for which language at {owner}.

| folder or file | what it says | who writes it |
|---|---|---|
| `languages/` | who answers for a language: primary, canary, shadows, their fields and thresholds | the owners named in the file |
| `models/` | every model that a route may name: endpoint, languages, inputs, score scale, capacity | the model's owners |
| `sources/` | where events come from, and which fields they have in which language | the model's owners |
| `environments/` | staging and production: names in AppConfig, rollout, alarm | operators |
| `cases/` | examples that the check runs through the real router: this event goes there | whoever wants a promise kept |
| `evidence/` | how a model's recorded scores are spread in a language, as counts | `./langroute evidence build`, never by hand |
| `golden/` | events with the score that a model's endpoint has to give, so that a wrong one is noticed | people; the scores `./langroute golden record` |
| `policy.yaml` | limits that rules hold files and changes against | operators |
| `accepted/` | findings that the change which brings the file accepts, and why; later it is history | whoever makes the change |
| `freeze.yaml` | only while nothing is to be pushed: reason, owner, last day | operators |

`./langroute new language TAG` begins a language, `new model`, `new source`, `new environment` and
`new cases` likewise; `./langroute generate` then makes of it what lies outside of this folder. What is
known of a model's scores is renewed from a prediction log:

    ./langroute evidence build --log predictions.parquet
"""  # noqa: E501 - rows of a table


def readme(given: Answers) -> str:
    """README.md."""
    rows = "\n".join(_row(given, tag) for tag in given.languages)
    return README.format(owner=_owner(given), rows=rows, tag=next(iter(given.languages)))


def _row(given: Answers, tag: str) -> str:
    language = given.languages[tag]
    source = language.source or next(iter(given.sources))
    owners = " ".join(language.owners or given.owners)
    return f"| {tag} | {source} | {model_of(given, tag)} | {owners} |"


def config_readme(given: Answers) -> str:
    """config/README.md."""
    return CONFIG.format(owner=_owner(given))


def _owner(given: Answers) -> str:
    return given.github.repository.partition("/")[0]


def policy(given: Answers) -> str:
    """config/policy.yaml: whose the rest is, and every limit at its default with what it is for."""
    apart = given.apart
    lines = [
        modeline("config/policy.yaml"),
        "# Limits, at their defaults; docs/catch-rate.md says what those of a change catch.",
        "owners: # of what is no language's and no model's; ./langroute generate makes CODEOWNERS",
        f"  machinery: {_listed(apart.machinery)}",
        f"  policy: {_listed(apart.policy)}",
        "  # Whoever may change a workflow could let it approve or deploy.",
        f"  workflows: {_listed(apart.workflows)}",
    ]
    defaults = PolicyFile()
    for section in LIMITS:
        held: BaseModel = getattr(defaults, section)
        lines += [f"{section}: # {_first_sentence(type(held))}", *_limits(held)]
    return "\n".join([*lines, ""])


def _limits(held: BaseModel) -> Iterator[str]:
    for name, field in type(held).model_fields.items():
        if field.description:
            for line in textwrap.wrap(field.description, WIDTH - 4):
                yield f"  # {line}"
        yield f"  {name}: {_scalar(getattr(held, name))}"


def _first_sentence(section: type[BaseModel]) -> str:
    said = (section.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    return said[:1].lower() + said[1:]


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return _listed(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def log(words: Mapping[str, Mapping[str, str]]) -> str:
    """config/log.yaml: what a log calls what has another name here, by our column."""
    lines = [
        modeline("config/log.yaml"),
        "# What the log calls by another name than these files; docs/log.md has the rest.",
    ]
    for column, values in words.items():
        lines += [f"{column}:", "  values:"]
        # JSON's quotes, so that no, 1 and the like stay texts.
        lines += [f"    {json.dumps(theirs)}: {ours}" for theirs, ours in values.items()]
    return "\n".join([*lines, ""])


def plan(given: Answers) -> str:
    """.github/settings/plan.yaml."""
    hosting = given.github
    lines = [
        "# yaml-language-server: $schema=../../schemas/plan.schema.json",
        "# What GitHub has depends on these: docs/plans.md. After a change: ./langroute generate",
        f"plan: {hosting.plan} # of the account: free | pro | team | enterprise",
        f"visibility: {hosting.visibility} # public | private | internal",
    ]
    if hosting.approvers:
        lines.append(f"approvers: {_listed(hosting.approvers)} # all who can approve a change")
    if hosting.alone_after:
        lines.append(f"alone_after: {hosting.alone_after} # then the author may merge alone")
    return "\n".join([*lines, ""])


def _listed(names: list[str]) -> str:
    return json.dumps(names, ensure_ascii=False)
