// Cloudflare: the asset worker of Workers and Pages, in its own runtime.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Miniflare } from "miniflare";

export async function open(table) {
  const directory = mkdtempSync(join(tmpdir(), "recording-"));
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "_redirects"), table);
  writeFileSync(join(directory, "other.txt"), "other");
  const miniflare = new Miniflare({
    modules: true,
    script: "export default { fetch() { return new Response('site', { status: 404 }); } }",
    compatibilityDate: "2026-04-01",
    assets: { directory, binding: "ASSETS", routerConfig: { has_user_worker: false }, assetConfig: { html_handling: "none" } },
    handleStructuredLogs() {},
  });
  await miniflare.ready;
  const rules = table.split("\n").map((line) => line.trim().split(/\s+/)).filter((words) => words.length > 1 && !words[0].startsWith("#"));
  return {
    sources: rules.map(([source]) => {
      const host = /^https?:\/\/[^/]+/.exec(source)?.[0];
      const path = (host ? source.slice(host.length) : source) || "/";
      const expression = path
        .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
        .replace(/\*/g, "[^?]*")
        .replace(/:[A-Za-z]\w*/g, "[^/?]+");
      return { expression, query: "", origin: host?.replace(/:[A-Za-z]\w*/g, "x") };
    }),
    async ask(url) {
      const response = await miniflare.dispatchFetch(url.href, { redirect: "manual" });
      await response.arrayBuffer();
      const location = response.headers.get("location");
      return location === null ? null : [response.status, location];
    },
    close: () => miniflare.dispose(),
  };
}
