// Boxes on pages: drawn with a pointer, shown as they are typed. The text field is the truth; it works alone.
(() => {
  const field = document.getElementById("id_boxes");
  const grounds = [...document.querySelectorAll(".drawing")];
  if (!field || !grounds.length) return;
  const line = /^(\d{1,4})[:：]\s*(\d{1,3}(?:\.\d{1,2})?)[,，\s]+(\d{1,3}(?:\.\d{1,2})?)[,，\s]+(\d{1,3}(?:\.\d{1,2})?)[,，\s]+(\d{1,3}(?:\.\d{1,2})?)$/;
  const round = (value) => String(Math.round(Math.min(100, Math.max(0, value)) * 100) / 100);

  const place = (box, [left, top, right, bottom]) => {
    Object.assign(box.style, {
      left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%`,
    });
  };
  const show = () => {
    for (const ground of grounds) {
      for (const box of ground.querySelectorAll(".box")) box.remove();
      for (const text of field.value.split("\n")) {
        const found = line.exec(text.trim());
        if (!found || found[1] !== ground.dataset.page) continue;
        const box = ground.appendChild(document.createElement("div"));
        box.className = "box";
        place(box, found.slice(2).map(Number));
      }
    }
  };
  const at = (ground, event) => {
    const frame = ground.getBoundingClientRect();
    return [((event.clientX - frame.left) / frame.width) * 100, ((event.clientY - frame.top) / frame.height) * 100];
  };
  const sides = (from, to) => [
    Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]),
  ];

  for (const ground of grounds) {
    let from = null, drawn = null;
    ground.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      ground.setPointerCapture(event.pointerId);
      from = at(ground, event);
      drawn = ground.appendChild(document.createElement("div"));
      drawn.className = "box";
      place(drawn, sides(from, from));
    });
    ground.addEventListener("pointermove", (event) => { if (from) place(drawn, sides(from, at(ground, event))); });
    ground.addEventListener("pointerup", (event) => {
      if (!from) return;
      const [left, top, right, bottom] = sides(from, at(ground, event)).map(round);
      from = null;
      if (right - left >= 0.5 && bottom - top >= 0.3) {
        const before = field.value.trimEnd();
        field.value = `${before ? `${before}\n` : ""}${ground.dataset.page}: ${left}, ${top}, ${right}, ${bottom}\n`;
      }
      show();
    });
    ground.addEventListener("pointercancel", () => { from = null; show(); });
  }
  field.addEventListener("input", show);
  show();
})();
