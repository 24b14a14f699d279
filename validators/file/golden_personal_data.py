from collections.abc import Iterator
from typing import Any

from langroute_repo.golden.event import plain
from langroute_repo.golden.personal_data import found_in
from langroute_repo.tree.tree import valid
from langroute_repo.wording import listed
from validators.finding import Fault, Given


def golden_personal_data(given: Given) -> Iterator[Fault]:
    """A golden event has something in it that has the form of a person's data.

    What is committed stays in every clone, and is sent to each server that is asked. By form alone
    an e-mail address, a telephone number, an IBAN or the number of a payment card is found; names
    are not. Write another one in its place: the model need not know whose it is.
    """
    for _, file, golden in valid(given.tree.golden):
        for index, one in enumerate(golden.events):
            for field, value in plain(one.event).items():
                found = list(
                    dict.fromkeys(kind for text in _texts(value) for kind in found_in(text))
                )
                if found:
                    yield Fault(
                        # Not where it stands: the line would be shown in every report.
                        file.place("events", index, "about", key=True),
                        f"the field {field} of this event holds {listed(found)}, by its form",
                        "write an invented one in its place and record the score anew; what was "
                        "committed stays in the history",
                        depends={"field": field, "found": ", ".join(found)},
                    )


def _texts(value: Any) -> Iterator[str]:
    yield from (f"{one}" for one in (value if isinstance(value, list) else [value]))
