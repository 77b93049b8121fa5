"""`/api/v1` as a web application of its own, mounted beside the page."""

import re

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount

from qa import __version__
from ui.api.encoding import as_json
from ui.api.metrics import Measured
from ui.api.openapi import describe
from ui.api.problems import PREFIX, add_problems
from ui.api.reference import render_reference
from ui.api.routes import add_routes
from ui.api.service import Service


def mount_api(app: FastAPI, service: Service) -> None:
    """Serve the routes under `PREFIX` of an app.

    Args:
        app: The page's application.
        service: What answers; its metrics count the requests.
    """
    mount = Mount(PREFIX, build_api(service))
    # Whatever follows is ours, line ends included, which "." leaves out.
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    app.router.routes.append(mount)

    @app.get(PREFIX, include_in_schema=False)
    def without_slash() -> Response:
        return RedirectResponse(f"{PREFIX}/")


def build_api(service: Service) -> FastAPI:
    """Return the routes as an application."""
    api = FastAPI(
        title="Pincite",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    api.add_middleware(Measured, metrics=service.metrics)
    add_problems(api)
    add_routes(api, service)
    description = describe(api)
    as_bytes, as_page = as_json(description), render_reference(description)

    @api.get("/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return Response(as_bytes, media_type="application/json")

    @api.get("/", include_in_schema=False)
    async def reference() -> Response:
        return HTMLResponse(as_page)

    return api
