"""OpenID Connect with PKCE, keeping no more of a person than that it is the same person.

Of what a provider says we keep its own, pairwise name for the person (``sub``). Names, and
above all the national identity number that ID-porten and Ansattporten may send as ``pid``,
are looked past: they are never written to the database, not even to a session.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

__all__ = ["Adapter", "Provider", "sign_out_address", "subject"]

#: How an identity token may be signed: with the provider's own key, never with a shared one.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
#: Where the session remembers how to sign out at the provider.
SESSION_KEY = "kortreist_oidc"


def _claims(data: dict[str, Any]) -> dict[str, Any]:
    """Return all claims; what the identity token says goes before the rest."""
    return {**(data.get("userinfo") or {}), **(data.get("id_token") or {})}


def subject(claims: dict[str, Any]) -> str:
    """Return the name under which the person is known here.

    It is the provider's pairwise name. One that is a national identity number, as a provider
    that is wrongly set up may send, is kept as a digest only.

    Examples
    --------
    >>> subject({"sub": "pairwise-1", "iss": "https://id.example"})
    'pairwise-1'
    """
    name = str(claims.get("sub") or "")
    if not name:
        raise OAuth2Error("no subject")
    if re.fullmatch(r"\d{11}", name.strip()) or name == str(claims.get("pid", "")):
        who = f"{claims.get('iss', '')}|{name}".encode()
        return "h:" + hmac.new(settings.SECRET_KEY.encode(), who, hashlib.sha256).hexdigest()
    return name


def _nonce(verifier: str) -> str:
    # Bound to the secret of this one sign-in, which only this session and we know.
    return hashlib.sha256(b"nonce " + verifier.encode()).hexdigest()


class Adapter(OpenIDConnectOAuth2Adapter):
    """Speaks with the provider; checks the signature of what it says."""

    _verifier = ""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Return one address whatever the language: it is registered with the provider."""
        path = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return str(settings.ORIGIN) + path

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: Any = None
    ) -> Any:
        """Exchange the code."""
        self._verifier = pkce_code_verifier or ""
        return super().get_access_token_data(
            request, app, client, pkce_code_verifier=pkce_code_verifier
        )

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """Return the claims of a token that this provider signed, for us, for this sign-in."""
        import jwt

        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._signing_key(id_token).key,
                algorithms=list(_ALGORITHMS),
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("invalid identity token") from error
        if not hmac.compare_digest(str(claims.get("nonce", "")), _nonce(self._verifier)):
            raise OAuth2Error("another sign-in's token")
        return claims

    def _signing_key(self, id_token: str) -> Any:
        """Return the provider's key the token names; one that names none fits an only key."""
        import jwt

        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        named = jwt.get_unverified_header(id_token).get("kid")
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        matches = [k for k in keys if k.key_id == named] if named else keys
        if len(matches) != 1:
            raise OAuth2Error("unknown signing key")
        return matches[0]

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **values: Any) -> Any:
        """Return who it is; the identity token is needed, and both must speak of one person."""
        if not values["response"].get("id_token"):
            raise OAuth2Error("no identity token")
        login = super().complete_login(request, app, token, **values)
        request.session[SESSION_KEY] = {
            "provider": self.provider_id,
            "end": str(self.openid_config.get("end_session_endpoint", "")),
        }
        return login


class Provider(OpenIDConnectProvider):
    """A provider of the environment."""

    oauth2_adapter_class = Adapter

    def get_pkce_params(self) -> dict[str, Any]:
        """Return the challenge, and a nonce that is bound to it."""
        params = super().get_pkce_params()
        return {**params, "nonce": _nonce(params["code_verifier"])}

    def get_auth_params_from_request(self, request: HttpRequest, action: Any) -> dict[str, Any]:
        """Return the parameters of the settings; the address adds none."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Return the scopes of the settings; the address adds none."""
        return list(self.get_scope())

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the name the person is known by."""
        told = (data.get("userinfo") or {}).get("sub")
        if told is not None and str(told) != str((data.get("id_token") or {}).get("sub")):
            raise OAuth2Error("two persons")
        return subject(_claims(data))

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep nothing."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Make nobody of what is said: people are invited."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Return the address; one the provider itself doubts is none."""
        claims = _claims(data)
        email, doubted = claims.get("email"), claims.get("email_verified") in (False, "false")
        if not email or doubted:
            return []
        return [EmailAddress(email=str(email), verified=False, primary=True)]


def sign_out_address(request: HttpRequest) -> str:
    """Return where to go to sign out at the provider too; empty where there is none."""
    kept = request.session.get(SESSION_KEY) or {}
    provider = settings.IDENTITY_PROVIDERS.get(kept.get("provider", ""))
    end = str(kept.get("end", ""))
    if provider is None or not provider.logout or not end.startswith(("https://", "http://")):
        return ""
    query = {
        "client_id": provider.client_id,
        "post_logout_redirect_uri": f"{settings.ORIGIN}{reverse('front')}",
    }
    return f"{end}{'&' if '?' in end else '?'}{urlencode(query)}"
