import pytest

from ui.access.routes import Kind, kind_of, route_path


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/gradio_api/queue/join", Kind.QUESTION),
        ("POST", "/gradio_api/call/ask", Kind.QUESTION),
        ("POST", "/api/v1/ask", Kind.QUESTION),
        ("GET", "/api/v1/lookup", Kind.QUESTION),
        ("POST", "/mcp", Kind.QUESTION),
        ("POST", "/mcp/", Kind.QUESTION),
        ("GET", "/pincite/found", Kind.QUESTION),
        ("PUT", "/pincite/uploads/a.txt", Kind.UPLOAD),
        ("POST", "/gradio_api/upload", Kind.UPLOAD),
        ("POST", "/login", Kind.SIGN_IN),
        ("GET", "/login", Kind.OTHER),
        ("GET", "/pincite/uploads", Kind.OTHER),
        ("GET", "/gradio_api/queue/data", Kind.OTHER),
        ("GET", "/", Kind.OTHER),
    ],
)
def test_every_request_has_its_kind(method: str, path: str, kind: Kind):
    assert kind_of({"method": method, "path": path}) is kind
    behind = {"method": method, "path": f"/library{path}", "root_path": "/library"}
    assert kind_of(behind) is kind


@pytest.mark.parametrize(
    ("path", "root", "inside"),
    [
        ("/a/login", "/a", "/login"),
        ("/a", "/a", "/"),
        ("/ab/login", "/a", "/ab/login"),
        ("/login", "", "/login"),
        ("/a/b", "/a/", "/b"),
    ],
)
def test_a_proxys_prefix_is_no_part_of_the_path(path: str, root: str, inside: str):
    assert route_path({"path": path, "root_path": root}) == inside
