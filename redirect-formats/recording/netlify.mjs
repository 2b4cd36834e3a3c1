// Netlify: `netlify-redirector`, the matcher of its own proxy, with the redirects that its parser reads.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllRedirects } from "@netlify/redirect-parser";
import redirector from "netlify-redirector";

const file = join(mkdtempSync(join(tmpdir(), "recording-")), "_redirects");

// The matcher wants other names than the parser gives.
function renamed({ conditions, from, query, signed, ...rest }) {
  const of = {};
  for (const [name, value] of Object.entries(conditions)) {
    const upper = ["country", "language", "role"].includes(name.toLowerCase());
    of[upper ? name[0].toUpperCase() + name.slice(1).toLowerCase() : name] = value;
  }
  return { ...rest, origin: from, params: query, conditions: of };
}

export async function open(table) {
  writeFileSync(file, table);
  const { redirects } = await parseAllRedirects({ redirectsFiles: [file], configRedirects: [], minimal: false });
  const matcher = await redirector.parseJSON(JSON.stringify(redirects.map(renamed)), { jwtSecret: "", jwtRoleClaim: "" });
  return {
    sources: redirects.map((rule) => {
      const query = Object.entries(rule.query ?? {}).map(([key, value]) => `${key}=${value.replace(/^:.*/, "7")}`);
      const path = (rule.path ?? rule.from)
        .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        .replace(/\/\\\*$/, "(?:/[^?]*)?")
        .replace(/\\\*/g, "[^?]*")
        .replace(/\/:[^/]+/g, "/[^/?]+");
      return { expression: path, query: query.join("&"), origin: rule.host && !rule.host.includes("*") ? `${rule.scheme}://${rule.host}` : undefined };
    }),
    ask(url, headers = {}) {
      const cookies = Object.fromEntries((headers.cookie ?? "").split(/; */).filter(Boolean).map((pair) => pair.split("=")));
      const all = { "x-language": (headers["accept-language"] ?? "en").slice(0, 2), "x-country": "us", ...headers };
      const match = matcher.match({
        scheme: url.protocol.slice(0, -1),
        host: url.hostname,
        path: decodeURIComponent(url.pathname),
        query: url.search.slice(1),
        headers: all,
        cookieValues: cookies,
        getHeader: (name) => all[name.toLowerCase()] ?? "",
        getCookie: (name) => cookies[name] ?? "",
      });
      if (!match) return null;
      if (match.force404) return [404];
      if (match.status < 300 || match.status > 399) return [match.status];
      // As the proxy does it: the request's query goes along unless the destination has one.
      const to = new URL(match.to, url);
      if ([...to.searchParams].length === 0) to.search = url.search;
      const isAbsolute = /^https?:\/\//.test(match.to);
      return [match.status, isAbsolute ? to.href : to.pathname + to.search + to.hash];
    },
  };
}
