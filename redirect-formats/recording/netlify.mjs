// Netlify: `@netlify/redirects`, the engine of its own proxy, which asks for the files of the site, too.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllRedirects } from "@netlify/redirect-parser";
import { RedirectsHandler } from "@netlify/redirects";

const folder = mkdtempSync(join(tmpdir(), "recording-"));
const file = join(folder, "_redirects");

/** A file of the site, which goes before a rule unless that is forced. */
const served = () => new Response("file");

export async function open(table) {
  writeFileSync(file, table);
  const { redirects } = await parseAllRedirects({ redirectsFiles: [file], configRedirects: [], minimal: false });
  const handler = new RedirectsHandler({ configRedirects: [], projectDir: folder, publicDir: folder, jwtSecret: "", jwtRoleClaim: "" });
  const rewriter = await handler.rewriter;
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
    async ask(url, headers = {}, hasFile = false) {
      const request = new Request(url, { headers });
      const rule = await rewriter(request);
      if (!rule) return null;
      if (rule.force404) return [404];
      const match = await handler.match(request);
      const response = await handler.handle(request, { ...match, external: false }, async () => (hasFile ? served : undefined));
      if (response !== undefined && response.status === 200) return hasFile && !match.force ? null : [200];
      if (!match.redirect) return [match.statusCode];
      const to = response.headers.get("location");
      return [response.status, to.startsWith(url.origin + "/") && !match.external ? to.slice(url.origin.length) : to];
    },
  };
}
