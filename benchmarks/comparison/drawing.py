"""Where the lines and bars of the picture go."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from comparison.contenders import CONTENDERS, ENGINE, PINCITE, PINCITE_INT8, PLAIN
from comparison.figures import Quality, Results, costs, quantile, question_costs

WIDTH = 920
MARGIN = 24
PANEL_WIDTH = 424
"""Two panels stand side by side."""

LABEL_WIDTH = 182
BAR_HEIGHT = 18
BAR_STEP = 25
VALUE_WIDTH = 62
PANEL_HEAD = 34

PLOT_LEFT = 56
PLOT_RIGHT = 190
"""Room for the names at the lines' ends."""

PLOT_HEIGHT = 300
NAME_STEP = 17
"""Least distance of two names."""

TOP = 56

Values = Mapping[str, float]
"""A figure by a system's name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, its label and its value; `kind` is a class of the style."""

    label: str
    value: str
    kind: str
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars under a heading."""

    title: str
    x: float
    y: float
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Line:
    """A system's line; `name_y` is where its name stands."""

    label: str
    kind: str
    points: Sequence[tuple[float, float]]
    name_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    label: str
    at: float


def draw(results: Results, ranks: Mapping[str, Quality]) -> dict[str, Any]:
    """Return what the picture's template takes."""
    panels = _panels(results, ranks)
    below = max(each.y + PANEL_HEAD + BAR_STEP * len(each.bars) for each in panels)
    plot = _plot(results, below + 40)
    bottom = below + MARGIN if plot is None else plot["bottom"] + 60
    return {
        "width": WIDTH,
        "height": bottom,
        "panels": panels,
        "plot": plot,
        "label_width": LABEL_WIDTH,
    }


def _panels(results: Results, ranks: Mapping[str, Quality]) -> list[Panel]:
    """Return two panels a row: what a process, a passage and a question cost."""

    def of_rounds(section: str, figure: str, times: float = 1) -> Values:
        return {
            each.name: median(costs(results, section, each.name, figure)) * times
            for each in CONTENDERS
            if costs(results, section, each.name, figure)
        }

    questions = {
        each.name: median(question_costs(results, each.name, "cpu", 0.5)) * 1000
        for each in CONTENDERS
        if each.name in ranks
    }
    ndcg = {
        each.name: ranks[each.name].ndcg for each in CONTENDERS if each.name in ranks
    }
    a_passage = 1000 / results["passages"]
    rows: Sequence[Sequence[tuple[str, int, Values]]] = (
        (
            ("A new process’s first answer, CPU s", 2, of_rounds("cold", "cpu")),
            ("Its peak memory, MB", 0, of_rounds("cold", "peak")),
        ),
        (
            ("Adding a passage, CPU ms", 1, of_rounds("added", "cpu", a_passage)),
            ("Peak memory of adding, MB", 0, of_rounds("added", "peak")),
        ),
        (
            ("A question, CPU ms", 1, questions),
            ("nDCG@10 of what it ranks: more is better", 3, ndcg),
        ),
    )
    panels: list[Panel] = []
    top = TOP
    for row in rows:
        for column, (title, digits, values) in enumerate(row):
            x = MARGIN + column * (PANEL_WIDTH + MARGIN)
            panels.append(Panel(title, x, top, _bars(values, digits)))
        top += PANEL_HEAD + BAR_STEP * max(len(values) for _, _, values in row) + MARGIN
    return panels


def _bars(values: Values, digits: int) -> list[Bar]:
    room = PANEL_WIDTH - LABEL_WIDTH - VALUE_WIDTH
    named = [each for each in CONTENDERS if each.name in values]
    return [
        Bar(
            label=each.label,
            value=f"{values[each.name]:,.{digits}f}",
            kind=_kind(each.name),
            y=PANEL_HEAD + BAR_STEP * place,
            width=max(1.0, room * values[each.name] / max(values.values())),
        )
        for place, each in enumerate(named)
    ]


def _plot(results: Results, top: float) -> dict[str, Any] | None:
    """Return the lines of the growing library; None where there are none."""
    sizes = [int(size) for size in results["sizes"]]
    if len(sizes) < 2:
        return None
    measured = {
        each.name: [
            (int(size), quantile(one["asked"][each.name]["cpu"], 0.5) * 1000)
            for size, one in results["sizes"].items()
            if each.name in one["asked"]
        ]
        for each in CONTENDERS
    }
    costs_seen = [cost for points in measured.values() for _, cost in points]
    low = 10 ** math.floor(math.log10(min(costs_seen)))
    high = 10 ** math.ceil(math.log10(max(costs_seen)))
    left, right = MARGIN + PLOT_LEFT, WIDTH - MARGIN - PLOT_RIGHT
    top += PANEL_HEAD
    bottom = top + PLOT_HEIGHT

    def x_of(size: float) -> float:
        return left + (right - left) * _share(size, min(sizes), max(sizes))

    def y_of(cost: float) -> float:
        return bottom - PLOT_HEIGHT * _share(cost, low, high)

    lines = [
        Line(
            each.label,
            _kind(each.name),
            [(x_of(size), y_of(cost)) for size, cost in measured[each.name]],
            y_of(measured[each.name][-1][1]),
        )
        for each in CONTENDERS
        if measured[each.name]
    ]
    powers = range(round(math.log10(low)), round(math.log10(high)) + 1)
    return {
        "left": left,
        "right": right,
        "top": top,
        "bottom": bottom,
        "lines": _apart(lines),
        "sizes": [Tick(f"{size:,}", x_of(size)) for size in sizes],
        "costs": [Tick(f"{10**power:,}", y_of(10**power)) for power in powers],
    }


def _apart(lines: Sequence[Line]) -> list[Line]:
    """Move names down until none stands on another."""
    placed: list[Line] = []
    free = -math.inf
    for line in sorted(lines, key=lambda line: line.name_y):
        y = max(line.name_y, free)
        placed.append(Line(line.label, line.kind, line.points, y))
        free = y + NAME_STEP
    return placed


def _share(value: float, low: float, high: float) -> float:
    """Return where a value lies between two others, on a logarithmic scale."""
    return math.log(value / low) / math.log(high / low)


def _kind(name: str) -> str:
    """Return the class of the style that a system is drawn in."""
    ours = {
        PINCITE.name: "ours",
        PINCITE_INT8.name: "ours",
        ENGINE.name: "engine",
        PLAIN.name: "naive",
    }
    others = [each.name for each in CONTENDERS if each.name not in ours]
    return ours.get(name) or f"other-{others.index(name)}"
