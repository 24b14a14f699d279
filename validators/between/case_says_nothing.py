from collections.abc import Iterator

from langroute_repo.tree.tree import valid
from validators.finding import Fault, Given


def case_says_nothing(given: Given) -> Iterator[Fault]:
    """A case expects nothing, or expects a decision on a score that it does not give.

    It can never fail, and yet it is counted on. Say what must come out.
    """
    for _, file, cases in valid(given.tree.cases):
        for index, case in enumerate(cases.cases):
            if not case.expect.model_fields_set:
                yield Fault(
                    file.place("cases", index, "expect"),
                    "nothing is expected, so this case can never fail",
                    "say what must come out, for instance role: primary",
                    depends={"expected": "nothing"},
                )
            elif case.expect.relevant is not None and case.event.score is None:
                yield Fault(
                    file.place("cases", index, "expect", "relevant", key=True),
                    "whether it is relevant is decided on a score, and the event has none",
                    "add the model's answer to the event, for instance score: 0.5",
                    depends={"expected": str(case.expect.relevant), "score": "none"},
                )
