"""The questions whose answers neither options nor a file have given, in the order of the work."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from langroute_repo.editing.described_model import number, scale
from langroute_repo.editing.edit import EditError
from langroute_repo.evidence.s3 import is_s3
from langroute_repo.onboarding.answers import ENVIRONMENTS
from langroute_repo.onboarding.reading import Data
from langroute_repo.tree.files.plan import PlanFile
from langroute_repo.tree.values import (
    AccountId,
    Bucket,
    Duration,
    EndpointName,
    FieldName,
    Name,
    Owner,
    Percent,
    Person,
    Rate,
    Region,
    Repository,
    Url,
)
from scripts.company.asking import Accept, ask, of, one_of, optional, several, tag, yes
from scripts.terminal.lines import say

MANY = "more"  # than two people can approve


def interview(known: Data) -> Data:
    """The answers, with those that were known left as they are and asked for by nobody."""
    data = dict(known)
    say("An empty line takes what stands in brackets. Nothing is written before the last answer.")
    if "languages" not in data:
        tags = ask("languages (tags such as pl, de-AT)", several(tag))
        data["languages"] = {one: {} for one in tags}
    _sources(data)
    _environments(data)
    _models(data)
    _log(data)
    _thresholds(data)
    if "owners" not in data:
        data["owners"] = ask("who approves changes (@org/team or @user)", several(of(Owner)))
    _github(data)
    return data


def _sources(data: Data) -> None:
    say("\nEvents: where they come from, and which fields they have.")
    sources = data.setdefault("sources", {})
    if not sources:
        for name in _names("name of the source (such as newswire)", "another source"):
            sources[name] = {}
    for name, fields in sources.items():
        if not fields:
            listed = ask(f"fields of {name} (such as headline, text)", several(of(FieldName)))
            sources[name] = {one: {} for one in listed}
            for field in listed:
                without = ask(
                    f"languages in which {field} does not exist (empty: none)",
                    optional(several(tag)),
                )
                if without:
                    sources[name][field] = {"except": without}
    _choose(data, "source", sources)


def _names(first: str, another: str) -> Iterator[str]:
    name = ask(first, of(Name))
    while name:
        yield name
        name = ask(f"{another} (its name; empty: no)", optional(of(Name))) or ""


def _choose(data: Data, kind: str, names: Data) -> None:
    """Of several the one for each language."""
    if len(names) > 1:
        for one, language in data["languages"].items():
            if kind not in language:
                question = f"{kind} of {one} ({' or '.join(names)})"
                language[kind] = ask(question, one_of(names))


def _environments(data: Data) -> None:
    say("\nAWS: an account that is not known yet can be filled in later (empty).")
    environments = data.setdefault("environments", {})
    before: Data = {}
    for name in ENVIRONMENTS:
        held = environments.setdefault(name, {})
        for key, question, kind in (
            ("region", f"region of {name} (such as eu-central-1)", of(Region)),
            ("account", f"account of {name}, 12 digits", optional(of(AccountId))),
            ("bucket", f"S3 bucket of {name}, for its archives", optional(of(Bucket))),
        ):
            wanted = key == "region" or (key == "account" or held.get("account"))
            if key not in held and wanted:
                answer = ask(question, kind, before.get(key, ""))
                held |= {key: answer} if answer else {}
        before = held


def _models(data: Data) -> None:
    say("\nModels: what answers, and how high its scores go.")
    models = data.setdefault("models", {})
    if not models:
        for name in _names("name of the model (such as relevance-v1)", "another model"):
            models[name] = {}
            _model(data, name)
    for name in models:
        _model(data, name)
    _choose(data, "model", models)


def _model(data: Data, name: str) -> None:
    held = data["models"][name]
    if "endpoint" not in held:
        held["endpoint"] = _endpoint(data, name)
    if "score" not in held:
        question = f"scores of {name}, lowest..highest (such as 0..1 or -1..1)"
        held["score"] = ask(question, scale)
    if "inputs" not in held:
        fields = list(dict.fromkeys(one for held in data["sources"].values() for one in held))
        among = several(one_of(fields))
        needed = ask(f"fields that it needs, of {', '.join(fields)}", among)
        also = ask("fields that it can also use (empty: none)", optional(among))
        held["inputs"] = {"required": needed} | ({"optional": also} if also else {})
    if "capacity" not in held:
        held["capacity"] = ask("requests that it can bear (such as 20/s)", of(Rate))


def _endpoint(data: Data, name: str) -> Data:
    """Of each environment in turn; a URL has slashes, a SageMaker endpoint a region."""
    kinds: dict[str, Any] = {"sagemaker": of(EndpointName), "http": of(Url)}
    said: Data = {}
    for environment in ENVIRONMENTS:
        question = f"where {name} answers in {environment} (SageMaker's name of it, or a URL)"
        said[environment] = ask(question, _one_kind(kinds))
    if "http" in kinds:
        return {"kind": "http", "url": said}
    region = data["environments"]["production"]["region"]
    return {
        "kind": "sagemaker",
        "region": ask(f"region of {name}", of(Region), region),
        "name": said,
    }


def _one_kind(kinds: dict[str, Accept[str]]) -> Accept[str]:
    """Takes either kind, and from then on only what the first answer was."""

    def accept(text: str) -> str:
        kind = "http" if "://" in text else "sagemaker"
        if kind not in kinds:
            raise EditError(f'"{text}" is of another kind than the one before', "")
        taken = kinds[kind](text)
        for other in [one for one in kinds if one != kind]:
            del kinds[other]
        return taken

    return accept


def _log(data: Data) -> None:
    say("\nA prediction log (docs/evidence.md has its columns) says what a threshold lets pass.")
    if "log" not in data:
        paths = ask("paths of the log (empty: there is none)", optional(several(_there)))
        data |= {"log": paths} if paths else {}
    if data.get("log") and "passes" not in data:
        data["passes"] = ask("share of the events that should pass", of(Percent), "25%")


def _there(path: str) -> str:
    """Takes a log that is there, as far as this machine can see."""
    if not is_s3(path) and not Path(path).is_file():
        raise EditError(f"there is no file {path}", "")
    return path


def _thresholds(data: Data) -> None:
    """Without a log nobody but the company knows what should pass."""
    for name, model in data["models"].items():
        answers = [one for one in data["languages"].values() if one.get("model", name) == name]
        if "threshold" in model or all("threshold" in one for one in answers):
            continue
        if data.get("log"):
            question = f"threshold of {name} today (empty: one that passes the share)"
            said = ask(question, optional(number))
            model |= {"threshold": said} if said is not None else {}
        else:
            question = f"threshold of {name}: from which score on events pass"
            model["threshold"] = ask(question, _on(model["score"]))


def _on(score: Data) -> Accept[Decimal]:
    """Takes what lies on a model's scale, as far as that is known."""

    def accept(text: str) -> Decimal:
        at = number(text)
        low, high = score.get("minimum", at), score.get("maximum", at)
        if not low <= at <= high:
            raise EditError(f"{text} is off the scale", f"it goes from {low} to {high}")
        return at

    return accept


