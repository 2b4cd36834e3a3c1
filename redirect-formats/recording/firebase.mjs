// Firebase Hosting: `superstatic`, the server of its emulator.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const redirects = require("superstatic/lib/middleware/redirects");
const normalized = require("superstatic/lib/utils/patterns");
const { pathToRegexp } = require("next/dist/compiled/path-to-regexp");

export async function open(table) {
  const written = JSON.parse(table);
  const found = Array.isArray(written) ? { redirects: written } : written.hosting ?? written;
  // Each site is served by itself: the first.
  const hosting = Array.isArray(found) ? found[0] : found;
  const rules = hosting.redirects;
  if (!normalized.re2Available()) throw new Error("re2 is missing: run `npm rebuild re2`");
  const middleware = redirects();
  return {
    sources: rules.map((rule) => ({ expression: expression(rule), query: "" })),
    ask(url) {
      let answer = null;
      const request = { url: url.pathname + url.search, superstatic: { redirects: rules } };
      const response = { superstatic: { handle: ({ redirect, status }) => (answer = [status, redirect]) } };
      middleware(request, response, () => {});
      return answer;
    },
  };
}

function expression(rule) {
  if (rule.regex) return rule.regex;
  const source = rule.source ?? rule.glob;
  if (/(^|\/):/.test(rule.destination)) {
    try {
      return pathToRegexp(source.replace(/\*\*?/g, "(.*)"), [], { strict: true }).source.replace(/\\\//g, "/");
    } catch {
      // Read as a glob.
    }
  }
  return source
    .replace(/[.^$[\]\\]/g, "\\$&")
    .replace(/[@+*?!]\(/g, "(?:")
    .replace(/\{([^}]*)\}/g, (_, inner) => `(?:${inner.replace(/,/g, "|")})`)
    .replace(/\*\*/g, ".*")
    .replace(/(?<![.)])\*/g, "[^/]*");
}
