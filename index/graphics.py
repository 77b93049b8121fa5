"""Whether this machine has a graphics card that embeds, without importing torch."""

import ctypes
from importlib.metadata import PackageNotFoundError, version

from index.embedding import Embedder
from index.model_files import ModelFiles

DRIVERS = ("libcuda.so.1", "nvcuda.dll")
"""CUDA's, on Linux and on Windows."""

CUDA = "cuda"

BATCH_WINDOWS = 128
"""They take a few hundred MB of a card's memory, and are enough to keep it busy."""


def on_card(model: ModelFiles) -> Embedder | None:
    """Return what embeds with these files on a graphics card; None if there is none."""
    if not (count_cards() and _torch_uses_cards()):
        return None
    from index.transformer import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(model, device=CUDA, batch_windows=BATCH_WINDOWS)


def count_cards() -> int:
    """Return how many CUDA devices there are for this process.

    None is there without a driver, or where CUDA_VISIBLE_DEVICES names none.
    """
    for name in DRIVERS:
        try:
            driver = ctypes.CDLL(name)
            count = ctypes.c_int()
            failed = driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count))
        except (OSError, AttributeError):  # no such library, or one that is no driver
            continue
        return 0 if failed else count.value
    return 0


def _torch_uses_cards() -> bool:
    """Return whether torch is installed, and not as built for processors alone."""
    try:
        return "+cpu" not in version("torch")
    except PackageNotFoundError:
        return False
