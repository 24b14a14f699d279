"""The names under which things stand in AWS: other tools, people and GitHub's settings use them."""

LONGEST = 64  # characters: of a role, of a function
DIGEST = 12  # hex digits of the validator's digest

# The longest name that is made of an environment's is the validator's.
LONGEST_ENVIRONMENT = LONGEST - len("langroute--validator-") - DIGEST


def stack_name(environment: str) -> str:
    """The stack; what it makes is named after it."""
    return f"langroute-{environment}"


def export_name(environment: str, what: str) -> str:
    """Under which a stack tells the others its ids."""
    return f"{stack_name(environment)}-{what}"


def logical(tag: str) -> str:
    """A language's tag as CloudFormation's ids allow it: pt-BR is PtBR."""
    return "".join(part[0].upper() + part[1:] for part in tag.split("-"))
