// Security keys (WebAuthn): the browser asks the key, and the answer is sent with the form.
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const options = (kind, given) => {
    const key = { ...given.publicKey, challenge: bytes(given.publicKey.challenge) };
    if (kind === "create") {
      key.user = { ...key.user, id: bytes(key.user.id) };
      key.excludeCredentials = listed(key.excludeCredentials);
    } else {
      key.allowCredentials = listed(key.allowCredentials);
    }
    return { publicKey: key };
  };

  const answer = (found) => {
    const response = { clientDataJSON: text(found.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (found.response[name]) response[name] = text(found.response[name]);
    }
    if (found.response.getTransports) response.transports = found.response.getTransports();
    return {
      id: found.id,
      rawId: text(found.rawId),
      type: found.type,
      clientExtensionResults: found.getClientExtensionResults(),
      response,
    };
  };

  for (const form of document.querySelectorAll("form[data-security-key]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const kind = form.dataset.securityKey;
      try {
        const asked = options(kind, JSON.parse(form.dataset.options));
        const found = await navigator.credentials[kind](asked);
        form.querySelector("[name=credential]").value = JSON.stringify(answer(found));
        form.submit();
      } catch (error) {
        form.querySelector("[role=alert]").textContent = form.dataset.failed;
      }
    });
  }
})();
