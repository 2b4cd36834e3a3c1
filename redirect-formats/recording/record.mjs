// Records what the systems themselves answer: `npm install && npm run record [SYSTEM...]`.
//
// `cases/SYSTEM.*` holds the tables. Of each source the requests are made that it matches and that come near; every
// table becomes a line of `../tests/recorded/SYSTEM.jsonl`: the table, and its answers as
// `[request, rule, status, location]`, `[request, rule, status]` or `[request]` where the site itself answers. `rule` is
// the number of the first rule that gives the answer in a table of its own: a line of a text, a place in a list from 1,
// and 0 where the system answers so without any rule.
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

/** The table without rules as number 0, and with each rule alone. */
function parts(table, isText) {
  if (isText) {
    const lines = table.split("\n");
    const blank = lines.map((line) => (/^\s*(#|$)/.test(line) ? line : ""));
    const only = (at) => blank.map((line, index) => (index === at ? lines[at] : line)).join("\n");
    const rules = lines.map((line, at) => [at + 1, only(at)]).filter(([number]) => lines[number - 1].trim() && !lines[number - 1].trim().startsWith("#"));
    return [[0, blank.join("\n")], ...rules];
  }
  const whole = JSON.parse(table);
  const within = whole.hosting ?? whole;
  const holder = Array.isArray(within) && whole.hosting ? within[0] : within;
  const key = ["redirects", "routes"].find((name) => Array.isArray(holder[name]));
  const rules = key === undefined ? holder : holder[key];
  const of = (list) => {
    if (key === undefined) return JSON.stringify(list);
    const config = { ...holder, [key]: list };
    return JSON.stringify(whole.hosting ? { hosting: config } : config);
  };
  return [[0, of([])], ...rules.map((rule, at) => [at + 1, of([rule])])];
}

/** Requests for the sources of a table; one's own may carry headers behind a blank: `/a cookie=x%3D1`. */
function requests(sources, own, number, withFiles) {
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
  // Where files go before rules: the first request of each source again, for a file that is there.
  if (withFiles) for (const list of lists) if (list.length) out.add(`${list[0]} +file`);
  return [...out].slice(0, Math.max(MOST, own.length + 4) + (withFiles ? lists.length : 0));
}

/** The URL of a request, its headers, and true where the site has a file there (`/a +file`). */
function read(request) {
  const [target, ...words] = request.split(" ");
  const pairs = words.filter((word) => word.includes("=")).map((pair) => pair.split("="));
  const headers = Object.fromEntries(pairs.map(([name, value]) => [name, decodeURIComponent(value)]));
  return [new URL(target, "http://localhost"), headers, words.includes("+file")];
}

/** Asks a matcher; an error of the system is 500, and nothing is the site. */
async function answer(matcher, request) {
  try {
    return (await matcher.ask(...read(request))) ?? [];
  } catch {
    return [500];
  }
}

mkdirSync(OUT, { recursive: true });
const chosen = process.argv.slice(2);
for (const system of chosen.length ? chosen : SYSTEMS) {
  const all = tables(system);
  const isText = system === "netlify" || system === "cloudflare";
  const lists = all.map(({ table }) => parts(table, isText));
  const isServer = system === "nginx" || system === "apache";
  const lines = [];
  let count = 0;
  let open;
  let server;
  if (isServer) {
    const { start } = await import("./servers.mjs");
    const texts = [...new Set(all.flatMap(({ table }, at) => [table, ...lists[at].map(([, text]) => text)]))];
    server = await start(system, texts.map((text) => JSON.parse(text)));
    open = (table) => server.open(texts.indexOf(table), JSON.parse(table));
  } else {
    ({ open } = await import(`./${system}.mjs`));
  }
  for (const [at, { table, own }] of all.entries()) {
    let matcher;
    try {
      matcher = await open(table);
    } catch (error) {
      console.error(`${system}, table ${at + 1}: ${error.message}\n  ${table.slice(0, 200)}`);
      continue;
    }
    const answers = [];
    for (const request of requests(matcher.sources, own, at, system === "netlify")) answers.push([request, ...(await answer(matcher, request))]);
    await matcher.close?.();
    const answered = answers.filter(([, status]) => status !== undefined);
    const rules = new Map();
    for (const [number, text] of lists[at]) {
      let alone;
      try {
        alone = await open(text);
      } catch {
        // Refused where it stands alone.
        continue;
      }
      for (const whole of answered.filter((one) => !rules.has(one))) {
        const [request, ...given] = whole;
        if (JSON.stringify(await answer(alone, request)) === JSON.stringify(given)) rules.set(whole, number);
      }
      await alone.close?.();
    }
    count += answers.length;
    const written = answers.map((one) => (one.length > 1 ? [one[0], rules.get(one) ?? null, ...one.slice(1)] : one));
    lines.push(JSON.stringify({ table: isText ? table : JSON.parse(table), answers: written }));
  }
  server?.close();
  writeFileSync(new URL(`${system}.jsonl`, OUT), `${lines.join("\n")}\n`);
  console.log(`${system}: ${lines.length} tables, ${count} answers`);
}
process.exit(0);