def _github(data: Data) -> None:
    say("\nGitHub: which of its guards there are depends on the plan (docs/plans.md).")
    held = data.setdefault("github", {})
    for key, question, kind in (
        ("repository", "repository (owner/name; it need not be there yet)", of(Repository)),
        ("plan", "plan of the account: free, pro, team, enterprise", _word("plan")),
        ("visibility", "visibility: public, private, internal", _word("visibility")),
    ):
        if key not in held:
            held[key] = ask(question, kind)
    if "approvers" not in held:
        people = ask("how many people can approve: 1, 2, more", one_of(("1", "2", MANY)), MANY)
        if people != MANY:
            count = int(people)
            who = "their names" if count == 2 else "the name"
            held["approvers"] = ask(f"{who} (@user)", lambda text: _people(text, count))
        if people == "2" and ask("may one merge alone, a day after the other was asked", yes, "no"):
            held["alone_after"] = ask("after which time", of(Duration), "24h")


def _word(field: str) -> Any:
    return of(PlanFile.model_fields[field].annotation)


def _people(text: str, count: int) -> list[str]:
    found = several(of(Person))(text)
    if len({one.lower() for one in found}) != count:
        raise EditError(
            f"{len(found)} named, {count} wanted", "write @ada, @bert" if count == 2 else ""
        )
    return found
