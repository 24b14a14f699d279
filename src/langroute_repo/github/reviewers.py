"""Whom the settings ask before a deployment: teams that cannot be, and people who own nothing."""

from collections.abc import Collection, Iterator

from langroute_repo.github.wanted_settings import FOLDER, SettingsError, Wanted

FILE = f"{FOLDER}/environments.json"


def refuse_foreign(wanted: Wanted, repository: str, owners: Collection[str]) -> None:
    """Say which team is of another organisation: GitHub would look for its name in this one.

    So the names of the sample company are found, and those of a company that was renamed. Where
    the plan has no reviewers nobody is looked for, and `strangers` tells of them.
    """
    here = repository.partition("/")[0]
    for name, reviewers in wanted.asked.items() if wanted.plan.offer.reviewers else ():
        for one in reviewers:
            organisation, team, _ = one.removeprefix("@").partition("/")
            if team and organisation.lower() != here.lower():
                known = f"; owners here: {', '.join(sorted(owners))}" if owners else ""
                raise SettingsError(
                    f"{FILE} asks {one} before a deployment to {name}, a team of "
                    f"{organisation}, and {repository} can ask only teams of {here}",
                    f"write there who is to be asked{known}",
                )


def strangers(wanted: Wanted, owners: Collection[str]) -> Iterator[str]:
    """Who is asked and owns nothing: maybe so wanted, maybe left over from somebody else.

    Nobody is named where there are no owners to hold them against.
    """
    known = {one.lower() for one in owners}
    for name, reviewers in wanted.asked.items():
        for one in reviewers:
            if known and one.lower() not in known:
                yield f"{one} is asked before a deployment to {name} and owns nothing in config/"
