"""How wide text is in the font of the Word files, so that a column can hold its longest word.

The widths are those of Carlito, which was drawn to have Calibri's: text is as wide in one as
in the other. Source: Carlito, version of 24 February 2022 (SIL Open Font License 1.1), the
tables ``cmap`` and ``hmtx`` of its regular and bold fonts.
"""

from __future__ import annotations

import re

__all__ = ["letters_of", "longest_word", "text_width"]

#: Units the widths below are counted in, per size of the font.
_EM = 2048
#: Width of a letter that is in no table: that of the widest.
_OTHER = 1856
_REGULAR = {
    452: "'",
    463: "\xa0\u202f",
    470: "ilìíîïĩīĭįıĺļ",
    490: "jĵ",
    497: "ſ",
    504: "¹",
    507: "ł",
    511: ",‘’",
    516: "IÌÍÎÏĨĪĬĮİ",
    517: ".·",
    540: "ľ",
    548: ":;",
    596: "`",
    598: "´",
    621: "()",
    625: "f",
    627: "-",
    628: "[]",
    629: "¸",
    644: "{}",
    653: "JĴ",
    667: "!¡",
    685: "³",
    686: "tţ",
    688: "²₂",
    694: "°",
    700: "ŧ",
    708: "ť",
    714: "rŕŗř",
    765: "ŀ",
    791: "/\\",
    801: "sśŝşš",
    804: "¨",
    807: "¯",
    809: "zźżž",
    821: '"',
    824: "ª",
    857: "“”",
    861: "LĹĻ",
    865: "º",
    866: "cçćĉċčĽ",
    880: "Ł",
    887: "x",
    925: "v",
    927: "yýÿŷ",
    931: "kķĸ",
    941: "FSŚŜŞŠ",
    943: "|",
    949: "?¿",
    959: "ZŹŻŽ",
    960: "ĳ",
    964: "gĝğġģ",
    981: "aàáâãäåāăą",
    998: "TYÝŢŤŦŶŸ",
    1000: "EÈÉÊËĒĔĖĘĚ",
    1019: "eèéêëēĕėęě",
    1020: "#*+<=>^_~¢¤¦§¬±×÷–•−≤≥≈",
    1038: "$0123456789£¥®€",
    1049: "«»",
    1058: "PÞ",
    1063: "X",
    1064: "KĶ",
    1076: "bdhnpquðñùúûüþĥńņňŋũūŭůűų",
    1080: "oßòóôõöōŏő",
    1084: "ø",
    1091: "ħ",
    1092: "CÇĆĈĊČ",
    1112: "RŔŖŘ",
    1114: "B",
    1118: "Ŀ",
    1126: "µ",
    1130: "đ",
    1162: "V",
    1164: "ď",
    1170: "Ĳ",
    1185: "AÀÁÂÃÄÅĀĂĄ",
    1186: "ŉ",
    1200: "¶",
    1260: "DĎ",
    1276: "HĤ",
    1279: "ÐĐ",
    1287: "Ŋ",
    1292: "GĜĞĠĢ",
    1303: "¼",
    1314: "UÙÚÛÜŨŪŬŮŰŲ",
    1322: "NÑŃŅŇ",
    1344: "Ħ",
    1356: "OÒÓÔÕÖŌŎŐ",
    1359: "Ø",
    1375: "½",
    1378: "Q",
    1383: "¾",
    1397: "&",
    1414: "…",
    1464: "%wŵ",
    1563: "Æ",
    1583: "æ",
    1636: "m",
    1709: "©",
    1740: "œ",
    1751: "M",
    1775: "Œ",
    1822: "WŴ",
    1831: "@",
    1854: "—→",
}
_BOLD = {
    463: "\xa0\u202f",
    478: "'",
    503: "ilìíîïĩīĭįıĺļ",
    517: "¹",
    523: "jĵ",
    528: ",‘’",
    529: "ſ",
    540: "ł",
    546: "IÌÍÎÏĨĪĬĮİ",
    547: ".",
    548: "·",
    565: ":;",
    615: "`",
    616: "´",
    621: "¸",
    627: "-ľ",
    638: "()",
    648: "f",
    665: "[]",
    667: "!¡",
    678: "JĴ",
    688: "³",
    692: "²₂",
    701: "°",
    704: "{}",
    710: "tţ",
    726: "ŧ",
    728: "rŕŗř",
    744: "ť",
    799: "¯",
    814: "zźżž",
    817: "sśŝşš",
    849: "¨",
    852: "ª",
    857: "cçćĉċč",
    865: "ŀ",
    866: "LĹĻ",
    880: "/\\",
    881: "Ľ",
    886: "Ł",
    891: "º“”",
    898: '"',
    940: "F",
    941: "x",
    949: "?¿",
    968: "SŚŜŞŠ",
    969: "v",
    970: "yýÿŷ",
    971: "gĝğġģ",
    973: "|",
    979: "ZŹŻŽ",
    983: "kķĸ",
    999: "EÈÉÊËĒĔĖĘĚ",
    1011: "aàáâãäåāăą",
    1014: "TŢŤŦ",
    1020: "#*+<=>^_~¢¤¦§¬±×÷–•−≤≥≈",
    1027: "ĳ",
    1031: "eèéêëēĕėęě",
    1038: "$0123456789£¥®€",
    1064: "YÝŶŸ",
    1084: "CÇĆĈĊČ",
    1090: "PÞ",
    1099: "bdhnpquðñùúûüþĥńņňŋũūŭůűų",
    1101: "oòóôõöōŏő",
    1103: "«»",
    1114: "ø",
    1120: "KĶ",
    1121: "ħ",
    1128: "X",
    1136: "ß",
    1148: "B",
    1150: "Ŀ",
    1153: "RŔŖŘ",
    1154: "µ",
    1165: "đ",
    1211: "V",
    1222: "ď",
    1224: "¶",
    1225: "Ĳ",
    1241: "AÀÁÂÃÄÅĀĂĄ",
    1274: "ŉ",
    1291: "DĎ",
    1292: "HĤ",
    1305: "GĜĞĠĢ",
    1309: "ÐĐ",
    1313: "Ŋ",
    1337: "UÙÚÛÜŨŪŬŮŰŲ",
    1347: "¼Ħ",
    1349: "NÑŃŅŇ",
    1385: "OÒÓÔÕÖŌŎŐ",
    1394: "Ø",
    1405: "Q",
    1415: "½",
    1437: "¾",
    1443: "&",
    1457: "…",
    1493: "%",
    1526: "wŵ",
    1587: "æ",
    1588: "Æ",
    1666: "m",
    1709: "©",
    1726: "œ",
    1790: "MŒ",
    1840: "@",
    1854: "—→",
    1856: "WŴ",
}
_WIDTHS = {
    bold: {" ": 463} | {letter: width for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}
# Where a line may end: at a space that joins nothing, and after a hyphen between letters.
_BREAKS = re.compile(r"[ \t\n\r]+|(?<=[^\W\d]-)(?=[^\W\d])")


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a text is on one line, in points.

    Parameters
    ----------
    text : str
    size : float
        Of the font, in points.
    bold : bool

    Examples
    --------
    >>> round(text_width("Kommunedirektøren", 10), 1)
    84.8
    """
    widths = _WIDTHS[bold]
    return sum(widths.get(letter, _OTHER) for letter in text) * size / _EM


def longest_word(text: str, size: float, bold: bool = False) -> float:
    """Return how wide the widest part of a text is that no line may break, in points."""
    return max((text_width(word, size, bold) for word in _BREAKS.split(text)), default=0.0)


#: How much wider than Calibri's the letters of a font are, at most. Of the words of our texts, in
#: bold, 1.27 is the most in Arial (half: 1.14) and 1.12 in Times, by the widths in Adobe's metrics
#: of Helvetica and Times. Aptos lies between Calibri and Arial.
_LETTERS = {
    "calibri": 1.0,
    "calibri light": 1.0,
    "carlito": 1.0,
    "times new roman": 1.12,
    "liberation serif": 1.12,
    "aptos": 1.27,
    "aptos display": 1.27,
    "arial": 1.27,
    "helvetica": 1.27,
    "liberation sans": 1.27,
}
_OTHER_LETTERS = 1.4


def letters_of(font: str) -> float:
    """Return how much wider than Calibri's the letters of a font are, at most.

    Examples
    --------
    >>> letters_of("Arial"), letters_of("Hagrid")
    (1.27, 1.4)
    """
    return _LETTERS.get(font.casefold(), _OTHER_LETTERS)
