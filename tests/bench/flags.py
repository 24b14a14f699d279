"""One decision of the router beside the same split by the Python SDKs of flag systems.

Each of them sends 10 % of the events to a canary by the event's id, in this process, by a document
or file that it has read before, and sends nothing anywhere. What is timed is what a backend writes
for one event, telling the SDK the event's id included. All take turns over the same ids, and the
best turn of each counts: whatever else the machine does can only slow one down.
"""

import json
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute import Router
from tests.vectors.route import DOCUMENT

MOST = 3.0  # microseconds
EVENTS = [f"event-{number}" for number in range(10_000)]
Decide = Callable[[str], object]
Opened = Iterator[tuple[str, Decide]]


def main(turns: int) -> None:
    """Print what a decision takes with each, and the ratios to the router's."""
    with ExitStack() as opened:
        decides = dict(_available(opened))
        _confirm(decides)
        best = dict.fromkeys(decides, float("inf"))
        for _ in range(turns):
            for name, decide in decides.items():
                best[name] = min(best[name], _seconds(decide))
    python = platform.python_version()
    print(f"a decision, 10 % by the event's id: Python {python}, best of {turns} turns")
    ours = next(iter(best.values()))
    for name, seconds in best.items():
        print(f"  {name:<46} {1e6 * seconds:6.2f} µs {seconds / ours:6.1f} ×")
    print(f"  (the first at most {MOST} µs, and less than each of the others)\n")


def _available(opened: ExitStack) -> Iterator[tuple[str, Decide]]:
    for open_one in (_langroute, _growthbook, _flagd, _unleash):
        try:
            yield opened.enter_context(contextmanager(open_one)())
        except ImportError as error:
            print(f"left out, for it is not installed: {error.name}")


def _confirm(decides: dict[str, Decide]) -> None:
    """That each draws a tenth; what is timed is no default and no error."""
    for name, decide in decides.items():
        share = sum(map(bool, map(decide, EVENTS))) / len(EVENTS)
        if not 0.09 < share < 0.11:
            raise RuntimeError(f"{name} sends {share:.1%} to the canary")


def _seconds(decide: Decide) -> float:
    start = time.perf_counter()
    for event in EVENTS:
        decide(event)
    return (time.perf_counter() - start) / len(EVENTS)


def _langroute() -> Opened:
    document = deepcopy(DOCUMENT)
    document["languages"]["de"]["shadows"] = []
    route = Router(document).route
    yield "langroute: Router.route", lambda event: route("de", event).role == "canary"


def _growthbook() -> Opened:
    from growthbook import GrowthBook  # type: ignore[import-not-found]

    rule = {"force": True, "coverage": 0.1, "hashAttribute": "id"}
    client = GrowthBook(features={"canary": {"defaultValue": False, "rules": [rule]}})

    def decide(event: str) -> object:
        client.set_attributes({"id": event})
        return client.is_on("canary")

    yield f"GrowthBook {version('growthbook')}, one instance kept", decide
    client.destroy()


def _flagd() -> Opened:
    from openfeature import api  # type: ignore[import-not-found]
    from openfeature.contrib.provider.flagd import (  # type: ignore[import-not-found]
        FlagdProvider,
    )
    from openfeature.contrib.provider.flagd.config import (  # type: ignore[import-not-found]
        ResolverType,
    )
    from openfeature.evaluation_context import (  # type: ignore[import-not-found]
        EvaluationContext,
    )

    flag = {
        "state": "ENABLED",
        "variants": {"on": True, "off": False},
        "defaultVariant": "off",
        "targeting": {"fractional": [["on", 10], ["off", 90]]},
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "flags.json"
        path.write_text(json.dumps({"flags": {"canary": flag}}))
        api.set_provider(
            FlagdProvider(resolver_type=ResolverType.FILE, offline_flag_source_path=str(path))
        )
        ask = api.get_client().get_boolean_value
        name = f"OpenFeature, flagd {version('openfeature-provider-flagd')} in process"
        yield name, lambda event: ask("canary", False, EvaluationContext(targeting_key=event))
        api.shutdown()


def _unleash() -> Opened:
    from UnleashClient import UnleashClient  # type: ignore[import-not-found]
    from UnleashClient.cache import FileCache  # type: ignore[import-not-found]

    share = {"rollout": "10", "stickiness": "userId", "groupId": "canary"}
    strategy = {"name": "flexibleRollout", "parameters": share}
    feature = {"name": "canary", "enabled": True, "strategies": [strategy]}
    with TemporaryDirectory() as folder:
        cache = FileCache("bench", directory=folder)
        cache.bootstrap_from_dict({"version": 2, "features": [feature]})
        client = UnleashClient(
            url="http://127.0.0.1:9",  # nothing listens there, and nothing is asked
            app_name="bench",
            cache=cache,
            disable_metrics=True,
            disable_registration=True,
        )
        client.initialize_client(fetch_toggles=False)
        ask = client.is_enabled
        yield f"Unleash {version('UnleashClient')}", lambda event: ask("canary", {"userId": event})
        client.destroy()


if __name__ == "__main__":
    main(int(sys.argv[1]))
