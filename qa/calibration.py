"""A library's own calibration: how log odds become confidence, and where it is kept.

`qa.decision` gives log odds that were fitted on public questions; `qa.calibrating` fits
a calibration of them to questions about one library.
"""

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from typing import Any, Self

from index.errors import LibraryError
from index.library import Library
from qa.decision import (
    BEST_OF,
    BIAS,
    BIAS_WITHOUT_TOKENS,
    MARGIN_RANK,
    MIN_CONFIDENCE,
    WEIGHTS,
    WEIGHTS_WITHOUT_TOKENS,
)

METADATA_KEY = "calibration"
"""Where a library keeps its own; missing or empty where it has none."""

FITTED = [
    [dict(WEIGHTS), BIAS],
    [dict(WEIGHTS_WITHOUT_TOKENS), BIAS_WITHOUT_TOKENS],
    [BEST_OF, MARGIN_RANK],
]
DECISION = hashlib.sha256(json.dumps(FITTED).encode()).hexdigest()[:8]
"""Changes when the log odds of the same question do, and with them every calibration's
meaning."""

REMEDY = "drop it with 'pincite calibrate --reset'"


@dataclass(frozen=True, slots=True)
class Calibration:
    """From log odds to confidence, and the confidence to answer from.

    Attributes:
        slope: Of the log odds; above 0, for the order of questions is the decision's.
        intercept: Added to them.
        threshold: Below this confidence, 0 to 1, nothing is answered.
        decision: Which decision's log odds it is for.
    """

    slope: float = 1.0
    intercept: float = 0.0
    threshold: float = MIN_CONFIDENCE
    decision: str = DECISION

    def __post_init__(self) -> None:
        if not 0 < self.slope < math.inf:
            raise ValueError(f"its slope is {self.slope}, not a number above 0")
        if not math.isfinite(self.intercept):
            raise ValueError(f"its intercept is {self.intercept}, not a number")
        if not 0 <= self.threshold <= 1:
            raise ValueError(f"its threshold is {self.threshold}, not 0 to 1")

    @property
    def is_outdated(self) -> bool:
        """Whether it is for the log odds of another version of Pincite."""
        return self.decision != DECISION

    def confidence(self, logit: float) -> float:
        """Return the probability, 0 to 1, that the library answers.

        Args:
            logit: From `qa.decision.logit`.
        """
        # The logistic function, written so that no number is too large for it.
        return 0.5 + 0.5 * math.tanh((self.slope * logit + self.intercept) / 2)

    def to_dict(self) -> dict[str, Any]:
        """Return the attributes, JSON-ready."""
        return asdict(self)

    def to_json(self) -> str:
        """Return what `from_json` reads."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the calibration that `to_json` wrote.

        Raises:
            LibraryError: `to_json` did not write it.
        """
        try:
            value = json.loads(text)
            return cls(**{name: value[name] for name in cls.__slots__})
        except (LookupError, TypeError, ValueError) as error:
            raise LibraryError(
                f"the library's calibration cannot be read ({error}); {REMEDY}"
            ) from error


DEFAULT = Calibration()


def kept(library: Library) -> Calibration | None:
    """Return a library's own calibration, outdated or not; None where it has none.

    Raises:
        LibraryError: What is kept is damaged.
    """
    text = library.get_metadata(METADATA_KEY)
    return Calibration.from_json(text) if text else None


def stored(library: Library) -> Calibration:
    """Return the calibration to answer with: the library's own, or the default.

    Raises:
        LibraryError: What is kept is damaged.
    """
    own = kept(library)
    return DEFAULT if own is None or own.is_outdated else own


def keep(library: Library, calibration: Calibration) -> None:
    """Make a calibration the library's own.

    Raises:
        LibraryNotWritableError: The folder or the disk refuses.
    """
    library.set_metadata(METADATA_KEY, calibration.to_json())


def reset(library: Library) -> None:
    """Give a library the default calibration again, whatever it keeps.

    Raises:
        LibraryNotWritableError: The folder or the disk refuses.
    """
    library.set_metadata(METADATA_KEY, "")


def problems(library: Library) -> list[str]:
    """Return what is wrong with a library's calibration, a line each, for `doctor`."""
    try:
        own = kept(library)
    except LibraryError as error:
        return [str(error)]
    if own is None or not own.is_outdated:
        return []
    return [
        "the library's calibration is for another version of Pincite and is not used; "
        f"run 'pincite calibrate FILE' again, or {REMEDY}"
    ]
