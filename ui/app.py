"""The chat page as a web application: our own FastAPI with Gradio mounted in it."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from ui.citing import citing
from ui.fragments import PREFIX, fragments
from ui.loading import AssistantProvider, Loading
from ui.page import build_page, head, theme
from ui.security import LOOPBACK_NAMES, Guard
from ui.style_sheet import style_sheet
from ui.visitors.visitors import Visitors

STARTERS = (
    "Why is preventing an arms race in outer space urgent?",
    "What are the objections to the PPWT?",
    "What does the Group of 21 say about transparency and confidence-building?",
    "What did the Friend of the Chair recommend?",
)
"""Questions the shipped seeds answer."""

FRESH = {"Cache-Control": "no-cache"}
"""The browser asks each time, since an upgrade changes our files."""

NO_UPLOADS = 1
"""Bytes Gradio's upload route takes; this page has nothing to upload."""


def build_app(
    provider: AssistantProvider,
    *,
    starters: Sequence[str] = STARTERS,
    hosts: Iterable[str] | None = LOOPBACK_NAMES,
) -> FastAPI:
    """Return the chat page; it loads the assistant when it is started.

    Args:
        provider: Opens the library; called once, in a thread of its own. The page
            shows what it reports and closes the assistant when the page stops.
        starters: Questions offered before the first one is asked.
        hosts: Names the page is reached by, against DNS rebinding; None, for a page
            bound to more than this machine, allows any.
    """
    loading = Loading(provider)
    visitors = Visitors(loading)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        loading.start()
        yield
        loading.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    # With CORS of our own in place Gradio adds none; on any host but localhost its own
    # lets every origin read the answers.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(Guard, hosts=hosts)

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        return asdict(loading.status)

    @app.get(f"{PREFIX}/static/pincite.css")
    def css() -> Response:
        return Response(style_sheet(), headers=FRESH, media_type="text/css")

    app.include_router(fragments(visitors))
    app.include_router(citing(visitors))
    static = Path(str(files("ui"))) / "static"
    app.mount(f"{PREFIX}/static", _Static(directory=static))
    gr.mount_gradio_app(
        app,
        build_page(loading, visitors, starters),
        path="/",
        theme=theme(),
        head=head(),
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
