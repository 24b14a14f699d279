"""Suggest the threshold of a model in a language: the one that keeps a pass share or a recall.

Without a goal it is the one that passes the share that the primary passes now, so that a new model
can take over without a jump. Intervals hold the true share in 95 of 100 cases. Nothing is written:
the last line is the command that does it.
"""

import argparse
import re
import sys
from decimal import Decimal

from langroute_repo.diff.reading import reading
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.setting import Subject
from langroute_repo.evidence.audit import Audit, audits
from langroute_repo.evidence.estimate import Estimate, NotKnown, Why
from langroute_repo.evidence.suggest import Suggestion, like, passing, recalling
from langroute_repo.render.labels import why
from langroute_repo.render.suggestion import (
    Answer,
    audit_command,
    audit_lines,
    page,
    suggest_output,
)
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.routes import Route, routes_of
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import did_you_mean
from scripts.files.language import subject_of
from scripts.files.sparse import tree_of
from scripts.terminal.failure import Failure

EXAMPLES = """
  ./langroute suggest de relevance-e5-v3                 passes what the primary passes
  ./langroute suggest de relevance-e5-v3 --recall 85%
  ./langroute suggest de relevance-e5-v3 --passes 24%
  ./langroute suggest de relevance-e5-v3 --like relevance-chars-v2
"""
# The recall that an audit is reckoned for where nobody asked for one.
USUAL = 0.85
AUDITED = (Why.NO_LABELS, Why.NOTHING_DROPPED_LABELLED, Why.TOO_FEW)
SHARE = re.compile(r"(100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)%")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tag", metavar="TAG", help="a language of config/languages")
    parser.add_argument("model", metavar="MODEL", help="a model with evidence in this language")
    goal = parser.add_mutually_exclusive_group()
    goal.add_argument("--recall", metavar="SHARE", help="of the relevant events, for example 85%%")
    goal.add_argument("--passes", metavar="SHARE", help="of all events, for example 24%%")
    goal.add_argument("--like", metavar="MODEL", help="pass what this one passes (the primary)")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    """0 with a suggestion; 2 when no recorded event says anything about the goal."""
    tree = tree_of(arguments.root)
    subject = subject_of(tree, arguments.tag)
    answer = _answer(tree, subject, arguments)
    json = arguments.format == "json"
    sys.stdout.write(suggest_output(answer).as_json() if json else page(answer))
    return 0


def _answer(tree: Tree, subject: Subject, arguments: argparse.Namespace) -> Answer:
    evidence = _evidence(subject, arguments.model)
    routes = {route.answerer.model: route for route in routes_of(tree, subject.tag).values()}
    route = routes.get(arguments.model)
    if arguments.recall:
        share = _share("--recall", arguments.recall)
        goal, found = f"at least {arguments.recall} recall", _recalling(subject, evidence, share)
    elif arguments.passes:
        share = _share("--passes", arguments.passes)
        goal, found = f"{arguments.passes} of the events", passing(evidence, float(share))
    else:
        other = _other(routes, subject, evidence.model, arguments.like)
        known, at = _evidence(subject, other.answerer.model), other.answerer.threshold.at
        share, found = Decimal(known.share(float(at))), like(evidence, known, at)
        goal = f"{known.passes(float(at))} of the events, as {known.model} does at {at:f}"
    now = reading(tree, route) if route else None
    told = _audits(subject, evidence, found.recall, USUAL)
    return Answer(
        route, subject.language, subject.tag, evidence, goal, float(share), found, now, told
    )


def _evidence(subject: Subject, model: str) -> Evidence:
    """The recorded scores of a model; a Failure where they say nothing."""
    try:
        scale, evidence = subject.model(model).score, subject.evidence(model)
    except EditError as error:
        raise Failure(error.message, error.hint) from error
    if evidence is None or not evidence.total:
        hint = f"run {model} as a shadow in {subject.tag} and build evidence from its log"
        raise Failure(f"there is no recorded score of {model} in {subject.tag}", hint)
    ends_now = float(scale.minimum), float(scale.maximum)
    if (evidence.score.minimum, evidence.score.maximum) != ends_now:
        ends = f"{evidence.score.minimum:g} to {evidence.score.maximum:g}"
        hint = f"refresh it: {model} scores from {scale.minimum:g} to {scale.maximum:g}"
        raise Failure(f"the evidence of {model} in {subject.tag} has a scale from {ends}", hint)
    return evidence


def _other(routes: dict[str, Route], subject: Subject, model: str, named: str | None) -> Route:
    """The route whose pass share is to be matched."""
    name = named or subject.language.primary.model
    if name not in routes:
        hint = did_you_mean(name, routes, f"{subject.tag} has {', '.join(routes)}")
        raise Failure(f"{name} has no threshold in {subject.tag}", hint)
    if name == model:
        hint = "give a goal: --recall 85%, --passes 24% or --like OTHER-MODEL"
        raise Failure(f"{model} passes what {model} passes at every threshold", hint)
    return routes[name]


def _share(option: str, text: str) -> Decimal:
    if not SHARE.fullmatch(text):
        raise Failure(f'{option} "{text}" is no share', "write it with its unit, for example 85%")
    share = Decimal(text.removesuffix("%")) / 100
    if option == "--recall" and not share:
        raise Failure("every threshold has a recall of 0% or more", "ask for more, such as 85%")
    return share


def _recalling(subject: Subject, evidence: Evidence, share: Decimal) -> Suggestion:
    found = recalling(evidence, share)
    if isinstance(found, NotKnown):
        who = f"{evidence.model} in {subject.tag}"
        lines = list(audit_lines(_audits(subject, evidence, found, float(share))))
        told = f"an audit tells it: {'; '.join(lines)}: {audit_command(subject.tag)}"
        hint = "./langroute evidence build counts labels by what became of each event"
        raise Failure(
            f"recall of {who} is not known: {why(found)}",
            told if lines else hint if found.why is Why.OLD_FORMAT else "",
        )
    return found


def _audits(
    subject: Subject, evidence: Evidence, known: Estimate | NotKnown, share: float
) -> tuple[Audit, ...]:
    """What telling recall would take, where an audit does it."""
    if not isinstance(known, NotKnown) or known.why not in AUDITED:
        return ()
    primary = subject.language.primary
    counted = subject.evidence(primary.model) or evidence
    return audits(counted, float(primary.threshold.at), share)
