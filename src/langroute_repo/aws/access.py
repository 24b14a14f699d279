"""With whose rights an environment is reached, where one set of credentials does not reach all.

On a machine each environment may have a profile of its own, given as an option: how a person's
profiles are called is nobody else's business, so no reviewed file names one. In a job of GitHub
Actions the environment before this one, in another account or region, is looked at with its own
role for looking, which trusts this job. The job's token and the role's credentials stay in this
process: nothing is handed from step to step that another step could have written.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from langroute_repo.aws.clients import NOTHING, Keys, caller, web_identity
from langroute_repo.aws.errors import AwsError
from langroute_repo.aws.job_token import in_a_job, job_token
from langroute_repo.tree.aws_names import role_arn
from langroute_repo.tree.files.environment import EnvironmentFile, Infra


class OtherAccount(AwsError):
    """The credentials work, in an account that is not meant."""


@dataclass(frozen=True, slots=True)
class Access:
    """The profiles of this machine by the environments they are for; of others boto3 decides."""

    profiles: Mapping[str, str] = field(default_factory=dict)

    def of(self, environment: EnvironmentFile) -> Keys:
        """To look at an environment, and to act in it."""
        profile = self.profiles.get(environment.environment)
        return {"profile_name": profile} if profile else NOTHING

    def __str__(self) -> str:
        """The options again, with a blank before each, for a command that is to be pasted."""
        return "".join(f" --profile {name}={one}" for name, one in self.profiles.items())

    def beside(self, environment: EnvironmentFile, other: EnvironmentFile) -> Keys:
        """To look at another environment in the midst of acting in one."""
        name = other.environment
        if name in self.profiles:
            return self.of(other)
        if other.apart(environment) and other.infra and in_a_job(os.environ):
            return _by_the_job(other, other.infra)
        if other.infra and environment.infra and other.infra.account != environment.infra.account:
            refuse_other_account(other, NOTHING)
            return NOTHING
        return self.of(environment)


def _by_the_job(environment: EnvironmentFile, infra: Infra) -> Keys:
    """The credentials of the role that looks at an environment, by this job's token."""
    name, role = environment.environment, role_arn(environment, infra, "plan")
    try:
        return web_identity(environment.region, role, job_token(os.environ))
    except AwsError as error:
        raise type(error)(
            f"this job cannot take {role} to look at {name}: {error.message}",
            f"its trust is part of the stack of {name}: ./langroute infra deploy {name} --yes",
        ) from error


def refuse_other_account(environment: EnvironmentFile, keys: Keys) -> None:
    """``OtherAccount`` where the credentials are for another account than the file says.

    Names in AppConfig are often the same in two accounts, so what is found need not be what is
    meant. A file without infra does not say the account.
    """
    if environment.infra is None:
        return
    name, wanted = environment.environment, environment.infra.account
    account = caller(environment.region, keys)
    if account != wanted:
        raise OtherAccount(
            f"these credentials are for account {account}; {name} is in {wanted}",
            f"use others, for instance --profile {name}=NAME, or correct infra.account in "
            f"config/environments/{name}.yaml",
        )
