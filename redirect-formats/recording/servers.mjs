// nginx and Apache: the servers themselves, a port for each table.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const quoted = (text) => `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;

/** Apache takes a backslash in quotes as it stands. */
const plain = (text) => `"${text.replace(/"/g, '\\"')}"`;

/** The directives of nginx for a table of JSON lines. */
function nginx(rules) {
  const lines = rules.map((rule) => {
    const { source, destination, status, dialect, location_mod: modifier } = rule;
    if (dialect === "nginx-rewrite") return `rewrite ${quoted(source)} ${quoted(destination)} ${status === 301 ? "permanent" : "redirect"};`;
    const answer = destination === undefined ? `return ${status};` : `return ${status} ${quoted(destination)};`;
    return `location ${modifier ?? ""} ${quoted(source)} { ${answer} }`;
  });
  return lines.join("\n    ");
}

/** The directives of Apache for a table of JSON lines. */
function apache(rules) {
  const lines = rules.map(({ source, destination, status, flags = [] }) => {
    const gone = destination === undefined;
    return `RewriteRule ${plain(source)} ${plain(gone ? "-" : destination)} [${[gone ? "G" : `R=${status}`, "L", ...flags].join(",")}]`;
  });
  return lines.join("\n  ");
}

function ask(port, url, headers) {
  return new Promise((resolve, reject) => {
    const options = { port, host: "127.0.0.1", path: url.pathname + url.search, headers: { host: url.host, ...headers } };
    const sent = request(options, (response) => {
      response.resume();
      const { location } = response.headers;
      const status = response.statusCode;
      // Apache writes the host and the port that it was asked by.
      const own = `http://${url.host}:${port}`;
      const text = Buffer.from(location ?? "", "latin1").toString();
      if (location !== undefined) resolve([status, text.startsWith(own) ? text.slice(own.length) : text]);
      else resolve(status === 410 || status === 451 ? [status] : null);
    });
    sent.on("error", reject);
    sent.end();
  });
}

export async function start(system, tables) {
  const folder = mkdtempSync(join(tmpdir(), "recording-"));
  const first = system === "nginx" ? 18000 : 19000;
  const file = join(folder, "server.conf");
  mkdirSync(join(folder, "www"));
  let server;
  if (system === "nginx") {
    const servers = tables.map((rules, at) => `  server {\n    listen 127.0.0.1:${first + at};\n    absolute_redirect off;\n    root ${folder}/www;\n    ${nginx(rules)}\n  }`);
    writeFileSync(file, `daemon off;\npid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\n  access_log off;\n${servers.join("\n")}\n}\n`);
    execFileSync("/usr/sbin/nginx", ["-t", "-q", "-c", file]);
    server = spawn("/usr/sbin/nginx", ["-c", file], { stdio: "ignore" });
  } else {
    const modules = ["mpm_event", "authz_core", "rewrite"].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
    const hosts = tables.map((rules, at) => `Listen 127.0.0.1:${first + at}\n<VirtualHost 127.0.0.1:${first + at}>\n  RewriteEngine on\n  ${apache(rules)}\n</VirtualHost>`);
    writeFileSync(file, `${modules.join("\n")}\nServerName localhost\nPidFile ${folder}/pid\nErrorLog ${folder}/error.log\nDocumentRoot ${folder}/www\nAllowEncodedSlashes On\n${hosts.join("\n")}\n`);
    execFileSync("/usr/sbin/apache2", ["-t", "-f", file], { stdio: "ignore" });
    server = spawn("/usr/sbin/apache2", ["-X", "-f", file], { stdio: "ignore" });
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const open = (at, rules) => ({
    sources: rules.map((rule) => ({ expression: expression(system, rule), query: "" })),
    ask: (url, headers) => ask(first + at, url, headers),
  });
  return { open, close: () => server.kill() };
}

function expression(system, { syntax, source, location_mod: modifier }) {
  if (syntax === "regex") return source.replace(/^\^?(?!\/)/, (front) => (system === "apache" && front ? "^/" : front));
  return source.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + (modifier === "=" ? "" : "[a-z/]*");
}
