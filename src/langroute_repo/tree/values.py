"""Values that carry their unit as text: the patterns, what they expect in words, and their numbers.

Each type is one pattern, so that the JSON schema an editor uses and the check that blocks a merge
cannot disagree; the words are what a person reads instead of the pattern.
"""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, TypeVar

from langroute_repo.tree.form import MayBeLeftOut, PlainNumber, Text

SECONDS = {"s": 1, "m": 60, "h": 3600}

Number = Annotated[Decimal, PlainNumber()]
Held = TypeVar("Held")
Omittable = Annotated[Held | None, MayBeLeftOut()]

Percent = Annotated[
    str,
    Text(
        r"^(100(\.0{1,2})?|[1-9]?[0-9](\.[0-9]{1,2})?)%$",
        "a percentage from 0% to 100% with its unit, at most two decimals",
        ("10%", "0.5%"),
    ),
]
PassShare = Annotated[
    str,
    Text(
        r"^(100\.0|[1-9]?[0-9]\.[0-9])%$",
        "a percentage with its unit and exactly one decimal",
        ("24.1%",),
    ),
]
Rate = Annotated[
    str,
    Text(
        r"^([1-9][0-9]{0,8}(\.[0-9]{1,3})?|0\.[0-9]{0,2}[1-9])/s$",
        "requests a second with their unit, above zero",
        ("40/s", "0.5/s"),
    ),
]
Duration = Annotated[
    str,
    Text(
        r"^(0|[1-9][0-9]{0,5})[smh]$",
        "a duration in whole seconds, minutes or hours with its unit",
        ("30m", "60s"),
    ),
]
RunnerLabel = Annotated[
    str,
    Text(
        r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "the label of a runner",
        ("models", "ubuntu-latest"),
        longest=64,
    ),
]
Price = Annotated[
    str,
    Text(
        r"^(0|[1-9][0-9]{0,5})\.[0-9]{2,4} [A-Z]{3}$",
        "an amount with its currency",
        ("1.41 USD", "0.115 EUR"),
    ),
]
Days = Annotated[
    str, Text(r"^[1-9][0-9]{0,4}d$", "a number of days with its unit", ("90d", "366d"))
]
Breaching = Annotated[
    str,
    Text(r"^[1-9][0-9]? of [1-9][0-9]?$", "how many periods of how many", ("3 of 5",), longest=8),
]
Date = Annotated[
    str,
    Text(
        r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "a date in quotes, year-month-day",
        ('"2027-03-31"',),
        longest=10,
    ),
]
# Loose on purpose: whether the tag is canonical BCP 47 is said by a rule, with the right spelling.
_TAG = Text(
    r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "a BCP 47 language tag", ("de", "pt-BR"), longest=35
)
OwnTag = Annotated[str, _TAG]  # of the language that the file itself describes
OtherTag = Annotated[str, _TAG]  # as events have it, whether or not the language exists
Tag = Annotated[str, replace(_TAG, names="languages")]
_NAME = Text(
    r"^[a-z0-9]+([._-][a-z0-9]+)*$",
    "a name of lower-case letters, digits and single - . _ between them",
    ("relevance-v1",),
    longest=63,
)
Name = Annotated[str, _NAME]  # of what the file itself describes
ModelName = Annotated[str, replace(_NAME, names="models")]
SourceName = Annotated[str, replace(_NAME, examples=("news",), names="sources")]
EnvironmentName = Annotated[
    str, replace(_NAME, examples=("staging", "production"), names="environments")
]
FieldName = Annotated[
    str,
    Text(
        r"^[A-Za-z_][A-Za-z0-9_]*$",
        "the name of an event's field",
        ("title", "body"),
        longest=63,
        names="fields",
    ),
]
Person = Annotated[
    str,
    Text(
        r"^@[A-Za-z0-9][A-Za-z0-9-]*$",
        "a GitHub user, in quotes",
        ('"@octocat"',),
    ),
]
Owner = Annotated[
    str,
    Text(
        r"^@[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?$",
        "a GitHub user or team, in quotes",
        ('"@octo-org/octo-team"', '"@octocat"'),
        names="owners",
    ),
]
EvidenceReference = Annotated[
    str,
    Text(
        r"^(none|[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*-[0-9a-f]{8})$",
        "the language and digest of the evidence, or none",
        ("de-3f2a9c81", "none"),
        longest=64,
    ),
]
Accepted = Annotated[
    str,
    Text(
        r"^[a-z]+(-[a-z]+)* [0-9a-f]{8}$",
        "a rule and the fingerprint of one of its findings",
        ("pass-share-jump 8d1825ce",),
        longest=80,
    ),
]
Region = Annotated[
    str,
    Text(
        r"^[a-z]{2}(-[a-z]+)+-[0-9]$",
        "an AWS region",
        ("eu-central-1",),
        longest=32,
        names="regions",
    ),
]
EndpointName = Annotated[
    str,
    Text(
        # SageMaker: 1 to 63 alphanumeric characters and hyphens, not starting with a hyphen.
        r"^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$",
        "the name of a SageMaker endpoint",
        ("relevance-v1",),
        longest=63,
    ),
]
Url = Annotated[
    str,
    Text(
        # What a path and a query may hold by RFC 3986; no user, for that is a secret.
        r"^https?://[A-Za-z0-9._-]+"
        r"(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
        r"(/[A-Za-z0-9._~%/:@!&'()*+,;=-]*(\?[A-Za-z0-9._~%/:@!&'()*+,;=?-]*)?)?$",
        "a URL without user or fragment",
        ("https://models.example/v1/models/relevance:predict",),
        longest=512,
    ),
]
AwsName = Annotated[
    str,
    Text(
        r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "a name in AppConfig",
        ("langroute", "production"),
        longest=64,
    ),
]
AccountId = Annotated[
    str,
    Text(
        r"^[0-9]{12}$",
        "the 12 digits of an AWS account, in quotes",
        ('"123456789012"',),
        longest=12,
        names="accounts",
    ),
]
Prefix = Annotated[
    str,
    Text(
        # What is made of it: stacks begin with a letter and have neither dots nor underscores.
        r"^[a-z]([a-z0-9-]*[a-z0-9])?$",
        "1 to 28 lower-case letters, digits and hyphens, beginning with a letter",
        ("langroute", "risk-langroute"),
        longest=28,
    ),
]
ApplicationId = Annotated[
    str,
    Text(
        # In quotes, for 3e12345 is a number.
        r"^[a-z0-9]{4,7}$",
        "the id of an AppConfig application, in quotes",
        ('"a1b2c3d"',),
        longest=7,
    ),
]
Topic = Annotated[
    str,
    Text(
        # FIFO topics, whose names end in .fifo, are no target of an alarm.
        r"^(own|arn:aws[a-z-]*:sns:[a-z]{2}(-[a-z]+)+-[0-9]:[0-9]{12}:[A-Za-z0-9_-]{1,256})$",
        "the ARN of a standard SNS topic, or own for one that the stack makes",
        ("arn:aws:sns:eu-central-1:123456789012:on-call", "own"),
        longest=320,
    ),
]
Bucket = Annotated[
    str,
    Text(
        # Without dots: they do not fit the certificate of a bucket's own host name.
        r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$",
        "the name of an S3 bucket, without dots",
        ("example-langroute",),
        longest=63,
        names="buckets",
    ),
]
Repository = Annotated[
    str,
    Text(
        r"^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$",
        "a GitHub repository with its owner",
        ("octo-org/langroute",),
        longest=140,
        names="repositories",
    ),
]
Principal = Annotated[
    str,
    Text(
        r"^arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/[A-Za-z0-9+=,.@_/-]+)$",
        "the ARN of an AWS role or of an account's root",
        ("arn:aws:iam::123456789012:role/backend",),
        longest=600,
    ),
]
Prose = Annotated[
    str, Text(r"^\S.{8,}\S$", "a sentence of at least 10 characters", ("waits for #123",), 400)
]


def percentage(part: int, whole: int) -> str:
    """So many of so many as seals write a share, such as ``24.1%``: one decimal, halves up."""
    # Integers, so that a half never rounds one way on one machine and another on the next.
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


@lru_cache
def basis_points(percent: str) -> int:
    """A percentage such as ``0.05%`` in hundredths of a percent: 5. 100 % is 10,000."""
    return int(Decimal(percent.removesuffix("%")) * 100)


def per_second(rate: str) -> float:
    """A rate such as ``40/s`` in requests a second."""
    return float(rate.removesuffix("/s"))


def seconds(duration: str) -> int:
    """A duration such as ``30m`` in seconds."""
    return int(duration[:-1]) * SECONDS[duration[-1]]


def breaching(text: str) -> tuple[int, int]:
    """``3 of 5`` as (3, 5)."""
    count, periods = re.findall(r"[0-9]+", text)
    return int(count), int(periods)


def points(basis_points: Fraction | int) -> str:
    """Basis points as people write them: 1,000 is 10%. At most two decimals."""
    hundredths = Fraction(basis_points)
    if 0 < hundredths < Fraction(1, 2):
        return "less than 0.01%"
    return f"{float(hundredths) / 100:.2f}".rstrip("0").rstrip(".") + "%"
