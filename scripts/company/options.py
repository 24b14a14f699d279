"""Answers that the command line gives: a company with one source and one model needs no file."""

import argparse
from collections.abc import Mapping
from typing import Any

from langroute_repo.editing.described_model import endpoint, inputs, number, scale
from langroute_repo.editing.edit import EditError
from langroute_repo.editing.setting import items
from langroute_repo.onboarding.answers import ENVIRONMENTS
from langroute_repo.onboarding.reading import Data
from scripts.terminal.failure import Failure


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be answered on the command line; it goes before what the file says."""
    group = parser.add_argument_group("answers, in the place of questions or of the file's")
    for option, metavar, told in (
        ("--languages", "TAGS", "the languages, such as pl,de-AT"),
        ("--owners", "LIST", "who approves changes: @org/team or @user, several with commas"),
        ("--repository", "OWNER/NAME", "where the files will be kept on GitHub"),
        ("--plan", "PLAN", "of the account on GitHub: free, pro, team or enterprise"),
        ("--visibility", "WORD", "of the repository: public, private or internal"),
        ("--approvers", "LIST", "only where one person or two can approve: @ada,@bert"),
        ("--source", "NAME", "where the events come from"),
        ("--fields", "LIST", "the fields of an event, such as headline,text"),
        ("--model", "NAME", "the model that answers"),
        ("--endpoint", "LIST", "staging=…,production=…: SageMaker's names, or URLs"),
        ("--scale", "LOW..HIGH", "its lowest and its highest score, such as 0..1"),
        ("--inputs", "LIST", "the fields it takes; the first one it needs"),
        ("--capacity", "RATE", "what it may be asked, such as 20/s"),
        ("--threshold", "VALUE", "above which score events pass today"),
        ("--passes", "SHARE", "with a log: the share of events that should pass, such as 25%%"),
        ("--region", "REGION", "of AWS, for both environments"),
        ("--account", "DIGITS", "of AWS, for both environments"),
        ("--bucket", "NAME", "of S3, for both environments"),
    ):
        group.add_argument(option, metavar=metavar, help=told)
    group.add_argument(
        "--log", action="extend", nargs="+", metavar="PATH", help="prediction logs to begin from"
    )


def answered(given: argparse.Namespace) -> Data:
    """The same as a file of answers would hold it."""
    try:
        account = _said(region=given.region, account=given.account, bucket=given.bucket)
        return _said(
            languages=_each(given.languages),
            owners=_listed(given.owners),
            github=_said(
                repository=given.repository,
                plan=given.plan,
                visibility=given.visibility,
                approvers=_listed(given.approvers),
            )
            or None,
            environments={name: dict(account) for name in ENVIRONMENTS} if account else None,
            sources={given.source: _each(given.fields) or {}} if given.source else None,
            models={given.model: _model(given)} if given.model else None,
            log=given.log,
            passes=given.passes,
        )
    except EditError as error:
        raise Failure(error.message, error.hint) from error


def _listed(text: str | None) -> list[str] | None:
    return items(text) if text else None


def _each(text: str | None) -> Data | None:
    """Names of which nothing more is said."""
    return {name: {} for name in items(text)} if text else None


def _model(given: argparse.Namespace) -> Data:
    return _said(
        endpoint=endpoint(given.endpoint, given.region) if given.endpoint else None,
        score=scale(given.scale) if given.scale else None,
        inputs=inputs(items(given.inputs)) if given.inputs else None,
        capacity=given.capacity,
        threshold=number(given.threshold) if given.threshold else None,
    )


def _said(**held: Any) -> Data:
    """Without what nobody said."""
    return {key: one for key, one in held.items() if one is not None}


def together(first: Mapping[str, Any], then: Mapping[str, Any]) -> Data:
    """Answers from two places; what is said in the second stands where both say something."""
    held: Data = dict(first)
    for key, one in then.items():
        known = held.get(key)
        both = isinstance(known, dict) and isinstance(one, dict)
        held[key] = together(known, one) if both and isinstance(known, dict) else one
    return held
