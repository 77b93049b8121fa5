"""`pincite ask`: answers one question."""

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ui.console import ABSTAINED, ANSWERED, AddCommand, open_library
from ui.terminal import say, say_json

if TYPE_CHECKING:
    from qa import Answer

NO_HEADING = "(under no heading)"


def add_to(add_command: AddCommand) -> None:
    """Add the command to the parser."""
    ask = add_command("ask", _ask, "answer one question", as_json=True)
    ask.add_argument("question", metavar="QUESTION")
    how_many = ask.add_mutually_exclusive_group()
    how_many.add_argument("--limit", type=int, default=5, help="citations at most")
    how_many.add_argument(
        "--all",
        dest="limit",
        action="store_const",
        const=None,
        help="every passage that mentions what is asked about, counted by section",
    )
    ask.add_argument(
        "--history",
        action="append",
        default=[],
        metavar="QUESTION",
        help="asked before this one, oldest first; may be given several times",
    )


def _ask(options: Namespace) -> int:
    with open_library(options) as assistant:
        answer = assistant.ask(
            options.question, history=options.history, limit=options.limit
        )
    if options.json:
        say_json(answer.to_dict())
    else:
        say(_as_text(answer))
    return ABSTAINED if answer.abstained else ANSWERED


def _as_text(answer: "Answer") -> str:
    """Return an answer for the terminal; nearest passages are named, not quoted."""
    same = answer.understood_as.split() == answer.question.split()
    understood = "" if same else f"Understood as: {answer.understood_as}"
    if not answer.abstained:
        counts = "\n".join(_counts(answer))
        shown = (understood, answer.note, counts, answer.text)
        return "\n\n".join(filter(None, shown))
    lines = ["The documents don't answer this.", answer.reason]
    if understood:
        lines = [understood, "", *lines]
    if answer.nearest:
        lines += ["", "Nearest, but not an answer:"]
        labels = dict.fromkeys(citation.label for citation in answer.nearest)
        lines += [f"  {label}" for label in labels]
    return "\n".join(lines)


def _counts(answer: "Answer") -> Iterator[str]:
    """Yield how many passages an exhaustive answer has, by document and section."""
    for tally in answer.tallies:
        document = tally.document
        name = document.symbol or document.job_number or document.title
        yield f"{tally.count:>5}  {name}"
        for section, count in tally.sections:
            yield f"{count:>11}  {' / '.join(section) or NO_HEADING}"
