"""HTML of the pictures, escaped as everything else on the page."""

from typing import Any

from ui.explore.cited_in import CitedIn, Mentions
from ui.explore.library_map import LibraryMap
from ui.explore.speaking import Speaking, Statements
from ui.rendering import environment


def render_map(view: LibraryMap, *, is_first: bool) -> str:
    """Return the map of the library, or the strips that follow those shown."""
    return _render("map" if is_first else "strips", view=view)


def render_sections(view: LibraryMap) -> str:
    """Return the sections of the documents of a map as a table."""
    return _render("sections", view=view)


def render_cited_in(view: CitedIn) -> str:
    """Return the picture of who cites whom, and its table."""
    return _render("cited", view=view)


def render_mentions(view: Mentions) -> str:
    """Return passages that mention a symbol."""
    return _render("mentions", view=view)


def render_speaking(view: Speaking, *, is_first: bool) -> str:
    """Return who says how much, or the bars that follow those shown."""
    return _render("speaking" if is_first else "bars", view=view)


def render_statements(view: Statements) -> str:
    """Return statements of an actor."""
    return _render("statements", view=view)


def _render(name: str, **fields: Any) -> str:
    return environment().get_template(f"explore/{name}.html").render(fields).strip()
