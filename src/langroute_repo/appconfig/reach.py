"""An environment of config/environments as AWS has it, with the doors to it open."""

from dataclasses import dataclass

from langroute_repo.appconfig.live import EnvironmentIds, find
from langroute_repo.aws.access import Access, OtherAccount, refuse_other_account
from langroute_repo.aws.clients import AppConfig, CloudWatch, connect, connect_cloudwatch
from langroute_repo.aws.errors import AwsError
from langroute_repo.tree.files.environment import EnvironmentFile


@dataclass(frozen=True, slots=True)
class Reached:
    """What is needed to ask for an environment, and to act on it."""

    environment: EnvironmentFile
    aws: AppConfig
    cloudwatch: CloudWatch
    place: EnvironmentIds

    @property
    def name(self) -> str:
        return self.environment.environment


def reach(environment: EnvironmentFile, access: Access) -> Reached:
    """Open the doors and turn the names into ids; ``Missing`` says which one is not there."""
    keys = access.of(environment)
    aws = connect(environment, keys)
    try:
        refuse_other_account(environment, keys)
    except OtherAccount:
        raise
    except AwsError:
        pass  # who goes back in an emergency does not need STS
    return Reached(environment, aws, connect_cloudwatch(environment, keys), find(aws, environment))
