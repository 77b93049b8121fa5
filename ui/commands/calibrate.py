"""`pincite calibrate`: fits confidence and threshold to questions about a library."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ui.console import ANSWERED, AddCommand, open_library, progress
from ui.tables import figure, table
from ui.terminal import say, say_json

if TYPE_CHECKING:
    from qa.calibrating import Report

ROWS: Mapping[str, str] = {
    "answerable, answered": "kept",
    "others, declined": "declined",
    "calibration error": "calibration_error",
    "threshold": "threshold",
}
"""Line to the figure it shows."""


def add_to(add_command: AddCommand) -> None:
    """Add the command to the parser."""
    calibrate = add_command(
        "calibrate",
        _calibrate,
        "fit confidence, and when to decline, to questions about the library",
        as_json=True,
    )
    what = calibrate.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help='a JSON line a question: {"text": "…", "answerable": true}, with '
        '"history": ["…"] if others were asked before',
    )
    what.add_argument(
        "--reset", action="store_true", help="go back to what Pincite comes with"
    )


def _calibrate(options: Namespace) -> int:
    return _reset(options) if options.reset else _fit(options)


def _reset(options: Namespace) -> int:
    from qa.calibration import reset, stored

    with open_library(options) as assistant:
        reset(assistant.library)
        in_force = stored(assistant.library)
    if options.json:
        say_json({"calibration": in_force.to_dict()})
    else:
        say(f"{assistant.folder}: its own calibration is dropped")
    return ANSWERED


def _fit(options: Namespace) -> int:
    from qa.calibrating import calibrate
    from qa.judged import read_question_file

    questions = read_question_file(options.file)
    with open_library(options) as assistant, progress("Asking", "question") as bar:
        report = calibrate(assistant, questions, bar)
    if options.json:
        say_json(report.to_dict())
    else:
        say(
            f"{assistant.folder}: calibrated on {report.answerable} questions it "
            f"answers and {report.unanswerable} it does not\n{_as_text(report)}"
        )
    return ANSWERED


def _as_text(report: "Report") -> str:
    """Return the figures before and after, and what was fitted."""
    rows = [
        [
            name,
            *(figure(getattr(each, field)) for each in (report.before, report.after)),
        ]
        for name, field in ROWS.items()
    ]
    fitted = report.calibration
    return (
        f"{table(['', 'before', 'after'], rows)}\n"
        f"confidence is logistic({fitted.slope:.3f} × log odds "
        f"{fitted.intercept:+.3f}); answers are given from the threshold"
    )
