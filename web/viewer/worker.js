// Before the worker's own scripts: what they fetch is here. The build puts the files into `covscopeFiles`, by their names.
const covscopeFetch = self.fetch;
self.fetch = async (address) => {
  const name = String(address).replace(/^.*\//, "");
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  return Object.hasOwn(covscopeFiles, name) ? covscopeUnpack(covscopeFiles[name], type) : covscopeFetch(address);
};
