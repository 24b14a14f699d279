from collections.abc import Collection, Iterator

from langroute.decision import Decision, MissingField
from langroute.router import bucket
from langroute.scale import ScoreError
from langroute_repo.tags.canonical import canonical
from langroute_repo.tree.case_results import CaseAnswer, Trial, answer, trials
from langroute_repo.tree.fields import fields_in
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.tree import Place, Tree
from langroute_repo.tree.values import basis_points
from langroute_repo.wording import did_you_mean, listed
from validators.depends import written_scale
from validators.finding import Fault, Given

Related = tuple[Place, str]


def case_fails(given: Given) -> Iterator[Fault]:
    """An example that people wrote does not come out as they expect.

    The examples run through the very router that the backend uses, on what the files compile to
    for the first environment. Either the change breaks what somebody relied on, or the example is
    out of date: only a person knows.
    """
    order = promotion_order(given.tree)
    for trial in trials(given.tree, given.documents[order[0]]) if order else ():
        if trial.decision is not None:
            yield from _unmet(given.tree, trial, trial.decision)
        elif trial.case.event.language is not None:
            yield Fault(
                trial.place("event", "language"),
                f"no file answers for {trial.asked}",
                f"add config/languages/{trial.asked}.yaml, or ask for a language that has a file",
                depends={"language": trial.asked},
            )


def _unmet(tree: Tree, trial: Trial, decision: Decision) -> Iterator[Fault]:
    """What does not come out; what only follows from an earlier finding is not told again."""
    found = trial.case.expect.found
    if found not in (None, decision.language):
        yield _found(tree, trial, decision)
        return
    wrong = list(_answerer(tree, trial, decision))
    yield from wrong
    yield from _shadows(tree, trial, decision)
    if not wrong:
        yield from list(_event_fields(tree, trial, decision)) or _payload(tree, trial, decision)
        yield from relevance(tree, trial, decision, answer(tree, decision))


def answers_as_expected(tree: Tree, trial: Trial, decision: Decision) -> bool:
    """Whether the language and the model that answer are those that the case expects, if any."""
    found = trial.case.expect.found in (None, decision.language)
    return found and not any(True for _ in _answerer(tree, trial, decision))


def _found(tree: Tree, trial: Trial, decision: Decision) -> Fault:
    file = tree.languages[decision.language]
    return Fault(
        trial.place("expect", "found"),
        f"expected {trial.case.expect.found}, but {file.path} answers for {trial.asked}",
        f"if that is right, write found: {decision.language}",
        ((file.place("language"), f"answers for {trial.asked}"),),
        depends={"expected": str(trial.case.expect.found), "comes out": decision.language},
    )


def _answerer(tree: Tree, trial: Trial, decision: Decision) -> Iterator[Fault]:
    """The role or the model, for both are wrong for one reason."""
    expect = trial.case.expect
    why = _draw(tree, decision)
    related = (_route(answer(tree, decision)),)
    if expect.role not in (None, decision.role):
        yield Fault(
            trial.place("expect", "role"),
            f"expected the {expect.role}, but the {decision.role} answers: {why}",
            f"if that is right, write role: {decision.role}",
            related,
            depends={"expected": expect.role, "comes out": decision.role},
        )
    elif expect.model not in (None, decision.model):
        right = f"if that is right, write model: {decision.model}"
        known = expect.model in tree.models
        yield Fault(
            trial.place("expect", "model"),
            f"expected {expect.model}, but {decision.model} answers as the {decision.role}: {why}",
            right if known else did_you_mean(str(expect.model), tree.models, right),
            related,
            depends={"expected": str(expect.model), "comes out": decision.model},
        )


def _draw(tree: Tree, decision: Decision) -> str:
    """Why it is the canary that answers, or the primary."""
    canary = answer(tree, decision).language.canary
    if canary is None:
        return f"{decision.language} has no canary"
    if decision.bucket is None:
        return "an event without a key goes to the primary"
    return _bucket("the canary", decision.bucket, canary.traffic)


def _bucket(who: str, drawn: int, traffic: str) -> str:
    return (
        f"the event is in bucket {drawn} for {who}, which takes those below {basis_points(traffic)}"
    )


def _route(found: CaseAnswer) -> Related:
    return found.file.place(*found.path, "model"), f"the {found.path[0]}, which answers"


def _shadows(tree: Tree, trial: Trial, decision: Decision) -> Iterator[Fault]:
    expected = trial.case.expect.shadows
    got = [shadow.model for shadow in decision.shadows if shadow.compared is None]
    if expected is None or expected == got:
        return
    language = answer(tree, decision).language
    reasons = list(_shadow_reasons(language, trial, decision, {*expected} ^ {*got}))
    if {*expected} == {*got}:
        reasons = ["they are listed in the order of the file, each once"]
    yield Fault(
        trial.place("expect", "shadows"),
        f"expected {_copies(expected)}, but the event has {_copies(got)}: {'; '.join(reasons)}",
        f"if that is right, write shadows: [{', '.join(got)}]",
        ((tree.languages[decision.language].place(*_shadow_path(language)), "its shadows"),),
        depends={"expected": " ".join(expected), "comes out": " ".join(got)},
    )


