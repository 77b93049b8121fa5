"""Tables of what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comparison.contenders import CONTENDERS, ENGINE, PINCITE, PINCITE_INT8, PLAIN
from comparison.figures import (
    Quality,
    Results,
    Spread,
    costs,
    quantile,
    question_costs,
    ratios,
    shared,
    spread,
)
from comparison.wanted import wanted

NOTHING = "–"
MS = 1000.0

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a heading and rows, as Markdown has it."""

    head: Row
    rows: Sequence[Row]

    def __str__(self) -> str:
        line = "|---|" + "--:|" * (len(self.head) - 1)
        rows = [self.head, *self.rows]
        head, *body = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([head, line, *body])


def wanted_table(results: Results, ranks: Mapping[str, Quality]) -> Table:
    """Return what was asked for, and what was seen."""
    return Table(
        ("", "wanted", "seen", ""),
        [
            (each.measure, each.wanted, each.seen, "met" if each.met else "**not met**")
            for each in wanted(results, ranks)
        ],
    )


def first_answers(results: Results) -> Table:
    """Return what a process costs that opens what is kept and answers once."""
    head = ("", "CPU, s", "wall, s", "peak, MB", "naive ÷ this")
    rows = []
    for each in CONTENDERS:
        cpu = costs(results, "cold", each.name, "cpu")
        if cpu:
            naive = costs(results, "cold", PLAIN.name, "cpu")
            rows.append(
                (
                    each.label,
                    shown(spread(cpu), 2),
                    shown(spread(costs(results, "cold", each.name, "wall")), 1),
                    shown(spread(costs(results, "cold", each.name, "peak")), 0),
                    shown(ratios(naive, cpu), 1),
                )
            )
    return Table(head, rows)


def adding(results: Results) -> Table:
    """Return what embedding and keeping a passage costs."""
    head = ("", "CPU, ms a passage", "wall, ms a passage", "peak, MB", "naive ÷ this")
    rows = []
    for each in CONTENDERS:
        cpu = costs(results, "added", each.name, "cpu")
        if cpu:
            naive = costs(results, "added", PLAIN.name, "cpu")
            wall = costs(results, "added", each.name, "wall")
            a_passage = MS / results["passages"]
            rows.append(
                (
                    each.label,
                    shown(spread([one * a_passage for one in cpu]), 1),
                    shown(spread([one * a_passage for one in wall]), 1),
                    shown(spread(costs(results, "added", each.name, "peak")), 0),
                    shown(ratios(naive, cpu), 2),
                )
            )
    return Table(head, rows)


def asking(results: Results, ranks: Mapping[str, Quality]) -> Table:
    """Return what a question costs where everything is loaded, and what it finds."""
    head = (
        "",
        "CPU, ms: median",
        "95 % below",
        "wall, ms: median",
        "naive ÷ this",
        "nDCG@10",
        "recall@1",
        "nDCG@10 over naive",
    )
    naive = question_costs(results, PLAIN.name, "cpu", 0.5)
    rows = []
    for each in CONTENDERS:
        ours = each in (PINCITE, PINCITE_INT8)
        figures = ("cpu", "ranking") if ours else ("cpu",)
        for figure in figures:
            cpu = question_costs(results, each.name, figure, 0.5)
            if cpu:
                most = question_costs(results, each.name, figure, 0.95)
                wall = question_costs(results, each.name, "wall", 0.5)
                rows.append(
                    (
                        each.label
                        if figure == "cpu"
                        else f"{each.label}, ranking alone",
                        shown(spread([one * MS for one in cpu]), 1),
                        shown(spread([one * MS for one in most]), 1),
                        shown(spread([one * MS for one in wall]), 1)
                        if figure == "cpu"
                        else NOTHING,
                        shown(ratios(naive, cpu), 2),
                        *_ranked(ranks[each.name]),
                    )
                )
    return Table(head, rows)


def growth(results: Results) -> Table | None:
    """Return what a question costs in libraries of each size; None where none were."""
    sizes = results["sizes"]
    if not sizes:
        return None
    rows = []
    for each in CONTENDERS:
        cells = []
        for size in sizes.values():
            asked = size["asked"].get(each.name)
            cells.append(
                f"{quantile(asked['cpu'], 0.5) * MS:.1f} "
                f"({quantile(asked['cpu'], 0.95) * MS:.1f})"
                if asked
                else NOTHING
            )
        if any(cell != NOTHING for cell in cells):
            rows.append((each.label, *cells))
    return Table(("", *(f"{int(size):,}" for size in sizes)), rows)


def growth_builds(results: Results) -> Table | None:
    """Return what getting the largest shared library ready cost, and what is found."""
    size, measured = _compared(results["sizes"])
    if measured is None:
        return None
    exact = measured["asked"].get(PLAIN.name, {}).get("ranked")
    rows = []
    for each in CONTENDERS:
        asked = measured["asked"].get(each.name)
        if asked:
            added = measured["added"][each.name]
            dense = exact and each is not PINCITE and each.embeds
            found = f"{shared(asked['ranked'], exact):.3f}" if dense else NOTHING
            rows.append(
                (each.label, f"{added['cpu']:.1f}", f"{asked['peak']:,.0f}", found)
            )
    head = (f"{size:,} passages", "ready, CPU s", "peak, MB", "of the exact ten")
    return Table(head, rows)


def shown(figure: Spread | None, digits: int) -> str:
    """Return a spread for a table: the median, then least and greatest."""
    if figure is None:
        return NOTHING
    median, low, high = (
        f"{one:,.{digits}f}" for one in (figure.median, figure.low, figure.high)
    )
    return median if low == high else f"{median} ({low}–{high})"


def _ranked(quality: Quality) -> Row:
    gain = NOTHING
    if quality.gain is not None and any(quality.gain):
        gain = "{:+.3f} ({:+.3f} to {:+.3f})".format(*quality.gain)
    return f"{quality.ndcg:.3f}", f"{quality.recall:.3f}", gain


def _compared(sizes: Mapping[str, Any]) -> tuple[int, Mapping[str, Any] | None]:
    """Return the largest size that more than one peer was measured at."""
    for size, measured in reversed(list(sizes.items())):
        others = set(measured["asked"]) - {PINCITE.name, PLAIN.name, ENGINE.name}
        if others:
            return int(size), measured
    return 0, None
