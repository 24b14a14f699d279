"""Where the entries of a YAML file stand in its text: offsets, lines, and what belongs to which.

Offsets count code points of the decoded text, as the strict reader's lines and columns do.
"""

from dataclasses import dataclass

from langroute_repo.strict_yaml.position import Keys, Span
from langroute_repo.strict_yaml.reader import locate

MODELINE = "yaml-language-server"


@dataclass(frozen=True, slots=True)
class Spans:
    """The text of a file that the strict reader accepts."""

    raw: bytes
    text: str
    starts: tuple[int, ...]  # of each line

    @classmethod
    def of(cls, raw: bytes) -> "Spans":
        text = raw.decode()
        starts = [0]
        for line in text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return cls(raw, text, tuple(starts))

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def value(self, path: Keys) -> tuple[int, int]:
        """Start and end of a value, without the line breaks that a block ends with."""
        return self._extent(locate(self.raw, path).value)

    def entry(self, path: Keys) -> tuple[int, int]:
        """Start and end of an entry with its key; an item of a list has none."""
        location = locate(self.raw, path)
        return self._extent(location.key or location.value)[0], self.value(path)[1]

    def _extent(self, span: Span) -> tuple[int, int]:
        start = self.starts[span.line - 1] + span.column - 1
        end = self.starts[span.end_line - 1] + span.end_column - 1
        return start, start + len(self.text[start:end].rstrip())

    def shown(self, path: Keys) -> str:
        """The text of a value, as the file has it."""
        start, end = self.value(path)
        return self.text[start:end]

    def in_brackets(self, path: Keys) -> bool:
        """Whether a collection is written in brackets rather than on lines."""
        return self.shown(path)[:1] in ("{", "[")

    def indent(self, path: Keys) -> int:
        """Characters before an entry on its line; of an item of a list, before its dash."""
        item = isinstance(path[-1], int)
        start = self.value(path[:-1])[0] if item else self.entry(path)[0]
        return start - self.line_start(start)

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """The start of the next line, or the end of the text."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def end_of_lines(self, path: Keys) -> int:
        """Behind the last line of an entry and the comments indented deeper than it."""
        end = self.line_end(self.value(path)[1])
        while end < len(self.text) and self._comment_indent(end) > self.indent(path):
            end = self.line_end(end)
        return end

    def lines(self, path: Keys) -> tuple[int, int] | None:
        """All lines of an entry with the comments right above it; None if it shares a line.

        Where blank lines stand on both sides the ones above are taken too, so that one stays.
        """
        first = self.line_start(self.entry(path)[0])
        if self.text[first : first + self.indent(path)].strip(" "):
            return None
        start, end = self._start_of_lines(path), self.end_of_lines(path)
        while start and self._is_blank(above := self.line_start(start - 1)) and self._is_blank(end):
            start = above
        return start, end

    def stands_apart(self, path: Keys) -> bool:
        """Whether a blank line separates an entry from what comes before it."""
        start = self._start_of_lines(path)
        return start > 0 and self._is_blank(self.line_start(start - 1))

    def _start_of_lines(self, path: Keys) -> int:
        """The start of an entry's first line or of the comments that stand right above it."""
        start, indent = self.line_start(self.entry(path)[0]), self.indent(path)
        while start and self._comment_indent(above := self.line_start(start - 1)) == indent:
            start = above
        return start

    def _comment_indent(self, start: int) -> int:
        """Characters before the comment that a line consists of; -1 when it is none of ours."""
        line = self.text[start : self.line_end(start)]
        comment = line.lstrip(" ")
        if not comment.startswith("#") or MODELINE in comment:
            return -1
        return len(line) - len(comment)

    def _is_blank(self, start: int) -> bool:
        return not self.text[start : self.line_end(start)].strip()
