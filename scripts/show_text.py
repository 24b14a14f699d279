"""The page that `show TAG` prints, made from the same facts as its JSON."""

from collections.abc import Iterator
from typing import Any

from langroute.router import DEFAULT
from langroute.tree.wording import counted
from scripts.layout import labelled

Facts = dict[str, Any]
Row = tuple[str, str]


def page(told: Facts) -> str:
    """A block for the language and one for each of its models."""
    blocks = [labelled(list(_language(told)))]
    for route in told["routes"]:
        blocks.append(_title(route) + labelled(list(_route(route)), indent="  "))
    return "\n".join(blocks)


def _language(told: Facts) -> Iterator[Row]:
    yield "language", told["language"] + _found(told)
    yield "file", told["file"]
    yield "owners", ", ".join(told["owners"])
    yield "source", told["source"]
    events = told["events_per_day"]
    yield "events", "unknown" if events is None else f"about {events:,.0f} a day"
    if told["history"]:
        yield "history", told["history"]


def _found(told: Facts) -> str:
    asked, tag = told["asked"], told["language"]
    if asked == tag:
        return ""
    why = "the file for all others" if tag == DEFAULT else "the nearest one that has a file"
    return f"  (answers for {asked}: {why})"


def _title(route: Facts) -> str:
    what = "is sent a copy of" if route["role"] == "shadow" else "answers"
    status = "" if route["status"] == "active" else f" ({route['status']})"
    return f"{route['role']}  {route['model']}{status}  {what} {route['traffic']} of the events\n"


def _route(route: Facts) -> Iterator[Row]:
    required = route["required"]
    yield (
        "fields",
        ", ".join(f"{one} (required)" if one in required else one for one in route["fields"]),
    )
    yield from _threshold(route)
    yield from _seal(route)
    yield from _endpoints(route["endpoints"])
    yield from _since(route["since"])


def _threshold(route: Facts) -> Iterator[Row]:
    at, evidence = f"{route['threshold']:f}", route["evidence"]
    if evidence is None:
        yield "threshold", f"{at}; what it passes is not known, for there is no evidence"
        return
    events = counted(evidence["events"], "recorded event")
    yield "threshold", f"{at} passes {route['passes']} of {events}"
    if route["role"] != "shadow":
        yield "analysts", f"about {route['passed_per_day']:,.0f} events a day"
    if route["recall"] is not None:
        yield "recall", f"{route['recall']} of {evidence['relevant']:,} labelled relevant"


def _seal(route: Facts) -> Iterator[Row]:
    evidence = route["evidence"]
    if evidence:
        days = counted(evidence["age_days"], "day")
        window = f"{evidence['from']} to {evidence['to']}"
        yield "evidence", f"{evidence['reference']}, {window}, {days} old"
    if route["fitting_seal"]:
        yield "seal", f"does not fit; {route['fitting_seal']} would"


def _endpoints(endpoints: Facts) -> Iterator[Row]:
    width = max(map(len, endpoints), default=0)
    for index, (environment, endpoint) in enumerate(endpoints.items()):
        yield "" if index else "endpoint", f"{environment:<{width}}  {place(endpoint)}"


def place(endpoint: Facts | None) -> str:
    """An endpoint in one line."""
    if endpoint is None:
        return "none"
    if endpoint["kind"] == "sagemaker":
        return f"sagemaker {endpoint['name']} in {endpoint['region']}"
    return str(endpoint["url"])


def _since(since: Facts) -> Iterator[Row]:
    width = max(map(len, since), default=0)
    for index, (value, commit) in enumerate(since.items()):
        said = (
            f"{commit['date']} by {commit['author']}: {commit['subject']} ({commit['commit']})"
            if commit
            else "not committed yet"
        )
        yield "" if index else "since", f"{value:<{width}}  {said}"
