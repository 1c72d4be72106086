// The place picker: type part of a name, or choose level by level; the boxes stay what is sent.
"use strict";
(() => {
  const fields = document.querySelector("[data-places]");
  const finder = document.getElementById("finder");
  if (!fields || !finder) return;
  const input = document.getElementById("id_finder");
  const list = document.getElementById("found_places");
  const boxes = ["prefecture", "county", "town"].map((name) => document.getElementById("id_" + name));
  const nothing = boxes[1].options[0].textContent;
  let tree = null;
  let loading = null;
  const places = [];
  let active = -1;

  const load = () => {
    loading = loading || fetchPlaces();
    return loading;
  };

  const fetchPlaces = async () => {
    tree = await (await fetch(fields.dataset.places)).json();
    for (const one of tree) {
      places.push({ codes: [one[0]], name: one[1], above: "" });
      for (const two of one[2]) {
        places.push({ codes: [one[0], two[0]], name: two[1], above: one[1] });
        for (const three of two[2]) {
          places.push({ codes: [one[0], two[0], three[0]], name: three[1], above: one[1] + " " + two[1] });
        }
      }
    }
    places.sort((a, b) => a.codes.length - b.codes.length);
  };

  const below = (codes) => {
    let level = tree;
    for (const code of codes) {
      const found = level.find((one) => String(one[0]) === String(code));
      if (!found) return [];
      level = found[2] || [];
    }
    return level;
  };

  const fill = (index, rows) => {
    const box = boxes[index];
    box.replaceChildren(new Option(nothing, ""), ...rows.map((row) => new Option(row[1], row[0])));
    box.disabled = rows.length === 0;
    document.getElementById("level_" + box.name).hidden = rows.length === 0;
  };

  const changed = async (index) => {
    await load();
    if (index < 1) fill(1, boxes[0].value ? below([boxes[0].value]) : []);
    if (index < 2) fill(2, boxes[1].value ? below([boxes[0].value, boxes[1].value]) : []);
    document.querySelector("[name=county_of]").value = boxes[0].value;
    document.querySelector("[name=town_of]").value = boxes[1].value;
  };

  const choose = async (place) => {
    for (let index = 0; index < 3; index += 1) {
      boxes[index].value = place.codes[index] || "";
      await changed(index);
    }
    input.value = place.name;
    close();
    boxes[0].dispatchEvent(new Event("input", { bubbles: true }));
  };

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    const items = [...list.children];
    if (!items.length) return;
    active = (index + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    items[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[active].id);
  };

  const show = async () => {
    await load();
    const text = input.value.trim().toLowerCase();
    const found = text ? places.filter((place) => place.name.toLowerCase().includes(text)).slice(0, 8) : [];
    list.replaceChildren(...found.map((place, index) => {
      const item = document.createElement("li");
      const above = document.createElement("span");
      item.id = "found_place_" + index;
      item.setAttribute("role", "option");
      item.textContent = place.name + " ";
      above.textContent = place.above;
      item.append(above);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(place); });
      item.place = place;
      return item;
    }));
    list.hidden = found.length === 0;
    active = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };

  finder.hidden = false;
  boxes.forEach((box, index) => box.addEventListener("change", () => changed(index)));
  input.addEventListener("focus", load, { once: true });
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); mark(active + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(active - 1); }
    if (event.key === "Escape") close();
    if (event.key === "Enter") {
      event.preventDefault();
      const item = list.children[Math.max(active, 0)];
      if (item && !list.hidden) choose(item.place);
    }
  });
})();
