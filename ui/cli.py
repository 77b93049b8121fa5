"""The command line: `pincite chat`, `ask`, `documents`, `add` and the rest.

Answers go to standard output, everything else to standard error. Exit codes: 0
answered, 1 abstained, not found or not verbatim, 2 wrong use or bad input.
"""

import argparse
import json
import os
import sys
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa import QAError, __version__
from qa.records import records
from qa.styles import CAUTIONS, STYLES, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa import Answer, Assistant, Lookup

ANSWERED, ABSTAINED, BAD_INPUT = 0, 1, 2
INTERRUPTED = 130

# Set where there is a desktop to open a browser on.
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY") if sys.platform == "linux" else ("PATH",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: Without the program's name; None takes them from the process.
    """
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except QAError as error:
        print(f"pincite: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("pincite: stopped; what was stored is kept", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; there is no one to tell.
        sys.stderr.close()
        return ANSWERED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pincite",
        description="Answers quoted word for word from your documents, each cited to "
        "the paragraph. Nothing is generated.",
    )
    parser.add_argument("--version", action="version", version=f"pincite {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    where = argparse.ArgumentParser(add_help=False)
    where.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        help="the library's folder (default: the shipped papers)",
    )
    where.add_argument(
        "--model",
        metavar="NAME_OR_PATH",
        help="a sentence-transformers model on this machine (default: the bundled one)",
    )
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str, *parents: Any
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=text, description=text, parents=[where, *parents]
        )
        added.set_defaults(run=run)
        return added

    chat = command("chat", _chat, "open the chat page")
    chat.add_argument("--host", default="127.0.0.1", help="default: this machine only")
    chat.add_argument(
        "--port", type=_port, default=7860, help="default 7860; 0 takes a free one"
    )
    chat.add_argument(
        "--no-browser", dest="browser", action="store_false", help="do not open it"
    )
    ask = command("ask", _ask, "answer one question", as_json)
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--limit", type=int, default=5, help="citations at most")
    cite = command("cite", _cite, "show the paragraphs a reference points at")
    cite.add_argument(
        "reference",
        metavar="REFERENCE",
        help="such as 'CD/2100, para. 12' or 'where is CD/1998 cited?'",
    )
    form = cite.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument(
        "--style",
        choices=STYLES,
        metavar="STYLE",
        help=f"write them as: {', '.join(STYLES)}",
    )
    cite.add_argument(
        "--page",
        type=_page,
        metavar="URL",
        help="address of a chat page that others can open, for links",
    )
    verify = command(
        "verify", _verify, "check a text's quotations and citations", as_json
    )
    verify.add_argument(
        "file", metavar="FILE", help="text, Markdown or JSON; - reads it"
    )
    documents = command(
        "documents", _documents, "list the library's documents", as_json
    )
    documents.add_argument(
        "--cited",
        action="store_true",
        help="list the documents and resolutions that its passages mention",
    )
    add = command("add", _add, "add documents to a library (made if need be)")
    add.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    remove = command("remove", _remove, "remove documents from a library")
    remove.add_argument("ids", nargs="+", metavar="ID")
    command("doctor", _doctor, "check every stored quotation and file", as_json)
    evaluate = command(
        "evaluate",
        _evaluate,
        "measure quality on a folder of judged questions",
        as_json,
    )
    evaluate.add_argument("folder", type=Path, metavar="FOLDER")
    evaluate.add_argument("--limit-questions", type=_count, metavar="N")
    evaluate.add_argument("--seed", type=int, default=0, metavar="S")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is not a port; take 0 to 65535")
    return port


def _page(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(
            f"{text} is not an address; begin it with https://"
        )
    return text


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(f"{count} questions are none; take 1 or more")
    return count


def _chat(options: argparse.Namespace) -> int:
    from qa import Assistant
    from ui.app import STARTERS, build_app
    from ui.loading import Report
    from ui.security import LOOPBACK_NAMES
    from ui.server import serve

    def announce(url: str) -> None:
        print(f"Pincite is at {url} (Ctrl-C stops it)", file=sys.stderr)
        # On a machine without a desktop there is nothing to open it in.
        if options.browser and any(map(os.environ.get, DISPLAYS)):
            webbrowser.open(url)

    # A library that was named is opened first: if it cannot be, there is no page.
    named = None if options.library is None else _assistant(options)

    with _progress("Building the library", "passage") as bar:

        def provide(report: Report) -> Assistant:
            def on_progress(done: int, total: int) -> None:
                bar(done, total)
                report(done, total, "Indexing")

            report(0, 0, "Loading the model")
            assistant = named or _opened(options, on_progress)
            assistant.warm_up()
            return assistant

        app = build_app(
            provide,
            starters=STARTERS if options.library is None else (),
            hosts=LOOPBACK_NAMES if options.host in LOOPBACK_NAMES else None,
        )
        serve(app, options.host, options.port, announce)
    return ANSWERED


def _ask(options: argparse.Namespace) -> int:
    with _assistant(options) as assistant:
        answer = assistant.ask(options.question, limit=options.limit)
    print(_json(answer.to_dict()) if options.json else _as_text(answer))
    return ABSTAINED if answer.abstained else ANSWERED


def _as_text(answer: "Answer") -> str:
    """Return an answer for the terminal; nearest passages are named, not quoted."""
    if not answer.abstained:
        return f"{answer.note}\n\n{answer.text}" if answer.note else answer.text
    lines = ["The documents don't answer this.", answer.reason]
    if answer.nearest:
        lines += ["", "Nearest, but not an answer:"]
        lines += [f"  {citation.label}" for citation in answer.nearest]
    return "\n".join(lines)


def _cite(options: argparse.Namespace) -> int:
    with _assistant(options) as assistant:
        lookup = assistant.lookup(options.reference)
        if options.style:
            found = records(assistant.library, lookup.citations, options.page)
    if options.style:
        caution = CAUTIONS.get(options.style) if found else None
        for remark in filter(None, (lookup.message, caution)):
            print(f"pincite: {remark}", file=sys.stderr)
        if found:
            print(write(options.style, found))
    elif options.json:
        print(_json(lookup.to_dict()))
    else:
        print("\n\n".join(_lookup_lines(lookup)))
    return ANSWERED if lookup.found else ABSTAINED


def _lookup_lines(lookup: "Lookup") -> "Iterator[str]":
    """Yield what a lookup says, and what it found or else who mentions it."""
    if lookup.message:
        yield lookup.message
    for citation in lookup.citations or lookup.cited_in:
        yield f"“{citation.quote}”\n{citation.label}"


def _verify(options: argparse.Namespace) -> int:
    from qa.verification import verify_file

    with _assistant(options) as assistant:
        verification = verify_file(options.file, assistant)
    print(_json(verification.to_dict()) if options.json else verification.text)
    return ABSTAINED if verification.fails else ANSWERED


def _documents(options: argparse.Namespace) -> int:
    if options.cited:
        return _cited(options)
    with _assistant(options) as assistant:
        documents = assistant.documents()
    if options.json:
        print(_json([document.to_dict() for document in documents]))
        return ANSWERED
    for document in documents:
        name = document.symbol or document.job_number or document.name
        print(
            f"{document.id}  {name:<18} {document.date or 'no date':<10} "
            f"{document.passages:>5} passages  {document.title}"
        )
    return ANSWERED if documents else ABSTAINED


def _cited(options: argparse.Namespace) -> int:
    """Print the documents that passages mention, most often mentioned first."""
    with _assistant(options) as assistant:
        mentioned = assistant.mentioned()
    if options.json:
        print(_json([one.to_dict() for one in mentioned]))
        return ANSWERED
    for one in mentioned:
        held = "in this library" if one.held else ""
        print(f"{one.passages:>5} × {one.symbol!s:<28} {held}".rstrip())
    return ANSWERED if mentioned else ABSTAINED


def _add(options: argparse.Namespace) -> int:
    with _assistant(options, create=True) as assistant:
        with _progress("Embedding", "passage") as on_progress:
            report = assistant.add(options.paths, on_progress=on_progress)
        print(
            f"{len(report.added)} added, {len(report.replaced)} replaced, "
            f"{len(report.unchanged)} unchanged in {assistant.folder}"
        )
    return ANSWERED


def _remove(options: argparse.Namespace) -> int:
    with _assistant(options) as assistant:
        assistant.remove(options.ids)
        print(f"{len(options.ids)} removed from {assistant.folder}")
    return ANSWERED


def _doctor(options: argparse.Namespace) -> int:
    with _assistant(options) as assistant:
        report = assistant.doctor()
    if options.json:
        print(_json(report.to_dict()))
    else:
        print(report.text)
    return BAD_INPUT if report.problems else ANSWERED


def _evaluate(options: argparse.Namespace) -> int:
    from qa.evaluation import evaluate

    with (
        _progress("Embedding", "passage") as on_passage,
        _progress("Asking", "question") as on_question,
    ):
        measures = evaluate(
            options.folder,
            library=options.library,
            model=options.model,
            limit_questions=options.limit_questions,
            seed=options.seed,
            on_passage=on_passage,
            on_question=on_question,
        )
    print(_json(measures) if options.json else _table(measures))
    return ANSWERED


def _table(measures: dict[str, Any], indent: str = "") -> str:
    lines = []
    for name, value in measures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", _table(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name:<24} {'-' if value is None else value}")
    return "\n".join(lines)


def _assistant(options: argparse.Namespace, *, create: bool = False) -> "Assistant":
    """Open the library the options name, with a bar if the seeds are built first."""
    with _progress("Building the library", "passage") as on_progress:
        return _opened(options, on_progress, create=create)


def _opened(
    options: argparse.Namespace,
    on_progress: Callable[[int, int], None],
    *,
    create: bool = False,
) -> "Assistant":
    from qa import Assistant

    return Assistant.open(
        options.library,
        create=create,
        model=options.model,
        on_progress=on_progress,
        on_build=lambda folder: print(
            f"First run: building the library in {folder}", file=sys.stderr
        ),
    )


@contextmanager
def _progress(title: str, unit: str) -> "Iterator[Callable[[int, int], None]]":
    """Yield a function of (done, total) that draws a bar with rate and time left."""
    from tqdm import tqdm

    bar: tqdm[Any] | None = None

    def update(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            bar = tqdm(total=total, desc=title, unit=f" {unit}s", file=sys.stderr)
        bar.total = total
        bar.update(done - bar.n)
        if done >= total:
            bar.refresh()  # it draws now and then; the page keeps it open at its end

    try:
        yield update
    finally:
        if bar is not None:
            bar.close()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
