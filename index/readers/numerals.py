"""The numbers of lists in the forms that office programs know: 4, d, IV, 四."""

from collections.abc import Callable, Mapping

# Word repeats the letters no further, and writes nothing larger in Roman numerals.
MAX_LETTERS = 780
MAX_ROMAN = 32767

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_HEBREW_VALUES = (*range(1, 11), *range(20, 100, 10), *range(100, 500, 100))
# Nine and six, nine and seven.
_HEBREW_NINES = {15: _HEBREW[8] + _HEBREW[5], 16: _HEBREW[8] + _HEBREW[6]}
_CHINESE = "〇一二三四五六七八九"
_CHICAGO = "*†‡§"
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = (
    *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth",
    "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip


def numeral(value: int, form: str) -> str:
    """Return a number in one of Word's forms; in digits where the form is unknown.

    Args:
        value: The number, from 0.
        form: Name of the form as in WordprocessingML (`w:numFmt`): "lowerRoman".
    """
    return _FORMS.get(form, str)(value)


def _roman(value: int) -> str:
    if not 0 < value <= MAX_ROMAN:
        return str(value)
    found = ""
    for worth, digit in _ROMAN:
        found += digit * (value // worth)
        value %= worth
    return found


def _repeated(letters: str) -> Callable[[int], str]:
    """Return a form that begins again with doubled letters: z, aa, bb."""

    def form(value: int) -> str:
        if not 0 < value <= MAX_LETTERS:
            return str(value)
        times, place = divmod(value - 1, len(letters))
        return letters[place] * (times + 1)

    return form


def _ordinal(value: int) -> str:
    teen = 10 < value % 100 < 20
    return (
        f"{value}{'th' if teen else ('th', 'st', 'nd', 'rd', *['th'] * 6)[value % 10]}"
    )


def _in_words(value: int) -> str:
    if not 0 <= value < 100:
        return str(value)
    if value < 20:
        return _WORDS[value].capitalize()
    tens, ones = divmod(value, 10)
    rest = f"-{_WORDS[ones]}" if ones else ""
    return f"{_TENS[tens - 2]}{rest}".capitalize()


def _ordinal_in_words(value: int) -> str:
    if not 0 <= value < 100:
        return _ordinal(value)
    head, hyphen, last = _in_words(value).casefold().rpartition("-")
    last = _ORDINALS.get(last) or (
        f"{last[:-1]}ieth" if last[-1] == "y" else f"{last}th"
    )
    return f"{head}{hyphen}{last}".capitalize()


def _chinese(value: int) -> str:
    if not 0 < value < 100:
        return "".join(_CHINESE[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    return (
        ("" if tens < 2 else _CHINESE[tens])
        + ("十" if tens else "")
        + (_CHINESE[ones] if ones else "")
    )


def _hebrew(value: int) -> str:
    """Return a number in letters; 15 and 16 avoid the letters of a holy name."""
    if not 0 < value < 1000:
        return str(value)
    found = ""
    for worth, letter in reversed(list(zip(_HEBREW_VALUES, _HEBREW, strict=True))):
        if value in _HEBREW_NINES:
            return found + _HEBREW_NINES[value]
        found += letter * (value // worth)
        value %= worth
    return found


def _circled(value: int) -> str:
    return chr(0x2460 + value - 1) if 0 < value <= 20 else str(value)


def _fullwidth(value: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(value))


_FORMS: Mapping[str, Callable[[int], str]] = {
    "bullet": lambda _: "",
    "none": lambda _: "",
    "decimalZero": "{:02d}".format,
    # Newer forms are named by their first number.
    "01": "{:02d}".format,
    "001": "{:03d}".format,
    "0001": "{:04d}".format,
    "00001": "{:05d}".format,
    "hex": "{:X}".format,
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _repeated("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _repeated("abcdefghijklmnopqrstuvwxyz"),
    "russianUpper": _repeated(_RUSSIAN.upper()),
    "russianLower": _repeated(_RUSSIAN),
    "arabicAlpha": _repeated(_ARABIC),
    "arabicAbjad": _repeated(_ABJAD),
    "hebrew1": _hebrew,
    "hebrew2": _repeated(_HEBREW),
    "chicago": _repeated(_CHICAGO),
    "ordinal": _ordinal,
    "cardinalText": _in_words,
    "ordinalText": _ordinal_in_words,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _fullwidth,
    "decimalFullWidth2": _fullwidth,
    "decimalEnclosedParen": "({})".format,
    "decimalEnclosedFullstop": "{}.".format,
    "numberInDash": "- {} -".format,
}
