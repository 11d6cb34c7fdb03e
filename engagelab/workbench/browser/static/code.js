// Show lines of Python with a button that copies them.

function render({ model, el }) {
  el.classList.add("el-code-tab");
  const texts = model.get("texts");
  const says = document.createElement("p"), button = document.createElement("button");
  const note = document.createElement("span"), lines = document.createElement("pre");
  says.textContent = texts.says;
  Object.assign(button, { type: "button", textContent: texts.copy });
  note.className = "el-found";
  note.setAttribute("role", "status");
  lines.tabIndex = 0;
  lines.setAttribute("role", "region");
  lines.setAttribute("aria-label", texts.label);
  el.append(says, button, note, lines);

  function select() {
    const range = document.createRange(), selection = getSelection();
    range.selectNodeContents(lines);
    selection.removeAllRanges();
    selection.addRange(range);
  }

  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(model.get("code"));
    } catch {
      select();  // without permission for the clipboard, at least select the lines
      document.execCommand("copy");
    }
    note.textContent = texts.copied;
    setTimeout(() => { note.textContent = ""; }, 4000);
  });
  const show = () => { lines.textContent = model.get("code"); };
  model.on("change:code", show);
  show();
  return () => model.off("change:code", show);
}

export default { render };
