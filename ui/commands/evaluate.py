"""`pincite evaluate`: measures quality on judged questions."""

import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa import QAError
from ui.console import ANSWERED, BAD_INPUT, AddCommand, progress
from ui.tables import figure, table
from ui.terminal import say, say_json

if TYPE_CHECKING:
    from qa.evaluation import Figures

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "questions": ("n",),
    "nDCG@10": ("ndcg@10",),
    "R@1": ("recall@1",),
    "R@5": ("recall@5",),
    "MRR@10": ("mrr@10",),
    "follow-ups": ("follow_ups", "with_history", "ndcg@10"),
    "alone": ("follow_ups", "without_history", "ndcg@10"),
    "sentence": ("highlight", "sentence_accuracy"),
    "shown": ("shown", "precision"),
    "AUROC off": ("abstention", "off_corpus", "auroc"),
    "at 95 %": ("abstention", "off_corpus", "answered_share_at_95"),
    "AUROC unans.": ("abstention", "unanswerable", "auroc"),
    "ECE": ("calibration", "ece"),
}
"""Heading to where its figure stands among a set's."""


def add_to(add_command: AddCommand) -> None:
    """Add the command to the parser."""
    evaluate = add_command(
        "evaluate",
        _evaluate,
        "measure quality on a folder of judged questions",
        as_json=True,
    )
    evaluate.add_argument("folder", type=Path, metavar="FOLDER")
    evaluate.add_argument(
        "--documents",
        action="store_true",
        help="read the set's docs/ whole and ask those, instead of its corpus",
    )
    evaluate.add_argument(
        "--all", action="store_true", help="every set below the folder, in one table"
    )
    evaluate.add_argument(
        "--markdown", action="store_true", help="with --all, as Markdown"
    )
    evaluate.add_argument(
        "--limit-questions",
        type=_count,
        metavar="N",
        help="ask at most this many of each kind",
    )
    evaluate.add_argument(
        "--seed", type=int, default=0, metavar="S", help="for drawing those (default 0)"
    )
    evaluate.add_argument(
        "--failures",
        type=Path,
        metavar="FILE",
        help="write the questions that went wrong there, a JSON line each",
    )


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ArgumentTypeError(f"{count} questions are none; take 1 or more")
    return count


def _evaluate(options: Namespace) -> int:
    from qa.evaluation import evaluate
    from qa.failures import failure_file

    with ExitStack() as opened:
        arguments = {
            "library": options.library,
            "model": options.model,
            "documents": options.documents,
            "limit_questions": options.limit_questions,
            "seed": options.seed,
            "on_failure": options.failures
            and opened.enter_context(failure_file(options.failures)),
            "on_passage": opened.enter_context(progress("Embedding", "passage")),
            "on_question": opened.enter_context(progress("Asking", "question")),
        }
        if options.all:
            return _evaluate_all(options, arguments)
        figures = evaluate(options.folder, **arguments)
    if options.json:
        say_json(figures)
    else:
        say("\n".join(_lines(figures)))
    return ANSWERED


def _evaluate_all(options: Namespace, arguments: Mapping[str, Any]) -> int:
    from qa.evaluation import evaluate_all

    sets: dict[str, Figures] = {}
    skipped: dict[str, str] = {}
    for name, found in evaluate_all(options.folder, on_set=_announce, **arguments):
        if isinstance(found, QAError):
            skipped[name] = str(found)
        else:
            sets[name] = found
    if options.json:
        say_json({"sets": sets, "skipped": skipped})
    else:
        rows = [[name, *map(figure, _chosen(one))] for name, one in sets.items()]
        say(table(["set", *COLUMNS], rows, markdown=options.markdown))
        for name, reason in skipped.items():
            say(f"\n{name} was skipped: {reason}")
    return ANSWERED if sets else BAD_INPUT


def _announce(name: str) -> None:
    say(name, sys.stderr)


def _chosen(figures: "Figures") -> list[Any]:
    """Return a set's figure of each column, or None."""
    chosen = []
    for path in COLUMNS.values():
        value: Any = figures
        for key in path:
            value = None if value is None else value[key]
        chosen.append(value)
    return chosen


def _lines(figures: Mapping[str, Any], indent: str = "") -> list[str]:
    """Return a set's figures a line each, blocks below their names."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", *_lines(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name:<24} {figure(value)}")
    return lines
