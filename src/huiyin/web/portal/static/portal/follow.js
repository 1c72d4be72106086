// A scanned receipt brings number and code behind #, which no server sees; put them in and clear the address.
"use strict";
(() => {
  const trouble = document.getElementById("trouble");
  if (trouble) trouble.focus();
  const number = document.getElementById("id_number");
  const found = /^#([0-9A-Z-]{5,20})\.([0-9A-Z-]{16,24})$/.exec(window.location.hash);
  if (!number || !found) return;
  history.replaceState(null, "", window.location.pathname);
  number.value = found[1];
  document.getElementById("id_code").value = found[2];
  document.querySelector("#follow button").focus();
})();
