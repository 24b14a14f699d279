from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given


def field_scope_both(given: Given) -> Iterator[Fault]:
    """A source's field has both `languages` and `except`.

    The one lists where the field exists, the other where it does not: together one of them says
    nothing or contradicts the other.
    """
    for _, file, source in valid(given.tree.sources):
        for name, scope in source.fields.items():
            if scope.languages is not None and scope.except_ is not None:
                yield Fault(
                    file.place("fields", name, "except", key=True),
                    f'"{name}" has both languages and except',
                    "keep languages, without the exceptions, or except alone",
                    ((file.place("fields", name, "languages", key=True), "the other one"),),
                    depends={
                        "languages": " ".join(scope.languages),
                        "except": " ".join(scope.except_),
                    },
                )
