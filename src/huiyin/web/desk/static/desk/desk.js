// The desk without a mouse, and nothing typed lost. Everything works without this file too.
"use strict";

(() => {
  const lines = [...document.querySelectorAll(".line")];
  const panel = document.getElementById("panel");
  const keys = document.getElementById("keys");
  let current = -1;

  const beside = () => panel && getComputedStyle(panel).display !== "none";

  function look(place) {
    if (!lines.length) return;
    current = Math.max(0, Math.min(place, lines.length - 1));
    lines.forEach((line, index) => index === current ? line.setAttribute("aria-current", "true") : line.removeAttribute("aria-current"));
    const line = lines[current];
    line.querySelector(".what > a").focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
    if (beside()) line.dispatchEvent(new Event("look"));
  }

  lines.forEach((line, index) => {
    line.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const aside = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
      if (aside || !beside() || (link && !link.matches(".what > a"))) return;
      event.preventDefault();
      look(index);
    });
    line.addEventListener("dblclick", () => { location.href = line.querySelector(".what > a").href; });
    line.querySelector(".what > a").addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); location.href = event.target.href; }
    });
  });

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const deeds = {
    j: () => look(current + 1),
    k: () => look(current - 1),
    a: () => document.querySelector("[data-first]")?.focus(),
    "/": () => { location.href = document.querySelector('[data-key="/"]').href; },
    "?": () => keys?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || keys?.open) return;
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });

  document.querySelectorAll("form[data-submit]").forEach((form) => {
    form.addEventListener("change", () => form.requestSubmit());
  });

  document.getElementById("trouble")?.focus();

  const form = document.querySelector("form[data-keep]");
  if (form) {
    const note = form.querySelector("[data-note]");
    let waiting = null;
    async function keep() {
      waiting = null;
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) }).catch(() => null);
      if (answer?.status === 204) {
        note.textContent = form.dataset.kept + " " + new Date().toTimeString().slice(0, 5);
      }
    }
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 2000);
    });
    form.addEventListener("submit", () => clearTimeout(waiting));
  }
})();
