"""Pages that are pictures, read by Debian's tesseract where it is installed."""

import math
import os
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

from index.readers.pdf_print import Run

# Dots to the inch that tesseract reads best; fewer on a page as large as a map.
RESOLUTION = 300
MAX_PIXELS = 30_000_000
# A page takes some seconds; one that takes longer is no page of print.
PAGE_SECONDS = 60
# Words it is less sure of, out of 100, are specks and drawings.
MIN_CONFIDENCE = 25
# A document is read in one of these at most; more packs only take more time.
MAX_LANGUAGES = 3

# A line from its highest letter to its lowest, in ems.
_TALL = 0.9


def is_installed() -> bool:
    """Return whether tesseract is on the path."""
    return shutil.which("tesseract") is not None


def languages() -> str:
    """Return the languages that tesseract is to read, as its option `-l` takes them."""
    listed = _tesseract(["--list-langs"], b"", 10).decode("utf-8", "replace")
    packs = [line.strip() for line in listed.splitlines()[1:]]
    packs = [pack for pack in packs if pack and pack not in ("osd", "equ")]
    packs.sort(key=lambda pack: pack != "eng")
    return "+".join(packs[:MAX_LANGUAGES]) or "eng"


def recognized(page: Any, packs: str) -> tuple[Run, ...]:
    """Return what a page prints, read from its picture; nothing where it fails."""
    width, height = page.get_size()
    scale = min(RESOLUTION / 72, math.sqrt(MAX_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, grayscale=True, fill_color=(255, 255, 255, 255))
    try:
        pixels = (
            bitmap.to_numpy()[:, :, 0]
            if bitmap.n_channels > 1
            else (bitmap.to_numpy().reshape(bitmap.height, bitmap.width))
        )
        picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels.tobytes()
    finally:
        bitmap.close()
    dots = str(round(72 * scale))
    arguments = ["stdin", "stdout", "-l", packs, "--dpi", dots, "--psm", "3", "tsv"]
    table = _tesseract(arguments, picture, PAGE_SECONDS).decode("utf-8", "replace")
    return _runs(table, scale)


def _tesseract(arguments: Sequence[str], stdin: bytes, seconds: float) -> bytes:
    """Return what tesseract prints; nothing where it fails or takes too long."""
    try:
        done = subprocess.run(
            ["tesseract", *arguments],
            input=stdin,
            capture_output=True,
            timeout=seconds,
            check=False,
            # Several threads on one page are slower than one.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


def _runs(table: str, scale: float) -> tuple[Run, ...]:
    """Return the lines of tesseract's table of words."""
    lines: dict[tuple[str, ...], list[tuple[float, ...]]] = {}
    words: dict[tuple[str, ...], list[str]] = {}
    for record in table.splitlines()[1:]:
        row = record.split("\t")
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        if float(row[10]) < MIN_CONFIDENCE:
            continue
        key = tuple(row[1:5])
        left, top, width, height = (int(value) / scale for value in row[6:10])
        lines.setdefault(key, []).append((left, top, left + width, top + height))
        words.setdefault(key, []).append(row[11].strip())
    heights = sorted(_height(boxes) for boxes in lines.values())
    # A line's height depends on its letters: one size for what is nearly one size.
    usual = heights[len(heights) // 2] if heights else 1.0
    return tuple(_run(words[key], lines[key], usual) for key in lines)


def _height(boxes: Sequence[tuple[float, ...]]) -> float:
    return max(box[3] for box in boxes) - min(box[1] for box in boxes)


def _run(words: Sequence[str], boxes: Sequence[tuple[float, ...]], usual: float) -> Run:
    height = _height(boxes)
    same = 0.6 * usual <= height <= 1.35 * usual
    size = round((usual if same else height) / _TALL, 1)
    bottoms = sorted(box[3] for box in boxes)
    return Run(
        text=" ".join(words),
        left=min(box[0] for box in boxes),
        right=max(box[2] for box in boxes),
        top=min(box[1] for box in boxes),
        bottom=bottoms[-1],
        # Below most words hangs no letter: the lower ones have a "p" or "g".
        baseline=bottoms[len(bottoms) // 4],
        size=size,
    )
