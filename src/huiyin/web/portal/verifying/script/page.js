// The page itself: a file chosen, dropped or pasted, or what stands behind # in the address.
let latest = null;
const form = document.getElementById("form"), result = document.getElementById("result");

function show() {
  result.textContent = "";
  for (const part of latest ? resultOf(latest) : []) if (part) result.appendChild(part);
  result.hidden = !latest;
}

async function checked(check) {
  latest = await outcomeOf(check);
  show();
  result.querySelector("h2").focus();
}

function checkFile(file) {
  const reader = new FileReader();
  reader.onload = () => checked((now) => verify(new Uint8Array(reader.result), now));
  reader.onerror = () => checked(() => { throw new Fault("receipt.not_a_receipt"); });
  reader.readAsArrayBuffer(file);
}

function checkText(text) {
  return checked((now) => verifyText(text, now));
}

function speak(other) {
  document.documentElement.lang = other === "zh" ? "zh-Hans" : "en";
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say, {});
  document.title = say("title", {}) + " · " + say("huiyin", {});
  const link = document.getElementById("language");
  link.lang = other === "zh" ? "en" : "zh-Hans";
  link.textContent = other === "zh" ? "English" : "中文";
  show();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const file = form.elements.file.files[0], text = form.elements.text.value.trim();
  if (text) checkText(text);
  else if (file) checkFile(file);
  else form.elements.file.focus();
});
form.elements.file.addEventListener("change", () => {
  const file = form.elements.file.files[0];
  if (file) checkFile(file);
});
document.addEventListener("paste", (event) => {
  const data = event.clipboardData;
  if (event.target === form.elements.text || !data) return;
  if (data.files.length) checkFile(data.files[0]);
  else if (data.getData("text").trim()) checkText(data.getData("text").trim());
});
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", name === "dragenter" || name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) checkFile(event.dataTransfer.files[0]);
  });
}
document.getElementById("language").addEventListener("click", (event) => {
  event.preventDefault();
  speak(language() === "zh" ? "en" : "zh");
});
for (const one of document.querySelectorAll(".with-script")) one.hidden = false;
function checkAddress() {
  if (location.hash.length > 1 && location.hash !== "#main") checkText(location.hash);
}

window.addEventListener("hashchange", checkAddress);
if (location.protocol === "file:") document.getElementById("keep").hidden = true;
checkAddress();
