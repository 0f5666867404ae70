"""Participants of a process: known again in that process only, and by nobody when it is over.

A participant's key is made of a secret of the process and of what the identity provider, or a
code, calls her. The same person has another key in every process; without the secret nobody
can tell who she is, and no table leads from a key to a user.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from django.db import transaction

from kortreist_web.core.content import canonical_bytes
from kortreist_web.core.participation import CHANNELS, KINDS
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Participant, ProcessSecret
from kortreist_web.people.secrets_kept import decrypt, encrypt
from kortreist_web.tenants.models import Organisation

__all__ = ["Cell", "join", "key_of", "new_secret"]

#: A Norwegian identity number, also written in two groups.
_IDENTITY_NUMBER = re.compile(r"\d{6}[ -]?\d{5}")


@dataclass(frozen=True, slots=True)
class Cell:
    """What is kept of a verified participant: enough to say who is missing, too little to find.

    Parameters
    ----------
    age_band : str
        Such as ``"30-44"``.
    sex : str
    district : str
    """

    age_band: str = ""
    sex: str = ""
    district: str = ""


def new_secret() -> str:
    """Return a secret for a process, as it is stored: encrypted with the installation's key."""
    return encrypt(secrets.token_hex(32))


def key_of(stored: str, issuer: str, subject: str) -> str:
    """Return the key of somebody in a process: HMAC-SHA256 of issuer and subject, in hex.

    Parameters
    ----------
    stored : str
        The process's secret as it is stored.
    issuer, subject : str
        Who knows her, and as whom: an identity provider and its pairwise name, or ``"code"``
        and the code she was sent.

    Raises
    ------
    ValueError
        The subject is a national identity number, which is not to come this far.
    """
    if not issuer or not subject or _IDENTITY_NUMBER.fullmatch(subject.strip()):
        raise ValueError("issuer and subject; an identity number is no subject")
    # As JSON: where one ends and the other begins is part of what is signed.
    message = canonical_bytes([issuer, subject])
    return hmac.new(bytes.fromhex(decrypt(stored)), message, hashlib.sha256).hexdigest()


def join(
    organisation: Organisation,
    process_kind: str,
    process: int,
    *,
    issuer: str,
    subject: str,
    channel: str,
    kind: str = "resident",
    cell: Cell | None = None,
) -> Participant:
    """Return the participant somebody is in a process; the first time she becomes one.

    Of ``issuer`` and ``subject`` nothing is stored. A cell is kept of verified participants
    only, as it was when she joined.

    Raises
    ------
    RefusedError
        The process is not open to participants, or has closed.
    ValueError
        An unknown channel or kind, or a cell that nobody has verified.
    """
    if channel not in CHANNELS or kind not in KINDS or (cell and channel != "verified"):
        raise ValueError("channel, kind or cell")
    cell = cell or Cell()
    with transaction.atomic():
        # Held until she has joined: none joins while the secret is being destroyed.
        secret = (
            ProcessSecret.objects.select_for_update()
            .filter(organisation=organisation, process_kind=process_kind, process=process)
            .first()
        )
        if secret is None:
            raise RefusedError("people.participation.not_open")
        if not secret.secret:
            raise RefusedError("people.participation.closed")
        participant, _ = Participant.objects.get_or_create(
            organisation=organisation,
            process_kind=process_kind,
            process=process,
            key=key_of(secret.secret, issuer, subject),
            defaults={
                "channel": channel,
                "kind": kind,
                "age_band": cell.age_band,
                "sex": cell.sex,
                "district": cell.district,
            },
        )
    return participant
