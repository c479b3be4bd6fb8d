// Packed files: gzip in base64. Used in the page, and in its worker.
const covscopeBytes = (base64) => {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
};
const covscopeUnpack = (base64, type) => {
  const plain = new Blob([covscopeBytes(base64)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain, { headers: { "Content-Type": type } });
};
