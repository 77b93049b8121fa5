"""Which letters run from right to left."""

import re

# Hebrew, Arabic and their kin, without figures: those run from left to right.
_LETTER = "[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
RIGHT_TO_LEFT = re.compile(rf"{_LETTER}(?:[^“”\",]*{_LETTER})?")
"""What a sentence of ours names; the commas and quotes around it stay outside."""
