"""The names under which things stand in AWS: other tools, people and GitHub's settings use them."""

from typing import Literal

Purpose = Literal["plan", "deploy", "read"]
PURPOSES: tuple[Purpose, ...] = ("plan", "deploy", "read")

LONGEST = 64  # characters: of a role, of a function
DIGEST = 12  # hex digits of the validator's digest

PARTITIONS = {"cn": "aws-cn", "us-gov": "aws-us-gov"}  # by how their regions begin

# The longest name that is made of an environment's is the validator's.
LONGEST_ENVIRONMENT = LONGEST - len("langroute--validator-") - DIGEST


def stack_name(environment: str) -> str:
    """The stack; what it makes is named after it."""
    return f"langroute-{environment}"


def role_name(environment: str, purpose: Purpose) -> str:
    """A role of the environment's stack."""
    return f"{stack_name(environment)}-{purpose}"


def role_arn(account: str, region: str, name: str) -> str:
    """A role as those write it who take it: workflows, and whoever lets them."""
    found = (arn for begin, arn in PARTITIONS.items() if region.startswith(f"{begin}-"))
    return f"arn:{next(found, 'aws')}:iam::{account}:role/{name}"


def export_name(environment: str, what: str) -> str:
    """Under which a stack tells the others its ids."""
    return f"{stack_name(environment)}-{what}"


def logical(tag: str) -> str:
    """A language's tag as CloudFormation's ids allow it: pt-BR is PtBR."""
    return "".join(part[0].upper() + part[1:] for part in tag.split("-"))
