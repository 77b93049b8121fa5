"""Tables for the terminal, in plain text or Markdown."""

from collections.abc import Sequence

from ui.terminal import width


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    markdown: bool = False,
    left: int = 1,
) -> str:
    """Return a table: its first `left` columns to the left, the others to the right."""
    lines = [headings, *rows]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    padded = [_padded(line, widths, left) for line in lines]
    if not markdown:
        return "\n".join("  ".join(line).rstrip() for line in padded)
    rule = ["-" * width for width in widths[:left]]
    rule += ["-" * (width - 1) + ":" for width in widths[left:]]
    padded.insert(1, rule)
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def figure(value: object) -> str:
    """Return a figure as it is printed: a dash for none, an interval with a dash."""
    if value is None:
        return "-"
    if isinstance(value, list):
        return "–".join(map(figure, value))
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _padded(line: Sequence[str], widths: Sequence[int], left: int) -> list[str]:
    padded = []
    for place, (text, wide) in enumerate(zip(line, widths, strict=True)):
        blanks = " " * (wide - width(text))
        padded.append(text + blanks if place < left else blanks + text)
    return padded
