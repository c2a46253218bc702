// bench46.py's stopwatch, in JavaScript: the median of `n` stretches of at least 20 ms, in milliseconds for each call.

export function time(work, n = 7) {
  work();
  const stretches = [];
  for (let i = 0; i < n; i += 1) {
    const start = performance.now();
    let calls = 0;
    let elapsed;
    do {
      work();
      calls += 1;
      elapsed = performance.now() - start;
    } while (elapsed <= 20);
    stretches.push(elapsed / calls);
  }
  return stretches.sort((a, b) => a - b)[n >> 1];
}

/** Measures the rows of a table `{ name: prepare }`, where `prepare(n)` makes the work; null for rows it has not. */
export function measurer(rows) {
  return async ({ name }) => {
    const [, family, n] = /^(.*?)(?:_(\d+))?$/.exec(name);
    const prepare = rows[name] ?? (n && rows[family]);
    if (!prepare) return null;
    const { work, repeats, done } = rows[name] ? prepare() : prepare(Number(n));
    try {
      return time(work, repeats) * (name.endsWith("_us") ? 1000 : 1);
    } finally {
      done?.();
      // What is out of reach is freed now, not while another row is measured. (run.mjs has Chromium show `gc`.)
      globalThis.gc?.();
    }
  };
}
