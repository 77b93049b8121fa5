"""What was asked of the speed, and whether it was reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comparison.contenders import ENGINE, PINCITE, PLAIN
from comparison.figures import (
    Quality,
    Results,
    costs,
    quantile,
    question_costs,
    ratios,
    spread,
)

FIRST_ANSWER_CPU = 1.2
FIRST_ANSWER_MB = 250
FIRST_ANSWER_TIMES = 8
QUESTION_TIMES = 2
BETTER_NDCG = 0.08
EMBEDDING_TIMES = 1.25
KEPT_NDCG = 0.999
GROWTH_TIMES = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure, what was wanted of it, what was seen, and if that is enough."""

    measure: str
    wanted: str
    seen: str
    met: bool


def wanted(results: Results, ranks: Mapping[str, Quality]) -> Iterator[Wanted]:
    """Yield each measure that was taken."""
    yield from _first_answer(results)
    yield from _question(results, ranks)
    yield from _embedding(results, ranks)
    yield from _growth(results)


def _first_answer(results: Results) -> Iterator[Wanted]:
    seeds = results["seeds"]
    if not seeds:
        return
    ours = [each["cpu"] for each in seeds[PINCITE.name]]
    naive = [each["cpu"] for each in seeds[PLAIN.name]]
    cpu, times = spread(ours), ratios(naive, ours)
    memory = spread([each["peak"] for each in seeds[PINCITE.name]])
    assert cpu
    assert times
    assert memory
    what = "`pincite ask` on the shipped papers, cold"
    yield Wanted(
        f"{what}: CPU",
        f"≤ {FIRST_ANSWER_CPU} s",
        f"{cpu.median:.2f} s ({cpu.low:.2f}–{cpu.high:.2f})",
        cpu.median <= FIRST_ANSWER_CPU,
    )
    yield Wanted(
        f"{what}: peak memory",
        f"≤ {FIRST_ANSWER_MB} MB",
        f"{memory.median:.0f} MB",
        memory.median <= FIRST_ANSWER_MB,
    )
    yield Wanted(
        f"{what}: CPU of naive ÷ ours",
        f"≥ {FIRST_ANSWER_TIMES}",
        f"{times.median:.1f} ({times.low:.1f}–{times.high:.1f})",
        times.median >= FIRST_ANSWER_TIMES,
    )


def _question(results: Results, ranks: Mapping[str, Quality]) -> Iterator[Wanted]:
    naive = question_costs(results, PLAIN.name, "cpu", 0.5)
    for figure, what in (
        ("cpu", "a question, whole answer, hybrid and re-ranked"),
        ("ranking", "the same without the answer: ranking alone"),
    ):
        times = ratios(naive, question_costs(results, PINCITE.name, figure, 0.5))
        if times is not None:
            yield Wanted(
                f"{what}: CPU of naive dense search ÷ ours",
                f"≥ {QUESTION_TIMES}",
                f"{times.median:.2f} ({times.low:.2f}–{times.high:.2f})",
                times.median >= QUESTION_TIMES,
            )
    gain = ranks[PINCITE.name].gain if PINCITE.name in ranks else None
    if gain is not None:
        more, low, high = gain
        yield Wanted(
            "its nDCG@10 over that of naive",
            f"≥ +{BETTER_NDCG}",
            f"{more:+.3f} ({low:+.3f} to {high:+.3f})",
            more >= BETTER_NDCG,
        )


def _embedding(results: Results, ranks: Mapping[str, Quality]) -> Iterator[Wanted]:
    naive = costs(results, "added", PLAIN.name, "cpu")
    times = ratios(naive, costs(results, "added", ENGINE.name, "cpu"))
    if times is None or ENGINE.name not in ranks:
        return
    yield Wanted(
        "embedding, fp32: CPU of naive ÷ ours",
        f"≥ {EMBEDDING_TIMES}",
        f"{times.median:.2f} ({times.low:.2f}–{times.high:.2f})",
        times.median >= EMBEDDING_TIMES,
    )
    kept = ranks[ENGINE.name].ndcg / ranks[PLAIN.name].ndcg
    yield Wanted(
        "its share of naive’s nDCG@10",
        f"≥ {KEPT_NDCG:.1%}".replace("%", " %"),
        f"{kept:.2%}".replace("%", " %"),
        kept >= KEPT_NDCG,
    )


def _growth(results: Results) -> Iterator[Wanted]:
    by_size = {
        int(size): quantile(measured["asked"][PINCITE.name]["cpu"], 0.5)
        for size, measured in results["sizes"].items()
        if PINCITE.name in measured["asked"]
    }
    if len(by_size) > 1:
        least, most = min(by_size), max(by_size)
        times = by_size[most] / by_size[least]
        yield Wanted(
            f"a question of {most:,} passages ÷ one of {least:,}",
            f"< {GROWTH_TIMES}",
            f"{times:.1f}",
            times < GROWTH_TIMES,
        )
