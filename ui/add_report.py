"""What became of the files of `pincite add`, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ui.terminal import on_one_line

if TYPE_CHECKING:
    from qa import AddReport

MAX_LINES = 20
"""Of one kind, but for failures; the rest are counted."""

MAX_KINDS = 8
"""Of other files, the most frequent first."""


def remarks(report: "AddReport") -> Iterator[str]:
    """Yield what somebody who added files should know, a line each; failures last."""
    yield from _some([f"{name}: {text}" for name, text in report.warnings])
    yield from _some(report.duplicates)
    yield from _some(report.notices)
    if report.left_out:
        yield _left_out(report.left_out)
    for failure in report.failed:
        yield f"failed: {on_one_line(failure.reason)}"


def counts(report: "AddReport", folder: Path) -> str:
    """Return how many files became what, on one line."""
    always = {
        "added": report.added,
        "replaced": report.replaced,
        "unchanged": report.unchanged,
    }
    sometimes = {
        "moved": report.moved,
        "removed": report.removed,
        "failed": report.failed,
    }
    told = {**always, **{word: found for word, found in sometimes.items() if found}}
    numbers = ", ".join(f"{len(found)} {word}" for word, found in told.items())
    return on_one_line(f"{numbers} in {folder}")


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from map(on_one_line, lines[:MAX_LINES])
    if len(lines) > MAX_LINES:
        yield f"… and {len(lines) - MAX_LINES} more of these (--json tells all)"


def _left_out(kinds: Mapping[str, int]) -> str:
    total = sum(kinds.values())
    ordered = sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))
    named = [f"{count} {suffix}" for suffix, count in ordered[:MAX_KINDS]]
    if len(ordered) > MAX_KINDS:
        named.append(f"{sum(count for _, count in ordered[MAX_KINDS:])} others")
    files = "file" if total == 1 else "files"
    kind = "another kind" if total == 1 else "other kinds"
    return on_one_line(f"{total} {files} of {kind} left out: {', '.join(named)}")
