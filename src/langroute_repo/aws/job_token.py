"""The token by which a job of GitHub Actions proves to AWS what it is.

urllib3 is imported when one is asked for: most verbs that know of AWS ask for none.
"""

from collections.abc import Mapping

from langroute_repo.aws.errors import AwsError, Unclear

URL, TOKEN = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
AUDIENCE = "sts.amazonaws.com"
SECONDS = 10.0


def in_a_job(environ: Mapping[str, str]) -> bool:
    """Whether this is a job that may ask for one (`id-token: write`)."""
    return bool(environ.get(URL) and environ.get(TOKEN))


def job_token(environ: Mapping[str, str]) -> str:
    """A token for AWS, good for some minutes. It is a secret: nothing prints it."""
    import urllib3
    from urllib3.exceptions import HTTPError

    retries = urllib3.Retry(
        3, backoff_factor=1, status_forcelist=(500, 502, 503, 504), redirect=False
    )
    headers = {"Authorization": f"Bearer {environ[TOKEN]}", "Accept": "application/json"}
    asked = f"{environ[URL]}&audience={AUDIENCE}"
    try:
        answer = urllib3.request(
            "GET", asked, headers=headers, timeout=SECONDS, retries=retries, redirect=False
        )
        value = answer.json()["value"] if answer.status == 200 else None
    except HTTPError as error:
        raise Unclear(f"GitHub gives this job no token: {type(error).__name__}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise Unclear("GitHub gives this job no token: its answer holds none") from error
    if not isinstance(value, str):
        raise AwsError(f"GitHub gives this job no token: {answer.status}")
    return value
