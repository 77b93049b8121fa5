"""Which request is which: one table for sizes, times and rates."""

from dataclasses import dataclass
from enum import Enum

from starlette.types import Scope

SIGN_IN = "/login"
SIGN_OUT = "/logout"

API = "/api/v1"
MCP = "/mcp"

GRADIO = "/gradio_api"


class Kind(Enum):
    """What a request is for."""

    QUESTION = "question"
    UPLOAD = "upload"
    SIGN_IN = "sign in"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Route:
    """Requests of one kind.

    Attributes:
        prefix: How their path begins.
        kind: What they are for.
        methods: Theirs; empty for any.
    """

    prefix: str
    kind: Kind
    methods: frozenset[str] = frozenset()


_SENDING = frozenset({"POST", "PUT", "PATCH"})

ROUTES = (
    Route(SIGN_IN, Kind.SIGN_IN, _SENDING),
    Route("/pincite/uploads", Kind.UPLOAD, _SENDING),
    Route(f"{GRADIO}/upload", Kind.UPLOAD, _SENDING),
    Route(f"{GRADIO}/queue/join", Kind.QUESTION, _SENDING),
    Route(f"{GRADIO}/call/", Kind.QUESTION, _SENDING),
    Route(f"{GRADIO}/run/", Kind.QUESTION, _SENDING),
    Route(f"{GRADIO}/api/", Kind.QUESTION, _SENDING),
    Route("/pincite/found", Kind.QUESTION),
    Route(f"{API}/ask", Kind.QUESTION),
    Route(f"{API}/lookup", Kind.QUESTION),
    Route(MCP, Kind.QUESTION, _SENDING),
)
"""The first that fits; whatever fits none is `Kind.OTHER`."""


def kind_of(scope: Scope) -> Kind:
    """Return what a request is for."""
    path, method = route_path(scope), scope["method"]
    for route in ROUTES:
        if path.startswith(route.prefix) and (
            not route.methods or method in route.methods
        ):
            return route.kind
    return Kind.OTHER


def route_path(scope: Scope) -> str:
    """Return the path that routes see: without what a proxy puts before it."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "").rstrip("/")
    inside = path == root or path.startswith(f"{root}/")
    return (path[len(root) :] or "/") if root and inside else path


def is_for_programs(scope: Scope) -> bool:
    """Return whether a path is one that programs call, not a person's browser."""
    path = route_path(scope)
    return any(path == p or path.startswith(f"{p}/") for p in (API, MCP, GRADIO))
