"""The pages of access: signing in, and being told no."""

from typing import Any

from ui.fragments import PREFIX
from ui.rendering import environment


def render_sign_in(
    root: str, *, name: str = "", following: str = "/", problem: str = ""
) -> str:
    """Return the page to sign in at.

    Args:
        root: What a proxy puts before every path, without a slash at its end.
        name: As typed before, to be put right.
        following: The path that is gone to afterwards.
        problem: What was wrong with the last try.
    """
    return _page("sign_in", root=root, name=name, following=following, problem=problem)


def render_refusal(root: str, detail: str) -> str:
    """Return a page that says why there is nothing else on it.

    Args:
        root: As in `render_sign_in`.
        detail: A sentence or two.
    """
    return _page("refusal", root=root, detail=detail)


def render_account(name: str) -> str:
    """Return who is signed in and the way out, for the page's bar."""
    return _page("account", name=name)


def account_script() -> str:
    """Return what goes into the chat page's head where people sign in."""
    address = f"{PREFIX.lstrip('/')}/static/account.js"
    return f'<script type="module" src="{address}"></script>'


def _page(template: str, **fields: Any) -> str:
    return environment().get_template(f"{template}.html").render(fields).strip()
