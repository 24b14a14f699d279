"""What a push would do, before it does it."""

from langroute.document import parse, plan_hash
from langroute_repo.appconfig.guarded import unwatched
from langroute_repo.appconfig.plan import Plan
from langroute_repo.appconfig.strategy import described
from langroute_repo.aws.clients import CloudWatch
from langroute_repo.wording import listed


def told(plan: Plan) -> list[str]:
    """What it would do."""
    wanted, environment = plan.wanted, plan.wanted.environment
    where = environment.appconfig
    why = f" ({plan.pace.why})" if plan.pace.why else ""
    alarms = ", ".join(one.stand for one in plan.alarms)
    return [
        f"plan for {wanted.name}",
        f"  document   {len(parse(wanted.raw)['languages'])} languages, "
        f"{len(wanted.raw) / 1024:,.1f} KB, plan_hash {plan_hash(wanted.raw)}",
        f"  version    {plan.version.label} in {where.application}/{where.profile}, "
        f"{environment.region}",
        f"  rollout    {described(plan.pace.rollout)}{why}",
        f"  alarms     {alarms or _no_alarms(plan)}",
        f"  live now   {plan.before.live or 'nothing'}",
        *([f"  owner      not known: {plan.owner_untold}"] if plan.owner_untold else []),
    ]


def _no_alarms(plan: Plan) -> str:
    if plan.unseen is not None:
        return f"cannot be seen: {plan.unseen.message}"
    return "none: nothing would take a bad change back by itself"


def without_alarm(plan: Plan, cloudwatch: CloudWatch) -> list[str]:
    """On languages that came after the stack was deployed: their failures take nothing back."""
    if plan.unseen is not None:
        return []
    languages = parse(plan.wanted.raw)["languages"]
    tags = unwatched(cloudwatch, plan.wanted.environment, plan.alarms, languages)
    if not tags or not plan.alarms:
        return []
    them = "it" if len(tags) == 1 else "them"
    deploy = f"./langroute infra deploy {plan.wanted.name} --yes makes {them}"
    return [f"  unwatched  {listed(tags)}: no alarm is for {them}; {deploy}"]
