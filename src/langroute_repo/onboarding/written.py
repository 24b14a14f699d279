"""The files that answers make, each with remarks for whoever opens it first."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from langroute_repo.editing.file_text import (
    QUICKLY,
    Routed,
    RoutedShare,
    environment_file,
    first_environment,
    language_file,
    model_file,
    source_file,
)
from langroute_repo.onboarding.answers import ENVIRONMENTS, Account, Answers, Hosting, NewModel
from langroute_repo.onboarding.asked import asked
from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.language import Threshold
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.files.source import FieldScope

Texts = Iterator[tuple[str, str]]
Slot = tuple[str, Keys]  # a language, and the place of an answerer in its file

QUICK = QUICKLY.model_copy(update={"bake": "5m"})
OF_MODEL = "# Who asks it and what it can bear: capacity is held against the recorded peaks."
OF_ENVIRONMENT = {
    "staging": "# Where a merge arrives first; wrong here costs nobody an event.",
    "production": "# What counts; quick is for what can alter no answer. Pushed to after staging.",
}


def environments(given: Answers) -> Texts:
    """Both environments; what AWS needs to know stands there, or waits in a comment."""
    for name in ENVIRONMENTS:
        at: Account = getattr(given.environments, name)
        described = first_environment(name, at.region)
        if at.appconfig:
            described = described.model_copy(update={"appconfig": at.appconfig})
        if name == "production":
            described = described.model_copy(update={"after": "staging", "quick": QUICK})
        text = environment_file(described, OF_ENVIRONMENT[name])
        yield f"config/environments/{name}.yaml", text + _infra(at, given.github)


def _infra(at: Account, github: Hosting) -> str:
    """Where ./langroute infra builds: as a comment as long as one of the answers is not known."""
    lines = [
        "infra:",
        f'  account: "{at.account or "123456789012"}"',
        f"  bucket: {at.bucket or _bucket(github)}",
        "  github:",
        f"    repository: {github.repository}",
        f"    owner_id: {github.owner_id or 1234567}",
        f"    repository_id: {github.repository_id or 7654321}",
    ]
    if at.reader:
        lines.append(f"  reader: {at.reader}")
    if not unknown(at, github):
        return "\n".join([*lines, ""])
    owner, _, name = github.repository.partition("/")
    remarks = [
        f"# Where ./langroute infra builds. To be filled in: {', '.join(unknown(at, github))}.",
        "# docs/aws.md says how an account is prepared; the repository's numbers are told by",
        f"#   gh api users/{owner} --jq .id",
        f"#   gh api repos/{owner}/{name} --jq .id",
    ]
    return "\n".join([*remarks, *(f"# {line}" for line in lines), ""])


def unknown(at: Account, github: Hosting) -> list[str]:
    """What of an environment's infra nobody has answered yet."""
    known = {
        "account": at.account,
        "bucket": at.bucket,
        "owner_id": github.owner_id,
        "repository_id": github.repository_id,
    }
    return [name for name, value in known.items() if value is None]


def _bucket(github: Hosting) -> str:
    return f"{github.repository.partition('/')[0].lower()}-langroute"


def sources(given: Answers) -> Texts:
    for name, fields in given.sources.items():
        scopes = {field: _scope(scope) for field, scope in fields.items()}
        yield f"config/sources/{name}.yaml", source_file(name, scopes)


def _scope(scope: FieldScope) -> str:
    held = scope.model_dump(by_alias=True, exclude_none=True)
    said = (f"{key}: [{', '.join(tags)}]" for key, tags in held.items())
    return f"{{{', '.join(said)}}}"


def models(given: Answers) -> Texts:
    for name in given.models:
        yield f"config/models/{name}.yaml", model_file(described(given, name), OF_MODEL)


def described(given: Answers, name: str) -> ModelFile:
    """A model as its file will say it."""
    model: NewModel = given.models[name]
    return ModelFile(
        model=name,
        owners=model.owners or given.owners,
        status="active",
        languages=model.languages or _languages_of(given, name),
        inputs=model.inputs,
        score=model.score,
        capacity=model.capacity,
        endpoint=model.endpoint,
    )


def _languages_of(given: Answers, model: str) -> Any:
    """Those that it answers for; a model that answers for none yet is for any."""
    tags = [tag for tag in given.languages if model in {one.model for one in asked(given, tag)}]
    return tags or "any"


def languages(given: Answers, thresholds: Mapping[Slot, tuple[Threshold, str]]) -> Texts:
    """Each language with its thresholds and what is to be known of them."""
    for tag, language in given.languages.items():
        source = language.source or next(iter(given.sources))
        primary, *others = asked(given, tag)
        threshold, remark = thresholds[tag, primary.keys]
        routed = Routed(
            tag,
            language.owners or given.owners,
            source,
            primary.model,
            primary.fields,
            threshold,
            [
                RoutedShare(
                    one.keys, one.model, one.traffic, one.fields, *thresholds[tag, one.keys]
                )
                for one in others
            ],
        )
        yield f"config/languages/{tag}.yaml", language_file(routed, remark)


def environments_on_github(given: Answers) -> str:
    """.github/settings/environments.json: who is asked before what nobody was shown is pushed.

    And before a pull request's events are sent to endpoints.
    """
    of_main = {"branches": ["main"], "reviewers": [], "prevent_self_review": False}
    rest = {"wait_timer": 0, "can_admins_bypass": False}
    reviewed = of_main | {"reviewers": given.apart.policy}
    asking = reviewed | {"prevent_self_review": True}
    held = dict.fromkeys(ENVIRONMENTS, of_main | rest)
    held |= {"production-unshown": asking | rest, "golden": reviewed | rest}
    return json.dumps(held, indent=2, ensure_ascii=False) + "\n"
