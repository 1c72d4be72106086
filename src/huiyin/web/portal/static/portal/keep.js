// Keeps what is being typed: a little after the last key, and when the page is left. Also print buttons.
"use strict";
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const trouble = document.getElementById("trouble");
  if (trouble) trouble.focus();
  const form = document.querySelector("form[data-keep]");
  const note = document.getElementById("kept");
  if (!form || !note) return;
  let timer = 0;
  let changed = false;
  const typed = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };
  const keep = async () => {
    changed = false;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: typed(), keepalive: false });
      note.textContent = answer.ok ? note.dataset.words : "";
    } catch {
      changed = true;
    }
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file" || event.target.type === "search") return;
    changed = true;
    note.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => { changed = false; clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) {
      clearTimeout(timer);
      keep();
    }
  });
})();
