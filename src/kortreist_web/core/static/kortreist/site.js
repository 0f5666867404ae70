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

// On a phone a wide table is read as cards, a row each: every figure stands below its heading.
// Without this script the table is scrolled sideways.
(() => {
  const MANY = 12;
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const role = (cell) => (cell.scope === "row" ? "rowheader" : cell.scope === "col" ? "columnheader" : "cell");
  // Of many cards the first are shown, and a button for the rest; what is filled in is all shown.
  const shorten = (table) => {
    const rows = [...table.tBodies].reduce((sum, body) => sum + body.rows.length, 0);
    if (rows <= MANY || table.tBodies.length > 1 || table.querySelector("input, select, textarea")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "k-show-all";
    button.textContent = document.body.dataset.showAll.replace("{n}", rows);
    button.addEventListener("click", () => {
      const next = table.tBodies[0].rows[table.classList.contains("b-lines") ? 3 : 8];
      table.classList.remove("k-short");
      button.remove();
      next.tabIndex = -1;
      next.focus();
    });
    table.classList.add("k-short");
    table.after(button);
  };
  const cards = (within) => {
    for (const table of within.querySelectorAll(".k-table > table:not([role])")) {
      const heads = table.tHead?.rows;
      if (heads?.length !== 1 || heads[0].cells.length < 3) continue;
      const names = [...heads[0].cells].map((cell) => cell.textContent.trim());
      let reaching = [];  // column → [rows a cell above still reaches down, what it says]
      for (const row of table.rows) {
        if (row.parentNode === table.tHead) continue;
        const below = [];
        let column = 0;
        const pass = () => {
          while (reaching[column]?.[0] > 0) {
            if (column === 0) row.dataset.title = reaching[0][1];
            below[column] = [reaching[column][0] - 1, reaching[column][1]];
            column += 1;
          }
        };
        for (const cell of row.cells) {
          pass();
          if (cell.tagName === "TD") cell.dataset.label ??= cell.colSpan < names.length ? names[column] ?? "" : "";
          for (let i = 0; i < cell.colSpan; i += 1, column += 1) below[column] = [cell.rowSpan - 1, cell.textContent.trim()];
        }
        pass();
        reaching = below;
      }
      // A table that is laid out otherwise must still be a table to those who hear it.
      for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td, th")]) {
        part.setAttribute("role", ROLES[part.tagName] ?? role(part));
      }
      table.classList.add("k-cards-table");
      shorten(table);
    }
  };
  // What an address points at is opened, whatever box it stands in.
  const open = () => {
    const hash = location.hash.slice(1);
    const target = hash && document.getElementById(decodeURIComponent(hash));
    if (!target) return;
    let box = target.closest("details:not([open])");
    const closed = Boolean(box);
    for (; box; box = box.parentElement?.closest("details:not([open])")) box.open = true;
    if (closed) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  // On a phone a group is its title until it is opened; without scripts all stand open, as they
  // do on paper, and what an address points at is opened.
  const groups = document.querySelectorAll("details[data-phone-fold]");
  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (const group of groups) if (target && (group.contains(target) || target.contains(group))) group.open = true;
  };
  if (matchMedia("(max-width: 37.5rem)").matches) {
    for (const group of groups) group.open = false;
    follow();
    addEventListener("hashchange", follow);
    let folded = [];
    addEventListener("beforeprint", () => {
      folded = [...groups].filter((group) => !group.open);
      for (const group of folded) group.open = true;
    });
    addEventListener("afterprint", () => { for (const group of folded) group.open = false; });
  }
  cards(document);
  open();
  document.addEventListener("htmx:load", (event) => cards(event.detail.elt.parentNode ?? document));
})();
