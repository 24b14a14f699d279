"""The same facts for machines, in the shapes of ``langroute_repo.output.live``."""

import json
from typing import Any

from langroute_repo.appconfig.live import Deployment, Live
from langroute_repo.appconfig.origin import Origin
from langroute_repo.tree.git import Commit

Json = dict[str, Any]


def as_text(whole: Json) -> str:
    return json.dumps({"schema_version": 1, **whole}, indent=2, ensure_ascii=False) + "\n"


def live_facts(live: Live | None, origin: Origin | None) -> Json | None:
    if live is None or origin is None:
        return None
    one = live.deployment
    return {
        "label": one.label,
        "version": one.version,
        "deployment": one.number,
        "since": one.completed.isoformat() if one.completed else None,
        "description": one.description,
        "bytes": None if live.content is None else len(live.content),
        "plan_hash": live.plan_hash or None,
        "claims": origin.claims or None,
        "commit": commit_facts(origin.commit) if origin.commit else None,
        "faithful": origin.faithful,
    }


def commit_facts(commit: Commit) -> Json:
    return {
        "commit": commit.id,
        "author": commit.author,
        "date": commit.date,
        "subject": commit.subject,
    }


def flight_facts(flight: Deployment | None) -> Json | None:
    if flight is None:
        return None
    return {
        "deployment": flight.number,
        "label": flight.label,
        "state": flight.state,
        "percentage": flight.percentage,
        "seconds_left": round(flight.left.total_seconds()),
    }
