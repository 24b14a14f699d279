"""Say where one event goes, and why, step by step; nothing is sent anywhere."""

import argparse
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from langroute.decision import Decision, MissingField
from langroute.document import DocumentError
from langroute.lookup import folded, looked_up
from langroute.prepared import AUDIT, COMPARED
from langroute.router import InvalidKey, Router, bucket
from langroute.scale import ScoreError
from langroute_repo.output.route import (
    RouteAudit,
    RouteComparison,
    RouteDraw,
    RouteOutput,
    RouteRequest,
    RouteScore,
    RouteShadow,
)
from langroute_repo.render.endpoints import endpoint_of, place
from langroute_repo.render.request import example, request_lines, request_of
from langroute_repo.render.table import labelled
from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.language import Canary, LanguageFile
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import basis_points
from scripts.deployments.environment import named_or_last
from scripts.files.language import found_for
from scripts.files.sparse import tree_of
from scripts.terminal.failure import Failure

EXAMPLES = """
  ./langroute route --language de --key evt-20261103-4003
  ./langroute route --language pt-AO --key evt-1 --environment staging
  ./langroute route --language de --key evt-1 --score 0.193
  ./langroute route --language de --event '{"title": "Streik im Hafen"}'
  ./langroute route --language de --key evt-1 --format json   schemas/route-output.schema.json
"""
EVENT = """pass it as one, such as --event '{"title": "Streik im Hafen"}'"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", metavar="TAG", required=True, help="the event's language")
    parser.add_argument("--key", metavar="KEY", help="the event's stable id")
    parser.add_argument("--environment", metavar="ENV", help="the last one when left out")
    parser.add_argument("--event", metavar="JSON", help="the event, to show what is sent of it")
    parser.add_argument("--score", metavar="NUMBER", help="the model's answer, to decide on")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """0 when some file answers for the language."""
    tree = tree_of(arguments.root)
    environment = named_or_last(tree, arguments.environment)
    event = None if arguments.event is None else event_of(arguments.event)
    told = facts(tree, environment, arguments.language, arguments.key, arguments.score, event)
    machine = arguments.format == "json"
    sys.stdout.write(told.as_json() if machine else labelled(list(steps(told))))
    return 0


def _decision(tree: Tree, environment: str, asked: str, key: str | None) -> Decision:
    tag = found_for(tree, asked)
    document = compile_tree(tree, environment)
    if tag not in document["languages"]:
        # Left out, it would be answered by the next wider tag, which no reader would do.
        hint = "./langroute check says what to mend"
        raise Failure(f"{tag} does not compile for {environment}", hint)
    # Other languages may be at fault; they have no say in where this event goes.
    document["languages"] = {tag: document["languages"][tag]}
    try:
        return Router(document).route(asked, key)
    except InvalidKey as error:
        raise Failure(str(error), "pass --key with the event's id, or leave it out") from error
    except DocumentError as error:
        raise Failure(str(error), "./langroute check says what to mend") from error


def event_of(text: str) -> dict[str, Any]:
    """The event as it is given on the command line."""
    try:
        event = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Failure("the event is no JSON", EVENT) from error
    if not isinstance(event, dict):
        raise Failure("the event is no JSON object", EVENT)
    return event


def _request(decision: Decision, event: dict[str, Any] | None) -> RouteRequest:
    try:
        return request_of(decision, example(decision) if event is None else event)
    except MissingField as error:
        raise Failure(f"nothing would be sent: {error}", EVENT) from error
    except ValueError as error:
        raise Failure(f"the event cannot be sent: {error}", EVENT) from error


def facts(
    tree: Tree,
    environment: str,
    asked: str,
    key: str | None,
    score: str | None,
    event: dict[str, Any] | None = None,
) -> RouteOutput:
    """Everything that decides where the event goes, in the order in which it does."""
    decision = _decision(tree, environment, asked, key)
    file = tree.languages[decision.language]
    language = file.model
    assert language is not None, "found_for refuses a file at fault"
    return RouteOutput(
        schema_version=1,
        environment=environment,
        requested=asked,
        key=key,
        tried=_tried(tree, asked, decision.language),
        language=decision.language,
        file=file.path,
        found=decision.found,
        canary=_canary(language.canary, decision) if language.canary else None,
        role=decision.role,
        model=decision.model,
        endpoint=endpoint_of(decision.endpoint),
        fields=list(decision.fields),
        required=list(decision.required),
        request=_request(decision, event),
        fallback=decision.fallback.model if decision.fallback else None,
        compared=_compared(language, decision, key),
        shadows=list(_shadows(language, decision, key)),
        audit=_audit(audit_of(tree, language), decision, key),
        threshold=_written(language, decision),
        threshold_cell=decision.threshold_cell,
        score=None if score is None else _score(decision, score),
    )


def _written(language: LanguageFile, decision: Decision) -> Decimal:
    """The threshold as the file has it, with all its decimals."""
    answerer = language.canary if decision.role == "canary" else language.primary
    assert answerer is not None, "a canary answered"
    return answerer.threshold.at


def _tried(tree: Tree, asked: str, found: str) -> list[str]:
    """The tags that were looked up, in order, up to the one that was found."""
    names = tree.names
    tried: list[str] = []
    for tag, _ in looked_up(asked):
        tried.append(tag)
        if folded(tag) in names:
            return tried
    return [*tried, found]


def _canary(canary: Canary, decision: Decision) -> RouteDraw:
    traffic = basis_points(canary.traffic)
    return RouteDraw(model=canary.model, traffic=traffic, bucket=decision.bucket)


def _shadows(language: LanguageFile, decision: Decision, key: str | None) -> Iterator[RouteShadow]:
    sent = {one.model for one in decision.shadows if one.compared is None}
    for shadow in language.shadows:
        yield RouteShadow(
            model=shadow.model,
            traffic=basis_points(shadow.traffic),
            bucket=None if key is None else bucket(shadow.model, decision.language, key),
            sent=shadow.model in sent,
        )


def _compared(
    language: LanguageFile, decision: Decision, key: str | None
) -> RouteComparison | None:
    canary = language.canary
    share = basis_points(canary.compared) if canary and canary.compared else 0
    if canary is None or not share:
        return None
    other = canary if decision.role == "primary" else language.primary
    salt = f"{COMPARED}{canary.model}"
    drawn = None if key is None else bucket(salt, decision.language, key)
    return RouteComparison(
        model=other.model, share=share, bucket=drawn, sent=decision.compared is not None
    )


def _audit(share: int, decision: Decision, key: str | None) -> RouteAudit | None:
    if not share:
        return None
    drawn = None if key is None else bucket(AUDIT, decision.language, key)
    return RouteAudit(share=share, bucket=drawn, audited=decision.audited is not None)


def _score(decision: Decision, given: str) -> RouteScore:
    try:
        score = float(given)
        cell = decision.cell(score)
    except ValueError as error:
        scale = f"{decision.model} scores from {decision.minimum:g} to {decision.maximum:g}"
        said = error if isinstance(error, ScoreError) else f"{given!r} is no number"
        raise Failure(f"nothing is decided on this score: {said}", scale) from error
    return RouteScore(score=score, cell=cell, relevant=decision.relevant(score))


def steps(told: RouteOutput) -> Iterator[tuple[str, str]]:
    """What happens to the event, in the order in which it happens."""
    yield "look-up", _look_up(told)
    yield "canary", _canary_words(told)
    yield "model", f"{told.model}, the {told.role}"
    yield "endpoint", f"{place(told.endpoint)} ({told.environment})"
    yield (
        "sent",
        ", ".join(f"{one} (required)" if one in told.required else one for one in told.fields),
    )
    yield from request_lines(told.request)
    if told.fallback:
        yield "fallback", f"{told.fallback}, the primary, answers if {told.model} fails"
    if told.audit:
        yield "audit", _audit_words(told.audit)
    if told.compared:
        yield "compared", _comparison_words(told.compared)
    for index, shadow in enumerate(told.shadows or (None,)):
        yield "" if index else "shadows", _shadow_words(shadow)
    yield "decision", _decision_words(told)


def _look_up(told: RouteOutput) -> str:
    *missed, last = told.tried
    where = told.file if folded(last) == folded(told.language) else f"also in {told.file}"
    if not missed:
        return f"{last}: {where}"
    why = {"default": "the file for all others", "successor": "what the registry replaced it by"}
    nearest = why.get(told.found, "the nearest that has one")
    return f"no file for {', '.join(missed)}; {last} is {nearest}: {where}"


def _canary_words(told: RouteOutput) -> str:
    canary = told.canary
    if canary is None:
        return "none, so the primary answers"
    if canary.bucket is None:
        return f"{canary.model} draws by key; without one the primary answers"
    answers = "it" if told.role == "canary" else "the primary"
    return f"{_draw(canary.model, canary.bucket, canary.traffic)}, so {answers} answers"


def _draw(model: str, bucket: int, traffic: int) -> str:
    side = "below" if bucket < traffic else "not below"
    return f"{model} draws {bucket:,} of 10,000 for this key, {side} its {traffic:,}"


def _audit_words(audit: RouteAudit) -> str:
    if audit.bucket is None:
        return "it draws by key; without one nothing is audited"
    drawn = _draw("it", audit.bucket, audit.share)
    then = "so the analysts get it and each shadow a copy" if audit.audited else "so nothing more"
    return f"{drawn}, {then}"


def _comparison_words(compared: RouteComparison) -> str:
    if compared.bucket is None:
        return "it draws by key; without one nothing is compared"
    drawn = _draw("it", compared.bucket, compared.share)
    if not compared.sent:
        return f"{drawn}, so nobody else is asked"
    why = "; because of the audit" if compared.bucket >= compared.share else ", so"
    return f"{drawn}{why} {compared.model} is asked as well, and only recorded"


def _shadow_words(shadow: RouteShadow | None) -> str:
    if shadow is None:
        return "none"
    if shadow.bucket is None:
        return f"{shadow.model} draws by key; without one it is sent nothing"
    drawn = _draw(shadow.model, shadow.bucket, shadow.traffic)
    if shadow.sent and shadow.bucket >= shadow.traffic:
        return f"{drawn}; it is sent a copy because of the audit"
    return f"{drawn}, so it is sent {'a copy' if shadow.sent else 'nothing'}"


def _decision_words(told: RouteOutput) -> str:
    limit = f"{told.threshold:f} (cell {told.threshold_cell:,})"
    score = told.score
    if score is None:
        return f"relevant from {limit}"
    said = f"{score.score:g} is in cell {score.cell:,}"
    if score.relevant:
        return f"relevant: {said}, the threshold is {limit}"
    shown = "; the analysts get it nevertheless" if told.audit and told.audit.audited else ""
    return f"dropped: {said}, below the threshold {limit}{shown}"
