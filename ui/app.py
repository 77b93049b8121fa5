"""The chat page as a web application: our own FastAPI with Gradio mounted in it."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from ui.access.hosting import Hosting, protect
from ui.access.identity import identity
from ui.access.pages import account_script
from ui.api.application import mount_api
from ui.api.service import Service
from ui.api.tools import mount_tools
from ui.citing import citing
from ui.explore.routes import exploring
from ui.exporting import exporting
from ui.feedback import FeedbackFile, feedback_script, giving_feedback
from ui.fragments import PREFIX, fragments
from ui.loading import AssistantProvider, Loading
from ui.page import build_page, head, theme
from ui.security import LOOPBACK_NAMES
from ui.style_sheet import style_sheet
from ui.visitors.bounds import BOUNDS, Bounds, Mode
from ui.visitors.routes import visiting
from ui.visitors.visitors import Visitors

FRESH = {"Cache-Control": "no-cache"}
"""The browser asks each time, since an upgrade changes our files."""

HERE_ALONE = Hosting()

NO_UPLOADS = 1
"""Bytes Gradio's upload route takes; this page has nothing to upload."""


def build_app(
    provider: AssistantProvider,
    *,
    hosts: Iterable[str] | None = LOOPBACK_NAMES,
    hosting: Hosting = HERE_ALONE,
    uploads: Mode = "session",
    bounds: Bounds = BOUNDS,
    mcp: bool = False,
    feedback: FeedbackFile | None = None,
) -> FastAPI:
    """Return the chat page; it loads the assistant when it is started.

    Args:
        provider: Opens the library; called once, in a thread of its own. The page
            shows what it reports and closes the assistant when the page stops.
        hosts: Names the page is reached by, against DNS rebinding; None, for a page
            bound to more than this machine, allows any.
        hosting: Who may use it, how often, and through which proxies.
        uploads: Where the documents go that visitors add.
        bounds: How much those may be.
        mcp: Whether to offer the tools to assistants, too; needs `pincite[mcp]`.
        feedback: Where what readers think of answers is kept; None asks nobody.

    Raises:
        MissingExtraError: That is not installed.
    """
    loading = Loading(provider)
    visitors = Visitors(loading, uploads, bounds)
    service = Service(loading)
    tools_served: Callable[[], AbstractAsyncContextManager[object]] = nullcontext

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        loading.start()
        async with tools_served():
            yield
        visitors.close()
        loading.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    # With CORS of our own in place Gradio adds none; on any host but localhost its own
    # lets every origin read the answers.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    protect(app, hosting, hosts)

    @app.get("/healthz")
    def healthz(request: Request) -> dict[str, Any]:
        status = asdict(loading.status)
        told = hosting.keyring is None or identity(request.scope).signed_in
        return status if told else {"status": status["status"]}

    @app.get(f"{PREFIX}/static/pincite.css")
    def css() -> Response:
        return Response(style_sheet(), headers=FRESH, media_type="text/css")

    app.include_router(fragments(visitors))
    app.include_router(citing(visitors))
    app.include_router(exporting(visitors))
    app.include_router(visiting(visitors))
    app.include_router(exploring(visitors))
    if feedback:
        app.include_router(giving_feedback(feedback))
    mount_api(app, service)
    if mcp:
        tools_served = mount_tools(app, service)
    static = Path(str(files("ui"))) / "static"
    app.mount(f"{PREFIX}/static", _Static(directory=static))
    gr.mount_gradio_app(
        app,
        build_page(loading, visitors, service),
        path="/",
        theme=theme(),
        head=head()
        + (account_script() if hosting.keyring else "")
        + (feedback_script() if feedback else ""),
        max_file_size=NO_UPLOADS,
        favicon_path=str(static / "icon.svg"),
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
    )
    return app


class _Static(StaticFiles):
    """Our files, `FRESH`."""

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        response = super().file_response(*arguments, **options)
        response.headers.update(FRESH)
        return response
