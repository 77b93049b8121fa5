"""How much strangers may leave with us, and who may add documents at all."""

from dataclasses import dataclass
from typing import Literal, get_args

from qa import Limits

Mode = Literal["session", "library", "off"]
"""Where what a visitor adds goes: into a library of their own, which ends with their
visit; into the shared library, for everybody; or nowhere."""

MODES: tuple[Mode, ...] = get_args(Mode)

READING = Limits(
    file_bytes=50_000_000,
    seconds=60.0,
    memory_bytes=1_500_000_000,
    result_bytes=100_000_000,
)
"""For one file of a stranger's; a scanned book is to be added by the operator."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What visitors may take of the machine.

    Attributes:
        reading: For each file.
        documents: Of one visitor.
        bytes: Of one visitor's files.
        passages: Of one visitor's documents: embedding 20,000 takes some minutes.
        waiting: Files of one visitor that wait to be read.
        visitors: With documents of their own, at once. Each has files open.
        running: Files read and embedded at once; questions are answered meanwhile.
        idle_seconds: Of a visitor, after which their documents are deleted.
        kept: Finished uploads that are told of until the visitor dismisses them.
    """

    reading: Limits = READING
    documents: int = 50
    bytes: int = 100_000_000
    passages: int = 20_000
    waiting: int = 50
    visitors: int = 60
    running: int = 2
    idle_seconds: float = 12 * 3600.0
    kept: int = 100


BOUNDS = Bounds()
