// Sends the chosen files one after the other, each with its own progress bar, and shows the list anew.
"use strict";
(() => {
  const input = document.getElementById("id_files");
  const bars = document.getElementById("uploads");
  const form = document.getElementById("step");
  if (!input || !window.XMLHttpRequest) return;
  document.getElementById("without_script").hidden = true;
  const words = input.dataset;
  const queue = [];
  let busy = false;

  const row = (file) => {
    const box = document.createElement("div");
    const bar = document.createElement("progress");
    const name = document.createElement("span");
    const state = document.createElement("small");
    box.className = "upload";
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    name.textContent = file.name + " ";
    state.className = "soft";
    state.textContent = words.waiting;
    name.append(state);
    box.append(name, bar);
    bars.append(box);
    return { box, bar, state };
  };

  const failed = (shown, text) => {
    shown.bar.remove();
    shown.state.className = "wrong";
    shown.state.textContent = text;
  };

  const answered = (request, shown) => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const list = page.getElementById("file_list");
    const trouble = page.querySelector(".trouble li");
    if (!list) { failed(shown, words.failed); return; }
    document.getElementById("file_list").replaceWith(list);
    if (trouble) { failed(shown, trouble.textContent.split(": ").slice(1).join(": ")); return; }
    shown.state.textContent = words.sealed;
    setTimeout(() => shown.box.remove(), 1500);
  };

  const next = () => {
    const item = queue.shift();
    busy = Boolean(item);
    if (!item) return;
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("go", "stay");
    data.append("files", item.file);
    item.shown.state.textContent = words.sending;
    request.upload.addEventListener("progress", (event) => {
      item.shown.bar.max = event.total;
      item.shown.bar.value = event.loaded;
      item.shown.state.textContent = Math.floor((event.loaded / event.total) * 100) + " %";
    });
    request.addEventListener("load", () => { answered(request, item.shown); next(); });
    request.addEventListener("error", () => { failed(item.shown, words.failed); next(); });
    request.open("POST", window.location.pathname);
    request.send(data);
  };

  input.addEventListener("change", () => {
    for (const file of input.files) queue.push({ file, shown: row(file) });
    input.value = "";
    if (!busy) next();
  });
  form.addEventListener("submit", (event) => {
    if (busy && event.submitter && event.submitter.value === "next") event.preventDefault();
  });
  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
})();
