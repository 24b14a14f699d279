from collections.abc import Iterator

from langroute.endpoint_shape import LATER
from langroute_repo.tree.routes import resolved
from validators.finding import Fault, Given

FORMAT = 2  # of a document that has one of these keys


def reader_too_old(given: Given) -> Iterator[Fault]:
    """A model says what the readers in an environment do not read.

    A reader of format 1 would ignore what the server speaks or which credential it asks for, and
    every event of the model's languages would fail. So the document takes format 2, which such a
    reader refuses: it would go on with the document it has, and the change would never arrive.
    """
    used = {route.answerer.model: model for route, model in resolved(given.tree)}
    for name, model in used.items():
        later = [key for key in model.endpoint.model_fields_set if key in LATER]
        for environment, file in given.tree.environments.items():
            if not later or file.model is None or (file.model.reader or 1) >= FORMAT:
                continue
            key = min(later, key=list(type(model.endpoint).model_fields).index)
            yield Fault(
                given.tree.models[name].place("endpoint", key, key=True),
                f'"{key}" needs format {FORMAT} of the document, and the readers in {environment} '
                f"know {file.model.reader or 1}",
                f'update every backend there, then say so with "reader: {FORMAT}" in {file.path}',
                ((file.place("reader" if file.model.reader else "environment"), "the readers"),),
                depends={"model": name, "key": key, "environment": environment},
            )
