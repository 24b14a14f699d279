"""The names of an environment's things in AWS: other tools, people and GitHub's settings use them.

All that a stack makes is named after it, and it after the environment's file.
"""

from typing import Literal

from langroute_repo.tree.files.environment import EnvironmentFile, Infra

Purpose = Literal["plan", "deploy", "read", "golden", "rehearsal", "endpoints"]
PURPOSES: tuple[Purpose, ...] = ("plan", "deploy", "read")  # of every environment

LONGEST = 64  # characters: of a role, of a function
DIGEST = 12  # hex digits of the validator's digest
# The longest name that is made of a stack's is the validator's.
LONGEST_STACK = LONGEST - len("-validator-") - DIGEST

PARTITIONS = {"cn": "aws-cn", "us-gov": "aws-us-gov"}  # by how their regions begin


def partition(region: str) -> str:
    """How the ARNs of a region begin, behind ``arn:``."""
    found = (name for begin, name in PARTITIONS.items() if region.startswith(f"{begin}-"))
    return next(found, "aws")


def role_name(environment: EnvironmentFile, purpose: Purpose) -> str:
    """A role of the environment's stack."""
    return f"{environment.stack}-{purpose}"


def role_arn(environment: EnvironmentFile, infra: Infra, purpose: Purpose) -> str:
    """A role as those write it who take it: workflows, and whoever lets them."""
    name = role_name(environment, purpose)
    return f"arn:{partition(environment.region)}:iam::{infra.account}:role/{name}"


LONGEST_ENDPOINT = 63  # characters of an endpoint's name


def scratch_endpoint(name: str) -> str:
    """The endpoint that is made in the likeness of another one, and deleted."""
    return f"{name}-rehearsal"


def scratch_application(environment: EnvironmentFile) -> str:
    """The AppConfig application in which documents are rehearsed, and no reader reads."""
    return f"{environment.stack}-rehearsal"


def application_arn(environment: EnvironmentFile, infra: Infra, id_: str) -> str:
    """The AppConfig application of an environment, by its id."""
    place = f"{partition(environment.region)}:appconfig:{environment.region}:{infra.account}"
    return f"arn:{place}:application/{id_}"


def guard_name(environment: EnvironmentFile) -> str:
    """The alarm over all languages, which the environment monitors."""
    return f"{environment.stack}-failures"


def guard_name_of(environment: EnvironmentFile, tag: str) -> str:
    """The alarm of one language's failures."""
    return f"{guard_name(environment)}-{tag}"
