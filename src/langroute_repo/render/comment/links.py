"""Addresses on GitHub of what a comment names; without a repository it names them only."""

from dataclasses import dataclass
from urllib.parse import quote

from langroute_repo.render.markdown import code, cut

RULES = "validators/README.md"
LONGEST_PATH = 200  # characters; a longer one is told in part and not linked


@dataclass(frozen=True, slots=True)
class Links:
    """``repository`` is `https://github.com/OWNER/NAME` or empty, ``run`` the check's run there."""

    repository: str = ""
    head: str = ""
    base: str = ""
    run: int = 0

    def place(self, path: str, line: int, column: int) -> str:
        """A place in a file of the head."""
        name = code(f"{cut(path, LONGEST_PATH)}:{line}:{column}")
        if len(path) > LONGEST_PATH:
            return name
        return self._to(
            name, f"blob/{self.head}/{quote(path, errors='replace')}#L{line}", self.head
        )

    def rule(self, name: str) -> str:
        """A rule, explained by the rules of the base: those of the head need not be ours."""
        told = code(cut(name, LONGEST_PATH))
        page = f"blob/{self.base}/{RULES}#{quote(name[:LONGEST_PATH], safe='', errors='replace')}"
        return self._to(told, page, self.base)

    def commit(self, commit: str) -> str:
        return self._to(code(commit[:12]), f"commit/{commit}", commit)

    def of_run(self, words: str) -> str:
        """``words`` are ours."""
        return self._to(words, f"actions/runs/{self.run}", self.run)

    def _to(self, words: str, path: str, known: object) -> str:
        return f"[{words}]({self.repository}/{path})" if self.repository and known else words
