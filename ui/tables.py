"""Tables for the terminal, in plain text or Markdown."""

from collections.abc import Sequence


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, markdown: bool = False
) -> str:
    """Return a table: its first column to the left, the others to the right."""
    lines = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = [_padded(line, widths) for line in lines]
    if not markdown:
        return "\n".join("  ".join(line).rstrip() for line in padded)
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    padded.insert(1, rule)
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def figure(value: object) -> str:
    """Return a figure as it is printed: a dash for none, an interval with a dash."""
    if value is None:
        return "-"
    if isinstance(value, list):
        return "–".join(map(figure, value))
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *others = zip(line, widths, strict=True)
    return [first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]
