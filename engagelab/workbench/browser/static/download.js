// A file from the kernel: the page offers it as a download at once, and as a link to take it again.
// It comes as one message and lies nowhere on a server, so it works in Voila as well.

export default () => {
  const views = new Set();
  let file = null;

  const put = view => {
    view.replaceChildren();
    if (!file) return;
    const link = document.createElement("a");
    Object.assign(link, { href: file.address, download: file.filename, textContent: file.again });
    const said = document.createElement("span");
    said.textContent = `${file.ready} `;
    view.append(said, link);
    return link;
  };

  const receive = (told, buffers) => {
    if (file) URL.revokeObjectURL(file.address);
    file = { ...told, address: URL.createObjectURL(new Blob(buffers, { type: told.mimetype })) };
    const links = [...views].map(put);
    links[0]?.click(); // one download, however many views there are
  };

  return {
    initialize({ model }) {
      model.on("msg:custom", receive);
      return () => { if (file) URL.revokeObjectURL(file.address); };
    },
    render({ el }) {
      el.classList.add("el-download");
      const view = document.createElement("span");
      view.setAttribute("role", "status");
      el.append(view);
      views.add(view);
      put(view);
      return () => views.delete(view);
    },
  };
};
