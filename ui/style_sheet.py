"""The page's style sheet: written a subject a file, sent as one."""

from functools import cache
from importlib.resources import files

SUBJECTS = (
    "fonts",
    "colours",
    "frame",
    "home",
    "answers",
    "box",
    "pane",
    "documents",
    "explore",
    "history",
    "toast",
    "narrow",
    "print",
)
"""Files of `ui/static/css` in the order in which their rules win."""

_HEAD = "/* Gradio's own style sheet comes later, hence the ids in front. */\n"


@cache
def style_sheet() -> str:
    """Return the whole style sheet; its addresses are relative to `ui/static`."""
    folder = files("ui") / "static" / "css"
    parts = ((folder / f"{name}.css").read_text("utf-8") for name in SUBJECTS)
    return _HEAD + "\n".join(parts)
