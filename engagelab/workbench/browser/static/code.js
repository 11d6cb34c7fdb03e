// Lines of Python with a button that copies them.

function render({ model, el }) {
  el.classList.add("el-code-tab");
  const texts = model.get("texts");
  const says = document.createElement("p"), button = document.createElement("button");
  const told = document.createElement("span"), lines = document.createElement("pre");
  says.textContent = texts.says;
  Object.assign(button, { type: "button", textContent: texts.copy });
  told.className = "el-found";
  told.setAttribute("role", "status");
  lines.tabIndex = 0;
  lines.setAttribute("role", "region");
  lines.setAttribute("aria-label", texts.label);
  el.append(says, button, told, lines);

  function choose() {
    const range = document.createRange(), chosen = getSelection();
    range.selectNodeContents(lines);
    chosen.removeAllRanges();
    chosen.addRange(range);
  }

  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(model.get("code"));
    } catch {
      choose();  // without leave to write the clipboard the lines are at least chosen
      document.execCommand("copy");
    }
    told.textContent = texts.copied;
    setTimeout(() => { told.textContent = ""; }, 4000);
  });
  const show = () => { lines.textContent = model.get("code"); };
  model.on("change:code", show);
  show();
  return () => model.off("change:code", show);
}

export default { render };
