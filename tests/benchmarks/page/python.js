// The learner's path: Python code in the site's own worker.

const LIMITS = { time_ms: 600_000, memory_bytes: 1 << 30, output_bytes: 1 << 20 };
const ENGINE = "./engine/";

export async function start(programs) {
  const module = await WebAssembly.compileStreaming(fetch(`${ENGINE}ndgym-worker_bg.wasm`));
  const worker = new Worker(`${ENGINE}ndgym-worker-loader.js`);
  const glue = new URL(`${ENGINE}ndgym-worker.js`, location.href).href;
  await new Promise((ready, failed) => {
    worker.onmessage = ready;
    worker.onerror = failed;
    worker.postMessage({ glue, module });
  });
  let id = 0;
  const run = (source) =>
    new Promise((resolve, reject) => {
      id += 1;
      let output = "";
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }) => {
        const event = JSON.parse(data);
        // Warnings go to the other stream.
        if (event.Output?.stream === "Stdout") output += event.Output.text;
        if (event.Finished?.ending === "Completed") resolve(output);
        else if (event.Finished) reject(new Error(`${JSON.stringify(event.Finished.ending)}\n${output}`));
      };
      worker.postMessage(JSON.stringify({ Run: { id, source, limits: LIMITS } }));
    });
  return {
    async measure({ name, program }) {
      return Number(await run(`${programs[program]}\nprint(measure(${JSON.stringify(name)}))\n`));
    },
  };
}
