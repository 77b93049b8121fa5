"""Visitors: each asks the shared library, and their own documents."""

from collections.abc import Mapping

from qa import Assistant
from ui.loading import Loading


class Visitors:
    """The libraries that visitors ask; safe to use from any thread."""

    def __init__(self, loading: Loading) -> None:
        """Serve visitors from a shared library that may still be on its way."""
        self._loading = loading

    def assistant(self, cookies: Mapping[str, str]) -> Assistant:
        """Return what answers a visitor.

        Args:
            cookies: The visitor's, as the request carries them.

        Raises:
            NotReadyError: It is not ready; the message says why.
        """
        del cookies
        return self._loading.assistant
