"""On what terms files are added: what goes, and what reading may cost."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from index.limits import LIMITS, Limits

WORKERS = min(2, os.cpu_count() or 1)
"""Processes that read. Embedding takes longer than reading most files: more would only
wait for it."""

READ = "index.reading:parsed"
"""What a process calls with each name and content: module and function."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How files are added.

    Attributes:
        is_to_go: Whether the document that came from a file is to be removed, unless
            one of the files added has its bytes.
        workers: Processes that read.
        limits: For each file.
        task: What they call, as `READ`.
    """

    is_to_go: Callable[[str], bool] = lambda origin: False  # noqa: ARG005
    workers: int = WORKERS
    limits: Limits = LIMITS
    task: str = READ


TERMS = Terms()
