// Starts a worker. The page runs this in one that has told it where the site is (`covscopeSite`), where this file is
// (`covscopeLoader`; the workers' files are its neighbours), which of them it is (`covscopeWorker`) and how a failure is told
// (`covscopeFail`): without that, a wasm file that can't be loaded is a rejected promise that nobody hears.
const covscopeEngine = covscopeLoader.replace(/[^/]*$/, "");
self.addEventListener("error", (event) => covscopeFail("ended", self.covscopePanic || event.message));
self.addEventListener("unhandledrejection", (event) => covscopeFail("ended", self.covscopePanic || event.reason));
importScripts(covscopeEngine + covscopeWorker + ".js");
wasm_bindgen({ module_or_path: covscopeEngine + covscopeWorker + "_bg.wasm" }).catch((error) => covscopeFail("not-loaded", error));
