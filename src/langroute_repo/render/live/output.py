"""What AppConfig runs for machines, in the shapes of ``langroute_repo.output.live``."""

from langroute_repo.appconfig.live import IN_FLIGHT, Deployment, Live
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.output.live import InFlight, LiveDocument
from langroute_repo.render.commit_json import git_commit


def live_document(live: Live | None, origin: LiveOrigin | None) -> LiveDocument | None:
    if live is None or origin is None:
        return None
    one = live.deployment
    return LiveDocument(
        label=one.label,
        version=one.version,
        deployment=one.number,
        since=one.completed.isoformat() if one.completed else None,
        description=one.description,
        bytes=None if live.content is None else len(live.content),
        plan_hash=live.plan_hash or None,
        claims=origin.claims or None,
        commit=git_commit(origin.commit) if origin.commit else None,
        faithful=origin.faithful,
    )


def in_flight(flight: Deployment | None) -> InFlight | None:
    """None also for one that ended between two looks."""
    if flight is None or flight.state not in IN_FLIGHT:
        return None
    return InFlight(
        deployment=flight.number,
        label=flight.label,
        state=IN_FLIGHT[flight.state],
        percentage=flight.percentage,
        seconds_left=round(flight.left.total_seconds()),
    )
