// Starts the engine. The page runs this in a worker that has told it where the site is (`covscopeSite`), where this file is
// (`covscopeLoader`; the engine's are its neighbours) and how a failure is told (`covscopeFail`): without that, a wasm file that
// can't be loaded is a rejected promise that nobody hears.
const covscopeEngine = covscopeLoader.replace(/[^/]*$/, "");
self.addEventListener("error", (event) => covscopeFail("ended", self.covscopePanic || event.message));
self.addEventListener("unhandledrejection", (event) => covscopeFail("ended", self.covscopePanic || event.reason));
importScripts(covscopeEngine + "worker.js");
wasm_bindgen({ module_or_path: covscopeEngine + "worker_bg.wasm" }).catch((error) => covscopeFail("not-loaded", error));
