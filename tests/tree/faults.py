"""What the strict reader finds in a text, as tests compare it."""

from langroute_repo.strict_yaml.reader import parse


def rendered(raw: bytes) -> str:
    """The faults as a user sees them, each on its line, with the related places below."""
    lines = []
    for fault in parse(raw).faults:
        lines.append(f"{fault.span.line}:{fault.span.column} {fault.message} ({fault.hint})")
        lines += [f"  {span.line}:{span.column} {said}" for span, said in fault.related]
    return "\n".join(lines)
