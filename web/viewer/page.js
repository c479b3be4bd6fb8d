// Starts the viewer in one file: what a server would send stands in the page, packed. The build puts the page's own script before
// this one (tests/src/viewer.rs); both are one module, which runs when the page is there as a whole.

// What stands in the page under that id; it is taken out, since nobody needs it twice.
const covscopeTake = (id) => {
  const element = document.getElementById(id);
  element?.remove();
  return element;
};

// The files that came with the page, by the message that any script of the page may send (index.html).
const covscopeData = covscopeTake("covscope-data");
if (covscopeData) {
  document.documentElement.dataset.brought = "";
  const { name, title } = covscopeData.dataset;
  const buffer = covscopeBytes(covscopeData.textContent).buffer;
  postMessage({ covscope: { files: [{ name, buffer }], title } }, "*", [buffer]);
}

// The pages beside the page are opened as blobs, in its own styles.
const covscopeStyles = [...document.querySelectorAll("style")].map((style) => style.outerHTML).join("");
addEventListener("click", (event) => {
  const [, id, place] = /^(problems|licences)\.html(#.*)?$/.exec(event.target.closest?.("a")?.getAttribute("href")) ?? [];
  if (!id) return;
  event.preventDefault();
  const html = document.getElementById(`covscope-${id}`).textContent.replace("<!--styles-->", () => covscopeStyles);
  open(URL.createObjectURL(new Blob([html], { type: "text/html" })) + (place ?? ""));
});

// `covscope open` says which data it has; when that is other data than this, it is shown. The address knows what is on the screen.
const covscopeWatch = async (stamp) => {
  for (;;) {
    await new Promise((done) => setTimeout(done, 1000));
    if (document.hidden) continue;
    const answer = await fetch("watched").catch(() => undefined);
    // It was ended: what is here stays.
    if (!answer?.ok) return;
    if ((await answer.text()) !== stamp) location.reload();
  }
};
const covscopeWatched = document.querySelector("meta[name=covscope-watched]");
if (covscopeWatched) covscopeWatch(covscopeWatched.content);

await __wbg_init({ module_or_path: covscopeUnpack(covscopeTake("covscope-app").textContent, "application/wasm") });
