"""An e-mail as it is pasted or uploaded: who sent it, when, about what, and the words.

Recognised are a whole message (``.eml``, also pasted) and what a mail program shows on top of one
(«Fra: … Sendt: … Emne: …»). What is not recognised is left empty, for the officer to fill in.
"""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser

from django.utils import timezone

from kortreist_web.hearings.attachments import Attachment, checked

__all__ = ["PastedEmail", "read_eml", "read_pasted", "strict_day"]


@dataclass(frozen=True, slots=True)
class PastedEmail:
    """What was recognised of an e-mail; empty or None: not found.

    Parameters
    ----------
    sender, address : str
        Name (the address where there is none), and address.
    sent_on : date or None
        In Norwegian time.
    subject, text : str
    files : tuple of (str, bytes)
        Attachments as they came.
    """

    sender: str
    address: str
    sent_on: date | None
    subject: str
    text: str
    files: tuple[tuple[str, bytes], ...] = ()

    def attachments(self) -> list[Attachment]:
        """Return the attachments that can be taken in.

        Raises
        ------
        RefusedError
        InputError
        """
        return checked(list(self.files))


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january",
            "feb februar february",
            "mar mars march",
            "apr april",
            "mai may",
            "jun juni june",
            "jul juli july",
            "aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "des dec desember december",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"\b(\d{1,2})\.\s*([a-z]{3,9})\.?\s+(\d{4})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\s+(\d{1,2}),\s*(\d{4})\b", re.IGNORECASE)
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def strict_day(text: str) -> date | None:
    """Return the one day a text says; None where it says none, or where it can be read two ways.

    Examples
    --------
    >>> strict_day("mandag 1. mars 2027 10:15"), strict_day("01.03.2027 kl. 10.15")
    (datetime.date(2027, 3, 1), datetime.date(2027, 3, 1))
    >>> strict_day("2027-03-01T09:00"), strict_day("03/01/2027"), strict_day("31.02.2027")
    (datetime.date(2027, 3, 1), None, None)
    """
    if found := _ISO.search(text):
        return _date(found[1], int(found[2]), found[3])
    if found := _DOTTED.search(text):
        return _date(found[3], int(found[2]), found[1])
    if found := _DAY_FIRST.search(text):
        month = _MONTHS.get(found[2].lower())
        return _date(found[3], month, found[1]) if month else None
    if found := _MONTH_FIRST.search(text):
        month = _MONTHS.get(found[1].lower())
        return _date(found[3], month, found[2]) if month else None
    return _mail_day(text)


def _mail_day(text: str) -> date | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return _local(at)


def _local(at: datetime) -> date:
    return timezone.localtime(at).date() if at.tzinfo else at.date()


class _Plain(HTMLParser):
    """Takes the words of a page, its lines apart; scripts and styles are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a line where a page would."""
        self._hidden += tag in ("script", "style", "head")
        if tag in ("p", "div", "br", "li", "tr"):
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """Show again what comes after a script."""
        self._hidden -= tag in ("script", "style", "head") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def _words(part: EmailMessage, pasted: bool) -> str:
    encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if pasted and encoded in ("", "7bit", "8bit", "binary"):
        content = str(part.get_payload())  # letters that were read when it was copied
    else:
        try:
            content = str(part.get_content())
        except (LookupError, UnicodeDecodeError):  # an alphabet nobody knows
            payload = part.get_payload(decode=True)
            content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if part.get_content_type() == "text/html":
        reader = _Plain()
        reader.feed(content)
        content = "".join(reader.parts)
    return content


def _of_message(message: EmailMessage, pasted: bool) -> PastedEmail:
    name, address = parseaddr(str(message.get("From", "")))
    body = message.get_body(("plain", "html"))
    text = _words(body, pasted) if isinstance(body, EmailMessage) else ""
    files = []
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            files.append((part.get_filename() or "", content))
    return PastedEmail(
        sender=name or address,
        address=address,
        sent_on=_mail_day(str(message.get("Date", ""))),
        subject=" ".join(str(message.get("Subject", "")).split()),
        text=_tidy(text),
        files=tuple(files),
    )


def read_eml(content: bytes) -> PastedEmail:
    """Return what a saved e-mail says."""
    message = message_from_bytes(content, policy=policy.default)
    return _of_message(message, pasted=False)


#: What a mail program calls the lines on top, and what they are.
_HEADS = {
    **dict.fromkeys(("fra", "frå", "from", "avsender", "avsendar"), "sender"),
    **dict.fromkeys(("sendt", "sent", "dato", "date", "mottatt", "motteke"), "day"),
    **dict.fromkeys(("emne", "subject"), "subject"),
    **dict.fromkeys(("til", "to", "kopi", "cc", "blindkopi", "bcc", "vedlegg", "attachments"), ""),
}
_HEAD = re.compile(r"^[*>\s]*([A-Za-zÅå]+)\s*:[*\s]*(.*)$")
_RAW = re.compile(
    r"^(?:MIME-Version|Content-Type|Message-ID|Received|Return-Path)\s*:", re.M | re.I
)
_QUOTED = re.compile(r"=(?:C3|E2)=[0-9A-F]{2}|=\r?\n")


def read_pasted(text: str) -> PastedEmail:
    """Return what a pasted e-mail says: a whole message, or what a mail program shows.

    Examples
    --------
    >>> one = read_pasted("Fra: Kari Li <k@x.example>\\nSendt: 1. mars 2027\\nEmne: Vei\\n\\nJa!")
    >>> one.sender, one.sent_on.isoformat(), one.subject, one.text
    ('Kari Li', '2027-03-01', 'Vei', 'Ja!')
    """
    text = text.lstrip("\ufeff\r\n ").replace("\r\n", "\n")
    top = text.partition("\n\n")[0]
    if _RAW.search(top):
        return _of_message(message_from_string(text, policy=policy.default), pasted=True)
    found: dict[str, str] = {}
    lines = text.split("\n")
    body_from = 0
    for at, line in enumerate(lines):
        body_from = at
        head = _HEAD.match(line)
        kind = _HEADS.get(head[1].casefold()) if head else None
        if kind is None and line.strip():
            break
        if head and kind:
            found.setdefault(kind, head[2].strip())
        elif kind is None and found:
            break
    body = "\n".join(lines[body_from:]) if found else text
    if _QUOTED.search(body):
        body = quopri.decodestring(body.encode()).decode("utf-8", "replace")
    name, address = parseaddr(found.get("sender", "").replace("[mailto:", "<").replace("]", ">"))
    return PastedEmail(
        sender=name or address or found.get("sender", ""),
        address=address if "@" in address else "",
        sent_on=strict_day(found.get("day", "")),
        subject=found.get("subject", ""),
        text=_tidy(body),
    )


def _tidy(text: str) -> str:
    """Return a text without empty lines at its ends, and never two of them together."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
