"""Whose an application of AppConfig is: a tag on it names the repository that made it.

A second repository in the account may have the same names. What it would push then answers for the
first one's languages, and nothing else would tell.
"""

from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.aws.clients import AppConfig
from langroute_repo.aws.errors import AwsError, Missing, Refused, Unclear
from langroute_repo.tree.aws_names import application_arn
from langroute_repo.tree.files.environment import EnvironmentFile, Infra

REPOSITORY = "langroute:repository"
NUMBER = "langroute:repository-id"  # GitHub's own: a repository may be renamed
ENVIRONMENT = "langroute:environment"


def tags(environment: EnvironmentFile, infra: Infra) -> dict[str, str]:
    """What all that an environment's stack makes is tagged with."""
    return {
        REPOSITORY: infra.github.repository,
        NUMBER: str(infra.github.repository_id),
        ENVIRONMENT: environment.environment,
    }


def owner_untold(aws: AppConfig, environment: EnvironmentFile, place: EnvironmentIds) -> str:
    """Why it is not known whose an environment's application is; empty when it is ours.

    ``Refused`` where it is another one's. Stacks from before there were tags, and the roles that
    they make, cannot tell, so that this alone holds no push up. A file without infra says of no
    repository that it is its own.
    """
    infra = environment.infra
    if infra is None:
        return ""
    arn = application_arn(environment, infra, place.application)
    try:
        held = aws.call("list_tags_for_resource", ResourceArn=arn).get("Tags") or {}
    except (Unclear, Missing):
        raise
    except AwsError as error:
        return error.message
    wanted = tags(environment, infra)
    if NUMBER not in held:
        return "the application has no tag that says so"
    if (held[NUMBER], held.get(ENVIRONMENT)) == (wanted[NUMBER], wanted[ENVIRONMENT]):
        return ""
    other = f"{held.get(REPOSITORY, 'another repository')}, {held.get(ENVIRONMENT, '')}"
    raise Refused(
        f"the application {environment.appconfig.application} ({place.application}) belongs to "
        f"{other.removesuffix(', ')}; this is {infra.github.repository}, {environment.environment}",
        f"write another application, or the id of the one that is meant, in "
        f"config/environments/{environment.environment}.yaml (appconfig)",
    )
