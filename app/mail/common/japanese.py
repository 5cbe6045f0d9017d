"""Decoding of mail text in the encodings that Japanese mail programs use.

ISO-2022-JP mails often contain characters outside the standard: ①, ㈱, 髙 of Windows,
half-width kana. Python's codec refuses them; they are decoded here through Windows' encoding.
"""

_SHIFT_JIS = ("shift-jis", "sjis", "x-sjis", "windows-31j", "ms932", "cp932")
_USUAL = {
    **{name: name for name in ("us-ascii", "utf-8", "cp932", "euc-jp", "iso-8859-1")},
    **{"ascii": "us-ascii", "utf8": "utf-8", "x-euc-jp": "euc-jp", "windows-1252": "cp1252"},
}
_ASCII = (b"\x1b(B", b"\x1b(J")
_KANJI = (b"\x1b$@", b"\x1b$B")
_KANA = (b"\x1b(I",)


def decode(payload: bytes, charset: str) -> tuple[str, bool]:
    """Return the text and whether some characters could not be decoded.

    charset: as the mail declares it, "" for none.
    """
    name = _name(charset)
    if name.startswith("iso-2022-jp") or (not name and b"\x1b$" in payload):
        return _iso_2022_jp(payload)
    for encoding in (name, "utf-8", "cp932"):
        try:
            return payload.decode(encoding), False
        except (LookupError, ValueError):  # no such encoding, or other bytes
            continue
    return payload.decode("utf-8", "replace"), True


def is_known(charset: str, payload: bytes) -> bool:
    """Whether the text is certainly read as its writer saw it: a usual encoding, rightly named."""
    name = _name(charset) or "us-ascii"
    if name.startswith("iso-2022-jp"):
        return True
    try:
        payload.decode(_USUAL.get(name, "no such encoding"))
    except (LookupError, ValueError):
        return False
    return True


def _name(charset: str) -> str:
    name = charset.strip().lower().replace("_", "-")
    return "cp932" if name in _SHIFT_JIS else name


def _iso_2022_jp(payload: bytes) -> tuple[str, bool]:
    out = bytearray()
    mode, position = _ASCII, 0
    while position < len(payload):
        escape = payload[position : position + 3]
        found = next((each for each in (_ASCII, _KANJI, _KANA) if escape in each), None)
        if found is not None:
            mode, position = found, position + 3
        elif mode is _KANJI and payload[position] > 0x20 and position + 1 < len(payload):
            out += _shifted(payload[position] & 0x7F, payload[position + 1] & 0x7F)
            position += 2
        else:
            byte = payload[position]
            if byte in b"\r\n":  # a line ends in ASCII, even if the escape sequence is missing
                mode = _ASCII
            out.append(byte | 0x80 if mode is _KANA and byte > 0x20 else byte)
            position += 1
    try:
        return out.decode("cp932"), False
    except UnicodeDecodeError:
        return out.decode("cp932", "replace"), True


def _shifted(first: int, second: int) -> bytes:
    """Return a JIS X 0208 pair in Windows' encoding."""
    lead = ((first - 0x21) >> 1) + 0x81
    lead += 0x40 if lead >= 0xA0 else 0
    trail = second + 0x1F + (second >= 0x60) if first & 1 else second + 0x7E
    return bytes((lead & 0xFF, trail & 0xFF))