def _shadow_reasons(
    language: LanguageFile, trial: Trial, decision: Decision, models: Collection[str]
) -> Iterator[str]:
    """Why each of the models is sent a copy, or is not."""
    shadows = {shadow.model: shadow for shadow in language.shadows}
    key = trial.case.event.key
    for model in sorted(models):
        if model not in shadows:
            yield f"{model} is no shadow of {decision.language}"
        elif key is None:
            yield "an event without a key is sent to no shadow"
        else:
            drawn = bucket(model, decision.language, key)
            yield _bucket(model, drawn, shadows[model].traffic)


def _copies(models: Collection[str]) -> str:
    return f"a copy to {listed(models)}" if models else "no copy"


def _shadow_path(language: LanguageFile) -> tuple[str, ...]:
    return ("shadows",) if language.shadows else ("language",)


def _event_fields(tree: Tree, trial: Trial, decision: Decision) -> Iterator[Fault]:
    """Fields of the event that no event of the language has."""
    known = _known_fields(tree, trial, decision)
    for index, name in enumerate(trial.case.event.fields or ()):
        if known is not None and name not in known:
            source = answer(tree, decision).language.source
            yield Fault(
                trial.place("event", "fields", index),
                f'no event is like this: {source} has no "{name}" in {trial.asked}',
                did_you_mean(name, known, f"in {trial.asked} it has {listed(known)}"),
                ((tree.sources[source].place("fields", key=True), f"what {source} has"),),
                depends={"source": source, "field": name},
            )


def _known_fields(tree: Tree, trial: Trial, decision: Decision) -> list[str] | None:
    """The fields of the events that are asked about; None when their source is at fault."""
    source = tree.source(answer(tree, decision).language.source)
    return None if source is None else fields_in(source, canonical(trial.asked))


def _payload(tree: Tree, trial: Trial, decision: Decision) -> Iterator[Fault]:
    given, expected = trial.case.event.fields, trial.case.expect.payload
    names = _known_fields(tree, trial, decision) if given is None else given
    if names is None or (given is None and expected is None):
        return
    found = answer(tree, decision)
    route = found.file.place(*found.path, "fields"), f"what {decision.model} is sent"
    try:
        sent = decision.payload(dict.fromkeys(names, ""))
    except MissingField as error:
        if given is not None:  # else the source lacks it, which is told
            yield _unsendable(trial, decision, error.field)
        return
    if expected is not None and {*sent} != {*expected}:
        yield Fault(
            trial.place("expect", "payload"),
            f"expected {listed(expected)} to be sent, but {decision.model} is sent {listed(sent)}",
            f"if that is right, write payload: [{', '.join(sent)}]",
            (route,),
            depends={"expected": " ".join(expected), "comes out": " ".join(sent)},
        )


def _unsendable(trial: Trial, decision: Decision, field: str) -> Fault:
    return Fault(
        trial.place("event", "fields"),
        f'{decision.model} cannot answer: it requires "{field}", which this event does not have',
        f"add {field} to the event's fields",
        depends={"model": decision.model, "field": field},
    )


def relevance(tree: Tree, trial: Trial, decision: Decision, found: CaseAnswer) -> Iterator[Fault]:
    """What is wrong with the decision on the score of a case, by whose threshold it is."""
    score, expected = trial.case.event.score, trial.case.expect.relevant
    if score is None:
        return
    try:
        relevant = decision.relevant(score)
    except ScoreError:
        yield _off_scale(tree, trial, decision)
        return
    if expected in (None, relevant):
        return
    at = found.answerer.threshold.at
    side = "is at or above" if relevant else "is below"
    yield Fault(
        trial.place("expect", "relevant"),
        f"expected {'' if expected else 'not '}relevant, but {score} {side} {at}, "
        f"the threshold of {decision.model} in {decision.language}",
        f"if that is right, write relevant: {str(relevant).lower()}",
        ((found.file.place(*found.path, "threshold", "at"), "the threshold"),),
        # How far the score is from the threshold makes it no better and no worse.
        depends={"score": str(score), "expected": str(expected)},
    )


def _off_scale(tree: Tree, trial: Trial, decision: Decision) -> Fault:
    scale = tree.models[decision.model].model
    assert scale is not None, "only a model without a fault is compiled"
    return Fault(
        trial.place("event", "score"),
        f"{decision.model} cannot give the score {trial.case.event.score}: "
        f"its scale is {scale.score.minimum} to {scale.score.maximum}",
        "write a score on the scale",
        ((tree.models[decision.model].place("score"), "its scale"),),
        depends={
            "model": decision.model,
            "score": str(trial.case.event.score),
            "scale": written_scale(scale.score),
        },
    )
