// Records what the systems themselves answer: `npm install && npm run record [SYSTEM...]`.
//
// `cases/SYSTEM.*` holds the tables. Of each source the requests are made that it matches and that come near; every
// table becomes a line of `../tests/recorded/SYSTEM.jsonl`: the table, and its answers as
// `[request, status, location]`, `[request, status]` or `[request]` where the site itself answers.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dice, near, sample, sendable } from "./sample.mjs";

const SYSTEMS = ["netlify", "cloudflare", "next", "vercel", "firebase", "nginx", "apache"];
const MOST = 46;
const HERE = new URL(".", import.meta.url);
const OUT = new URL(process.env.RECORDED ?? "../tests/recorded/", HERE);

/** Tables of text stand between lines `---`, those of JSON one a line; `#!` lines hold requests of one's own. */
function tables(system) {
  const text = new URL(`cases/${system}.txt`, HERE);
  const isText = existsSync(text);
  const file = isText ? text : new URL(`cases/${system}.jsonl`, HERE);
  const parts = isText ? readFileSync(file, "utf8").split(/^---\n/m) : readFileSync(file, "utf8").split(/^(?=[[{])/m);
  return parts.filter((part) => part.trim()).map((part) => {
    const lines = part.trimEnd().split("\n");
    const own = lines.filter((line) => line.startsWith("#!")).map((line) => line.slice(2).trim());
    const table = lines.filter((line) => !line.startsWith("#!") && !(line.startsWith("//"))).join("\n");
    return { table: isText ? `${table}\n` : table.trim(), own };
  });
}

/** Requests for the sources of a table; one's own may carry headers behind a blank: `/a cookie=x%3D1`. */
function requests(sources, own, number) {
  const roll = dice(number + 1);
  const lists = sources.map(({ expression, query, origin }) => {
    const targets = [];
    for (let time = 0; time < 8; time += 1) {
      const path = sample(expression, roll).split("?")[0];
      const paths = time === 0 ? near(path, roll) : [path, ...near(path, roll).filter(() => roll(3) === 0)];
      for (const target of paths) {
        const [front, back] = target.split("?");
        const queries = [query, back].filter(Boolean).join("&");
        targets.push(queries ? `${front}?${queries}` : front);
        if (query && time === 0) targets.push(front);
      }
    }
    return [...new Set(targets.filter(sendable))].map((target) => (origin ? `${origin}${target}` : target));
  });
  const out = new Set(own);
  const share = Math.max(6, Math.ceil(MOST / Math.max(1, lists.length)));
  for (const list of lists) for (const target of list.slice(0, share)) out.add(target);
  for (const target of ["/", "/elsewhere"]) out.add(target);
  return [...out].slice(0, Math.max(MOST, own.length + 4));
}

function parts(request) {
  const [target, ...pairs] = request.split(" ");
  const headers = Object.fromEntries(pairs.map((pair) => pair.split("=")).map(([name, value]) => [name, decodeURIComponent(value)]));
  return [new URL(target, "http://localhost"), headers];
}

mkdirSync(OUT, { recursive: true });
const chosen = process.argv.slice(2);
for (const system of chosen.length ? chosen : SYSTEMS) {
  const all = tables(system);
  const lines = [];
  let count = 0;
  let server;
  let opened;
  if (system === "nginx" || system === "apache") {
    const { start } = await import("./servers.mjs");
    server = await start(system, all.map(({ table }) => JSON.parse(table)));
    const expression = (rule) => (rule.syntax === "regex" ? rule.source.replace(/^\^?(?!\/)/, (front) => (system === "apache" && front ? "^/" : front)) : rule.source.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + (rule.location_mod === "=" ? "" : "[a-z/]*"));
    opened = (table, at) => ({
      sources: JSON.parse(table).map((rule) => ({ expression: expression(rule), query: "" })),
      ask: (url, headers) => server.ask(at, url, headers),
    });
  } else {
    const { open } = await import(`./${system}.mjs`);
    opened = open;
  }
  for (const [at, { table, own }] of all.entries()) {
    let matcher;
    try {
      matcher = await opened(table, at);
    } catch (error) {
      console.error(`${system}, table ${at + 1}: ${error.message}\n  ${table.slice(0, 200)}`);
      continue;
    }
    const answers = [];
    for (const request of requests(matcher.sources, own, at)) {
      const [url, headers] = parts(request);
      try {
        answers.push([request, ...((await matcher.ask(url, headers)) ?? [])]);
      } catch (error) {
        answers.push([request, 500]);
      }
    }
    await matcher.close?.();
    count += answers.length;
    lines.push(JSON.stringify({ table: system === "netlify" || system === "cloudflare" ? table : JSON.parse(table), answers }));
  }
  server?.close();
  writeFileSync(new URL(`${system}.jsonl`, OUT), `${lines.join("\n")}\n`);
  console.log(`${system}: ${lines.length} tables, ${count} answers`);
}
process.exit(0);
