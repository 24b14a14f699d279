"""The shape of what ends soon, as check and status tell it."""

from langroute_repo.output.base import Output


class EndingSoon(Output):
    """What will be out of date or over within 30 days."""

    day: str
    path: str
    what: str
    owners: list[str]
