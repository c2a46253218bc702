// Bundles the editor and the styles into `bundle/`, from where Trunk takes them.

import { rm } from "node:fs/promises";
import { build } from "esbuild";

await rm("bundle", { recursive: true, force: true });
await build({
  entryPoints: { editor: "editor/editor.js", styles: "styles/main.css" },
  outdir: "bundle",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox121", "safari17.5"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]-[hash]",
  logLevel: "warning",
});
