"""The part of the tour in which a new model's server lost a field, and no push lets it answer."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.tree import Tree, valid
from scripts.terminal.exit_codes import ANSWERS_OTHERWISE
from scripts.tour.example_backend import MODELS, running
from scripts.tour.story import Story, following
from scripts.tour.workspace import Company

FIELDS = ("title", "body")
THRESHOLD, TRAFFIC = "0.500", "5%"
REPORT = "golden.json"
# What the stand-in of the example scores otherwise without the body; in Spanish, as its headlines.
EVENTS = (
    ("a strike closes a port: transport", True,
     "Huelga en el puerto de Bilbao", "Los barcos esperan y las fábricas se quedan sin piezas."),
    ("a fire among chemicals", True,
     "Incendio en un almacén", "Arden productos químicos junto al aeropuerto."),
    ("a concert, which concerns nobody", False,
     "Concierto en Sevilla", "El cantante presenta su nuevo disco en la plaza."),
    ("recipes, which concern nobody", False,
     "Recetas de otoño", "Sopa de calabaza en media hora."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A model that is not there yet, begun like one that is, for one language."""

    name: str
    like: str
    tag: str
    instead: bool  # of a canary that there is
    endpoints: tuple[str, str]  # before and in the last environment

    @property
    def golden(self) -> str:
        return f"config/golden/{self.name}/{self.tag}.yaml"


def newcomer(tree: Tree, story: Story, names: list[str]) -> Newcomer | None:
    """For the language of the story; None where the tree has no model at SageMaker to begin from.

    Nobody is called over HTTP, and what the environment's file says of golden queries stays.
    """
    language, last = tree.languages[story.tag].model, tree.environments[names[-1]].model
    if language is None or last is None or last.gate == "off" or len(names) < 2:
        return None
    for like, _, model in valid(tree.models):
        if _fits(model, language, names):
            name = following(tree, like)
            before, there = (_place(model, one).replace(like, name) for one in names[-2:])
            if before != there and name in there:
                instead = language.canary is not None
                return Newcomer(name, like, story.tag, instead, (before, there))
    return None


def _place(model: ModelFile, environment: str) -> str:
    """The endpoint's name, where the stand-in can answer for it: it knows no protocol."""
    where = endpoint_in(model, environment) or {}
    return str(where["name"]) if where.keys() == {"kind", "region", "name"} else ""


def _fits(model: ModelFile, language: LanguageFile, names: list[str]) -> bool:
    there = all(_place(model, one) for one in names[-2:])
    takes = {*model.inputs.required, *model.inputs.optional} & {*language.primary.fields}
    speaks = model.languages == "any" or language.language in model.languages
    simple = set(model.inputs.required) <= set(FIELDS) <= takes
    scale = model.score.minimum == 0 and model.score.maximum == 1
    return there and speaks and simple and scale and model.status == "active"


@contextmanager
def containers(one: Newcomer, *lose: str) -> Iterator[dict[str, str]]:
    """Servers of all models; of ``lose`` the one in production lost a field. Where to find them."""
    lost = [word for field in lose for word in ("--lose", f"{one.endpoints[1]}={field}")]
    with (
        TemporaryDirectory(prefix="langroute-models-") as folder,
        running(MODELS, os.environ, Path(folder), lost) as url,
    ):
        yield {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": url}


def propose(company: Company, one: Newcomer, environment: EnvironmentFile, before: str) -> None:
    """The change: the model, what it has to answer, a few events in a hundred, and the demand."""
    given = ("--threshold", THRESHOLD, "--fields", ",".join(FIELDS))
    how = ("canary.model", one.name) if one.instead else ("canary", one.name, "--traffic", TRAFFIC)
    company.langroute("new", "model", one.name, "--like", one.like, silent=True)
    company.langroute("set", one.tag, *how, *given, silent=True)
    _record(company, one, before)
    if environment.gate != "required":
        path = company.folder / f"config/environments/{environment.environment}.yaml"
        text = path.read_text("utf-8")
        kept = "".join(line for line in text.splitlines(True) if not line.startswith("golden:"))
        path.write_text(f"{kept.rstrip()}\ngolden: required\n", encoding="utf-8")
    company.quietly("add", "config")
    company.git("commit", "-qm", f"{one.tag}: {one.name} answers for the canary's share")


def _record(company: Company, one: Newcomer, environment: str) -> None:
    """What the endpoint before the last one gives: somebody looked at it there."""
    lines = [
        json.dumps(
            {"about": about, "relevant": relevant, "event": {"title": title, "body": body}},
            ensure_ascii=False,
        )
        for about, relevant, title, body in EVENTS
    ]
    events = company.folder / "events.jsonl"
    events.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with containers(one) as environ:
        company.langroute(
            "golden", "record", environment, "--model", one.name, "--language", one.tag,
            "--events", events.name, environ=environ, silent=True,
        )  # fmt: skip
    events.unlink()


def hold_back(company: Company, one: Newcomer, last: str) -> None:
    """Ask the server that lost a field, and try to push by what it answered."""
    with containers(one, FIELDS[1]) as environ:
        _ask(company, one, last, ANSWERS_OTHERWISE, environ)
    push = ("push", last, "--yes", "--golden", REPORT)
    company.langroute(*push, ends=ANSWERS_OTHERWISE)


def let_go(company: Company, one: Newcomer, last: str) -> None:
    """The same with the right server in its place."""
    with containers(one) as environ:
        _ask(company, one, last, 0, environ)
    company.langroute("push", last, "--yes", "--golden", REPORT)
    (company.folder / REPORT).unlink()


def _ask(company: Company, one: Newcomer, last: str, ends: int, environ: dict[str, str]) -> None:
    asked = ("golden", last, "--model", one.name, "--report", REPORT)
    company.langroute(*asked, ends=ends, environ=environ)
