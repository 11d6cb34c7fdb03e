// Download a file from the kernel at once, and show a link to repeat it. The file comes in one message
// and is not stored on a server, so this works in Voila as well.

export default () => {
  const views = new Set();
  let file = null;

  const fill = view => {
    view.replaceChildren();
    if (!file) return;
    const link = document.createElement("a");
    Object.assign(link, { href: file.address, download: file.filename, textContent: file.again });
    const note = document.createElement("span");
    note.textContent = `${file.ready} `;
    view.append(note, link);
    return link;
  };

  const receive = (message, buffers) => {
    if (file) URL.revokeObjectURL(file.address);
    file = { ...message, address: URL.createObjectURL(new Blob(buffers, { type: message.mimetype })) };
    const links = [...views].map(fill);
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
      fill(view);
      return () => views.delete(view);
    },
  };
};
