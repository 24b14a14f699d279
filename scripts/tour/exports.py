"""What leads a terminal to the local AWS and to no other: files beside it, gone when it ends."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from scripts.tour.local_aws import HOST, SECRET, LocalAws

# A caller's keys count for more than a profile, and an endpoint of one service for more than that
# of all: whatever leads elsewhere is taken away first.
SH = """\
# Leads this terminal to the AWS of ./langroute local, and to no other.
for langroute_name in $(env | sed -n 's/^\\(AWS_[A-Za-z0-9_]*\\)=.*/\\1/p'); do
    unset "$langroute_name"
done
unset langroute_name
{exports}
"""
PAST_PROXIES = ("NO_PROXY", "no_proxy")  # some read one of them, some the other


def profiles(aws: LocalAws, accounts: Mapping[str, tuple[str, str]]) -> Path:
    """Write a file of profiles, one for each environment with its account and region.

    Without a profile there are credentials only where all have the same account: nobody shall
    take one account for another.
    """
    sections = [_profile(f"profile {name}", *place) for name, place in accounts.items()]
    if len({account for account, _ in accounts.values()}) == 1:
        sections.insert(0, _profile("default", *next(iter(accounts.values()))))
    path = aws.folder / "profiles"
    path.write_text("\n".join(sections), encoding="utf-8")
    return path


def _profile(title: str, account: str, region: str) -> str:
    # MiniStack takes the account from the key.
    return (
        f"[{title}]\naws_access_key_id = {account}\naws_secret_access_key = {SECRET}\n"
        f"region = {region}\n"
    )


def variables(aws: LocalAws, profiles: Path) -> dict[str, str]:
    """What has to be set; nothing else that begins with AWS_ may be."""
    return {
        "AWS_CONFIG_FILE": str(profiles),
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def shell_file(aws: LocalAws, variables: Mapping[str, str]) -> Path:
    """Write what sh, bash and zsh read with a dot."""
    lines = [f"export {name}={shlex.quote(text)}" for name, text in variables.items()]
    lines += [f'export {name}="{HOST}${{{name}:+,${name}}}"' for name in PAST_PROXIES]
    path = aws.folder / "aws.sh"
    path.write_text(SH.format(exports="\n".join(lines)), encoding="utf-8")
    return path
