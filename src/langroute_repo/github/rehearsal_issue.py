"""Keeps one open issue for each rehearsal of an environment while it does not work."""

from langroute_repo.github.client import GitHub
from langroute_repo.github.kept_issue import closed, kept, open_issue
from langroute_repo.render.hidden_marker import marker
from langroute_repo.render.markdown import cut, prose

KIND = "rehearsal"
LINE = 1000  # characters of what it ended with


def tell_failing(
    github: GitHub, environment: str, what: str, said: str, hint: str, author: str
) -> str:
    """Open the issue, or bring it up to date; what was done."""
    there = open_issue(github, KIND, _facts(environment, what), author)
    title = f"The rehearsal of {environment} ({what}) does not work"
    parts = [
        marker(KIND, **_facts(environment, what)),
        f"**{prose(cut(said, LINE))}**",
        *([prose(cut(hint, LINE))] if hint else []),
        "Nobody is answered otherwise by it: what is live stays. But who has to push or to deploy "
        f"now would meet the same. `./langroute rehearse {what} {environment} --yes` tries it "
        "again. This issue is kept up to date, and closed when it works.",
    ]
    return kept(github, there, title, "\n\n".join(parts) + "\n")


def tell_working(github: GitHub, environment: str, what: str, author: str) -> str:
    """Close the issue, where one is open; what was done, empty for nothing."""
    there = open_issue(github, KIND, _facts(environment, what), author)
    if there is None:
        return ""
    said = f"The rehearsal of {prose(environment)} works again."
    return closed(github, there, said)


def _facts(environment: str, what: str) -> dict[str, object]:
    return {"environment": environment, "what": what}
