"""The API over the harbour's library, asked in this process."""

import threading
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa import Assistant
from ui.api.application import mount_api
from ui.api.service import Service
from ui.loading import AssistantProvider, Loading

PATIENCE_SECONDS = 20


def app_over(provider: AssistantProvider) -> tuple[FastAPI, Loading]:
    loading = Loading(provider)
    app = FastAPI()
    mount_api(app, Service(loading))
    return app, loading


@pytest.fixture
def starting() -> Iterator[TestClient]:
    """The API before its library is there."""
    goes_on = threading.Event()
    app, loading = app_over(lambda report: goes_on.wait(PATIENCE_SECONDS))
    loading.start()
    yield TestClient(app)
    goes_on.set()


@pytest.fixture(scope="package")
def client(open_assistant: Callable[[], Assistant]) -> Iterator[TestClient]:
    app, loading = app_over(lambda report: open_assistant())
    loading.start()
    assert loading.wait(PATIENCE_SECONDS)
    yield TestClient(app)
    loading.close()
