// First script of the engine's worker. The page's first message is
//   { glue: address of ndgym-worker.js, module: its compiled WebAssembly.Module }
// so that a second worker costs neither a download nor a compilation. After the event "Ready" the messages are
// JSON texts: Requests from the page, Events from the worker. A start that fails shows as the worker's `error`.
"use strict";

self.onmessage = ({ data }) => {
  self.onmessage = null;
  importScripts(data.glue);
  wasm_bindgen({ module_or_path: data.module }).catch((error) => {
    setTimeout(() => {
      throw error;
    });
  });
};
