// What the site does beyond reading and reporting, which work without it.
"use strict";

// A form with a draft is kept while it is typed in, so that nothing typed is lost.
(() => {
  const send = (form, url) => {
    const fields = new FormData(form);
    fields.delete("csrfmiddlewaretoken");
    const body = new URLSearchParams();
    for (const [name, value] of fields) if (typeof value === "string") body.append(name, value);
    fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      body,
      keepalive: true,
    }).catch(() => {});
  };
  for (const { form, dataset } of document.querySelectorAll("input[name=_draft]")) {
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => send(form, dataset.url), 800);
    });
    form.addEventListener("submit", () => clearTimeout(waiting));
  }
})();

// After a refused form the summary of errors is read first.
document.querySelector(".k-errors")?.focus();

// On a phone the menus are wider than the screen: the page that is open is in sight.
for (const here of document.querySelectorAll(".k-nav [aria-current]")) {
  const list = here.closest("ul");
  list.scrollLeft = here.offsetLeft - list.offsetLeft - 32;
}
