// Sends the chosen files by the tus protocol, several at once, each with its progress and a pause. A broken
// line is waited out; after a reload the same file goes on where it stopped. Without this the form sends them.
"use strict";
(() => {
  const input = document.getElementById("id_files");
  const rows = document.getElementById("uploads");
  const status = document.getElementById("uploads_said");
  if (!input || !rows || !input.dataset.uploads) return;
  const words = input.dataset;
  const form = input.form;
  const PIECE = 8 << 20;
  const AT_ONCE = 3;
  const WAITS = [1, 2, 4, 8, 15, 30];
  const STALLED = 30000;
  const items = [];
  for (const one of document.querySelectorAll("[data-without-script]")) one.hidden = true;

  const say = (item, text) => { status.textContent = item.file.name + ": " + text; };
  const size = (bytes) => bytes < 1 << 20 ? Math.ceil(bytes / 1024) + " KB" : (bytes / (1 << 20)).toFixed(1) + " MB";

  const show = (item, text, wrong) => {
    item.state.textContent = text;
    item.state.className = wrong ? "wrong" : "soft";
  };

  const progress = (item, bytes) => {
    if (item.phase !== "sending") return;
    item.bar.value = bytes;
    show(item, Math.floor((bytes / item.file.size) * 100) + " % · " + size(bytes) + " / " + size(item.file.size));
  };

  const button = (item, word, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button plain small";
    made.textContent = word;
    made.setAttribute("aria-label", word + " " + item.file.name);
    made.addEventListener("click", act);
    return made;
  };

  const ask = (item, method, address, headers, body) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall = 0;
    const alive = () => { clearTimeout(stall); stall = setTimeout(() => request.abort(), STALLED); };
    request.open(method, address);
    request.setRequestHeader("Tus-Resumable", "1.0.0");
    for (const [name, value] of Object.entries(headers || {})) request.setRequestHeader(name, value);
    if (body) {
      alive();
      request.upload.addEventListener("progress", (event) => { alive(); progress(item, item.offset + event.loaded); });
      request.upload.addEventListener("load", () => clearTimeout(stall));
    }
    request.addEventListener("loadend", () => { clearTimeout(stall); item.request = null; });
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => reject(new Error("line")));
    request.addEventListener("abort", () => reject(new Error("line")));
    item.request = request;
    request.send(body || null);
  });

  const again = (answer) => answer.status >= 500 && answer.status !== 507;
  const well = (answer) => answer.status < 300;
  const told = (request) => Number(request.getResponseHeader("Upload-Offset"));
  const mark = (file) => file.size + " " + file.lastModified;
  const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  // One begins after the other, so that the files lie in the order in which they were chosen.
  let begun = Promise.resolve();
  const create = (item) => {
    const mine = begun.then(() => begin(item));
    begun = mine.catch(() => {});
    return mine;
  };

  const begin = async (item) => {
    const facts = "filename " + base64(item.file.name) + ",mark " + base64(mark(item.file));
    const answer = await ask(item, "POST", words.uploads, { "Upload-Length": item.file.size, "Upload-Metadata": facts });
    item.offset = 0;
    if (answer.status === 201) item.address = answer.getResponseHeader("Location");
    else if (well(answer)) throw new Error("no upload");  // led to a sign-in
    return answer;
  };

  const look = async (item) => {
    const answer = await ask(item, "HEAD", item.address);
    if (answer.status === 404) { item.address = ""; return create(item); }
    if (answer.status === 200) item.offset = told(answer);
    return answer;
  };

  const piece = async (item) => {
    const headers = { "Upload-Offset": item.offset, "Content-Type": "application/offset+octet-stream" };
    const answer = await ask(item, "PATCH", item.address, headers, item.file.slice(item.offset, item.offset + PIECE));
    if (answer.status === 409) return look(item);
    if (answer.status === 404) return look(item);
    if (answer.status === 204) { item.offset = told(answer); item.tries = 0; }
    return answer;
  };

  const send = async (item) => {
    item.phase = "sending";
    show(item, words.sending);
    try {
      let answer = await (item.address ? look(item) : create(item));
      while (well(answer) && item.offset < item.file.size && item.phase === "sending") {
        progress(item, item.offset);
        answer = await piece(item);
      }
      if (item.phase !== "sending") return;
      if (again(answer)) throw new Error("line");
      if (well(answer)) finish(item); else fail(item, answer.responseText || words.failed);
    } catch (problem) {
      if (item.phase !== "sending") return;
      if (problem.message === "no upload") fail(item, words.failed); else wait(item);
    }
  };

  const wait = (item) => {
    item.phase = "waiting";
    const seconds = WAITS[Math.min(item.tries, WAITS.length - 1)];
    item.tries += 1;
    show(item, words.broken);
    if (item.tries === 2) say(item, words.broken);
    item.timer = setTimeout(() => send(item), seconds * 1000);
  };

  const finish = (item) => {
    item.phase = "done";
    say(item, words.sealed);
    item.row.remove();
    items.splice(items.indexOf(item), 1);
    refresh();
    next();
  };

  const fail = (item, text) => {
    item.phase = "failed";
    item.bar.remove();
    item.pause.remove();
    show(item, text, true);
    say(item, text);
    refresh();
    next();
  };

  const pause = (item) => {
    if (item.phase === "paused") { item.phase = "queued"; item.pause.textContent = words.pause; show(item, words.waiting); next(); }
    else {
      item.phase = "paused";
      item.pause.textContent = words.resume;
      clearTimeout(item.timer);
      if (item.request) item.request.abort();
      show(item, words.paused);
      say(item, words.paused);
      next();
    }
    item.pause.setAttribute("aria-label", item.pause.textContent + " " + item.file.name);
  };

  const remove = async (item) => {
    item.phase = "removed";
    clearTimeout(item.timer);
    if (item.request) item.request.abort();
    item.row.remove();
    items.splice(items.indexOf(item), 1);
    input.focus();
    // Who leaves the page at once has taken it away all the same.
    const leaving = { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" }, keepalive: true };
    if (item.address) await fetch(item.address, leaving).catch(() => {});
    refresh();
    next();
  };

  const running = () => items.filter((item) => item.phase === "sending" || item.phase === "waiting");
  const next = () => {
    for (const item of items) {
      if (running().length >= AT_ONCE) return;
      if (item.phase === "queued") send(item);
    }
  };

  // An upload that a former visit left behind goes on when the same file is chosen.
  const known = (file) => [...document.querySelectorAll("#file_list [data-address]")].find((one) =>
    one.dataset.mark === mark(file) && !items.some((item) => item.address === one.dataset.address));

  const add = (file) => {
    const item = { file, offset: 0, tries: 0, phase: "queued", address: "", request: null, timer: 0 };
    const found = known(file);
    item.address = found ? found.dataset.address : "";
    item.row = document.createElement("li");
    item.row.className = "upload";
    const name = document.createElement("span");
    name.className = "name";
    const bold = document.createElement("b");
    bold.textContent = file.name;
    item.state = document.createElement("small");
    name.append(bold, item.state);
    item.bar = document.createElement("progress");
    item.bar.max = file.size || 1;
    item.bar.value = 0;
    item.bar.setAttribute("aria-label", file.name);
    item.pause = button(item, words.pause, () => pause(item));
    const acts = document.createElement("span");
    acts.className = "acts";
    acts.append(item.pause, button(item, words.remove, () => remove(item)));
    item.row.append(name, item.bar, acts);
    rows.append(item.row);
    show(item, words.waiting);
    items.push(item);
    hide();
  };

  // What is being sent here is not shown a second time as waiting.
  const hide = () => {
    for (const one of document.querySelectorAll("#file_list [data-address]")) {
      one.hidden = items.some((item) => item.address === one.dataset.address);
    }
    const box = document.querySelector("#file_list [data-under-way]");
    if (box) box.hidden = !box.querySelector("[data-address]:not([hidden])");
  };

  const refresh = async () => {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(window.location.href)).text(), "text/html");
      const fresh = page.getElementById("file_list");
      const old = document.getElementById("file_list");
      if (!fresh || !old) return;
      const held = old.contains(document.activeElement) ? document.activeElement.value : "";
      old.replaceWith(fresh);
      if (held) [...fresh.querySelectorAll("button")].find((one) => one.value === held)?.focus();
      hide();
    } catch { /* the list is told by the next page */ }
  };

  input.addEventListener("change", () => {
    for (const file of input.files) add(file);
    input.value = "";
    next();
  });
  window.addEventListener("online", () => {
    for (const item of items) if (item.phase === "waiting") { clearTimeout(item.timer); send(item); }
  });
  const busy = () => items.some((item) => ["sending", "waiting", "queued"].includes(item.phase));
  form.addEventListener("submit", (event) => {
    const goes = event.submitter ? event.submitter.dataset.final !== undefined || event.submitter.value === "next" : true;
    if (busy() && goes) { event.preventDefault(); status.textContent = words.busy; status.className = "note amber"; }
  });
  window.addEventListener("beforeunload", (event) => { if (busy()) event.preventDefault(); });
})();
