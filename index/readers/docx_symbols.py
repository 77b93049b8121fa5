"""Characters that Word draws in fonts of symbols, as the signs that they show."""

_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SMALL_GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"

_SYMBOL = {
    **{chr(ord("A") + n): letter for n, letter in enumerate(_GREEK)},
    **{chr(ord("a") + n): letter for n, letter in enumerate(_SMALL_GREEK)},
    **{chr(n): chr(n) for n in (*range(0x20, 0x22), *range(0x28, 0x2A))},
    **{chr(n): chr(n) for n in (0x23, 0x25, 0x26, 0x2B, 0x2C, 0x2E, 0x2F)},
    **{chr(n): chr(n) for n in range(0x30, 0x40)},
    **dict(zip("[]{}|_", "[]{}|_", strict=True)),
    "\x2d": "−", "\xa2": "\u2032", "\xa3": "≤", "\xa5": "∞", "\xab": "↔", "\xac": "←",
    "\xad": "↑", "\xae": "→", "\xaf": "↓", "\xb0": "°", "\xb1": "±", "\xb2": "″",
    "\xb3": "≥", "\xb4": "×", "\xb6": "∂", "\xb7": "•", "\xb8": "÷", "\xb9": "≠",
    "\xba": "≡", "\xbb": "≈", "\xbc": "…", "\xc6": "∅", "\xc7": "∩", "\xc8": "\u222a",
    "\xce": "∈", "\xcf": "∉", "\xd2": "®", "\xd3": "©", "\xd4": "™", "\xd5": "∏",
    "\xd6": "√", "\xd7": "⋅", "\xdb": "⇔", "\xde": "⇒", "\xe2": "®", "\xe3": "©",
    "\xe4": "™", "\xe5": "∑", "\xf2": "∫",
}  # fmt: skip
_WINGDINGS = {
    "\x6c": "●", "\x6e": "■", "\x6f": "□", "\x71": "❑", "\x75": "◆", "\x76": "❖",
    "\x9f": "•", "\xa7": "▪", "\xa8": "☐", "\xd8": "➢", "\xdf": "←", "\xe0": "→",
    "\xe1": "↑", "\xe2": "↓", "\xf0": "⇨", "\xfb": "✗", "\xfc": "✓", "\xfd": "☒",
    "\xfe": "☑",
}  # fmt: skip
_WINGDINGS_2 = {"\x50": "✓", "\x52": "☑", "\x53": "☒", "\xa3": "☐", "\x97": "•"}

_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
}
# Fonts of symbols have their characters here, 0x00 to 0xFF above it.
_PRIVATE = 0xF000


def symbol(font: str, code: str) -> str:
    """Return what a symbol shows; nothing where that is not known.

    Args:
        font: The font it is drawn in.
        code: Its character in hexadecimal digits: "F0B7".
    """
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    letters = _FONTS.get(font.casefold())
    if letters is not None:
        return letters.get(chr(point & 0xFF), "")
    if _PRIVATE <= point < _PRIVATE + 0x100 or not 0x20 <= point < 0xD800:
        return ""
    return chr(point)
