// Upload one file to the kernel in pieces, by a button or by drag and drop.

const PIECE = 1 << 20;

function render({ model, el }) {
  el.classList.add("el-upload");
  const texts = model.get("texts");
  const name = document.createElement("span"), button = document.createElement("label");
  const input = document.createElement("input"), file = document.createElement("span");
  const alert = document.createElement("span");
  name.className = "el-upload-name";
  name.textContent = texts.label ?? "";
  name.hidden = !texts.label;
  button.className = "el-upload-button";
  input.type = "file";
  input.accept = model.get("accept");
  button.title = texts.tip ?? "";
  input.setAttribute("aria-label", texts.label ? `${texts.label}: ${texts.choose}` : texts.choose);
  file.className = "el-upload-file";
  alert.className = "el-upload-alert";
  alert.setAttribute("role", "alert");
  button.append(input, document.createTextNode(texts.choose));
  el.append(name, button, file, alert);

  async function upload(chosen) {
    if (!chosen || model.get("out_of_use")) return;
    if (chosen.size > model.get("max_bytes")) { alert.textContent = texts.too_large; return; }
    alert.textContent = "";
    file.textContent = `${chosen.name} …`;
    const bytes = await chosen.arrayBuffer(), pieces = Math.max(1, Math.ceil(bytes.byteLength / PIECE));
    for (let place = 0; place < pieces; place++) {
      const piece = new DataView(bytes.slice(place * PIECE, (place + 1) * PIECE));
      model.send({ place, name: chosen.name, last: place === pieces - 1 }, undefined, [piece]);
      if (place % 4 === 3) await new Promise(done => setTimeout(done, 10));
    }
    file.textContent = chosen.name;  // the kernel reports no change for a file of the same name
  }

  input.addEventListener("change", async () => { await upload(input.files[0]); input.value = ""; });
  el.addEventListener("dragover", event => { event.preventDefault(); el.classList.add("el-over"); });
  el.addEventListener("dragleave", () => el.classList.remove("el-over"));
  el.addEventListener("drop", event => { event.preventDefault(); event.stopPropagation(); el.classList.remove("el-over"); upload(event.dataTransfer.files[0]); });
  const show = () => { file.textContent = model.get("shown") || (texts.none ?? ""); input.disabled = model.get("out_of_use"); };
  model.on("change:shown change:out_of_use", show);
  show();
  return () => model.off("change:shown change:out_of_use", show);
}

export default { render };
