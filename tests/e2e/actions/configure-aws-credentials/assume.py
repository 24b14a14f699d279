"""Takes a role with a token of the job's, and prints the variables with which later steps have it.

The embedded AWS hands a role to anybody. What AWS looks at first is looked at here: whether the
role's trust names this token's audience and subject, and how long a session of it may be.
"""

import base64
import json
import os
import sys
from collections.abc import Mapping
from typing import Any
from urllib.request import Request, urlopen

import boto3

AUDIENCE = "sts.amazonaws.com"
ISSUER = "token.actions.githubusercontent.com"


def main(environ: Mapping[str, str]) -> int:
    role, region = environ["ROLE"], environ["AWS_REGION"]
    keys = {"aws_access_key_id": role.split(":")[4], "aws_secret_access_key": "none"}
    held = boto3.client("iam", region_name=region, **keys).get_role(RoleName=role.split("/")[-1])
    token = _token(environ)
    asked = int(environ["SECONDS_ASKED"])
    if not trusts(held["Role"]["AssumeRolePolicyDocument"], _claims(token)):
        sys.exit(f"Not authorized to perform sts:AssumeRoleWithWebIdentity: {_claims(token)}")
    if asked > held["Role"].get("MaxSessionDuration", 3600):
        sys.exit("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    given = boto3.client("sts", region_name=region, **keys).assume_role_with_web_identity(
        RoleArn=role, RoleSessionName="e2e", WebIdentityToken=token, DurationSeconds=asked
    )["Credentials"]
    print(f"AWS_ACCESS_KEY_ID={given['AccessKeyId']}")
    print(f"AWS_SECRET_ACCESS_KEY={given['SecretAccessKey']}")
    print(f"AWS_SESSION_TOKEN={given['SessionToken']}")
    print(f"AWS_REGION={region}\nAWS_DEFAULT_REGION={region}")
    return 0


def _token(environ: Mapping[str, str]) -> str:
    """The real one does not say which job asks; each has an address of its own there."""
    url = environ["ACTIONS_ID_TOKEN_REQUEST_URL"]
    asked = Request(
        f"{url}&audience={AUDIENCE}&job={environ['GITHUB_JOB']}",
        headers={"Authorization": f"Bearer {environ['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}"},
    )
    with urlopen(asked, timeout=10) as answer:
        value: str = json.load(answer)["value"]
    return value


def _claims(token: str) -> dict[str, str]:
    payload = token.split(".")[1]
    claims: dict[str, str] = json.loads(
        base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    )
    return claims


def trusts(policy: Mapping[str, Any], claims: Mapping[str, str]) -> bool:
    """Whether a statement of a trust lets this token in; no other condition than these is known."""
    return any(
        statement["Effect"] == "Allow"
        and statement["Action"] == "sts:AssumeRoleWithWebIdentity"
        and set(statement["Condition"]) == {"StringEquals"}
        and _equal(statement["Condition"]["StringEquals"], claims)
        for statement in policy["Statement"]
    )


def _equal(wanted: Mapping[str, str | list[str]], claims: Mapping[str, str]) -> bool:
    if set(wanted) != {f"{ISSUER}:aud", f"{ISSUER}:sub"}:
        return False
    return all(claims[name.rpartition(":")[2]] in _listed(one) for name, one in wanted.items())


def _listed(one: str | list[str]) -> list[str]:
    return [one] if isinstance(one, str) else one


if __name__ == "__main__":
    sys.exit(main(os.environ))
