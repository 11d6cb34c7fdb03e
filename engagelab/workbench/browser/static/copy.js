// Show a text that is selected as a whole, with a button that copies it.

function render({ model, el }) {
  el.classList.add("el-copy");
  const name = document.createElement("label"), box = document.createElement("input");
  const button = document.createElement("button"), note = document.createElement("span");
  box.id = `el-copy-${Math.random().toString(36).slice(2)}`;
  Object.assign(name, { htmlFor: box.id });
  Object.assign(box, { type: "text", readOnly: true, spellcheck: false });
  Object.assign(button, { type: "button", className: "jupyter-button" });
  note.setAttribute("role", "status");
  el.append(name, box, button, note);

  const draw = () => {
    const words = model.get("words");
    name.textContent = words.label;
    button.textContent = words.copy;
    button.title = words.tip;
    if (box.value !== model.get("text")) note.textContent = "";
    box.value = model.get("text");
    el.hidden = !box.value;
  };
  const select = () => { box.focus(); box.select(); };
  const copy = async () => {
    const words = model.get("words");
    select();
    try {
      await navigator.clipboard.writeText(box.value);
      note.textContent = words.copied;
    } catch {
      // no clipboard without HTTPS or a permission: the text is selected, to be copied by keyboard
      note.textContent = document.execCommand?.("copy") ? words.copied : words.selected;
    }
  };
  box.addEventListener("focus", () => box.select());
  button.addEventListener("click", copy);
  model.on("change:text change:words", draw);
  draw();
}

export default { render };
