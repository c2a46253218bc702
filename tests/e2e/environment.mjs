// Where the site and the browser are: `./x test e2e` says so in the environment.

import { chromium } from "playwright-core";

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start this through \`./x test e2e\` or \`./x screenshots\``);
  return value;
}

/** Address of the site's root, with a slash at its end. */
export const site = () => required("NDGYM_SITE");

export function launch() {
  return chromium.launch({
    executablePath: required("NDGYM_CHROMIUM"),
    args: required("NDGYM_CHROMIUM_ARGUMENTS").split(" "),
  });
}
