// Vercel: `@vercel/routing-utils` makes routes of a `vercel.json`; they are tried as its development server does it.
import { createRequire } from "node:module";

const { getTransformedRoutes } = createRequire(import.meta.url)("@vercel/routing-utils");

function holds(list, url, headers) {
  return list.every((item) => {
    const cookies = Object.fromEntries((headers.cookie ?? "").split(/; */).filter(Boolean).map((pair) => pair.split("=")));
    const value = { host: url.hostname, header: headers[item.key?.toLowerCase()], cookie: cookies[item.key], query: url.searchParams.get(item.key) ?? undefined }[item.type];
    if (item.value === undefined) return value !== undefined;
    return value !== undefined && new RegExp(`^${item.value}$`).test(value);
  });
}

/** Vercel hands the request's query on, which the development server leaves out; the location's keys win. */
function withQuery(location, url) {
  const to = new URL(location, url);
  const own = new Set(to.searchParams.keys());
  const more = url.search.slice(1).split("&").filter((pair) => pair && !own.has(pair.split("=")[0]));
  const [front, fragment] = location.split("#");
  const query = more.length ? (front.includes("?") ? "&" : "?") + more.join("&") : "";
  return front + query + (fragment === undefined ? "" : `#${fragment}`);
}

export async function open(table) {
  const config = JSON.parse(table);
  const { routes, error } = getTransformedRoutes(config);
  if (error) throw new Error(error.message);
  const isSensitive = config.routes === undefined;
  const own = (routes ?? []).filter((route) => route.src && (route.status >= 300 && route.status < 400 || route.status === 410));
  return {
    sources: own.map((route) => ({ expression: route.src.replace(/\\\//g, "/"), query: "" })),
    ask(url, headers = {}) {
      for (const route of routes ?? []) {
        if (route.handle) break;
        if (!route.src || route.continue || route.check) continue;
        const expression = new RegExp(route.src, isSensitive ? "" : "i");
        const match = expression.exec(url.pathname) ?? expression.exec(url.pathname.slice(1));
        if (!match || route.has && !holds(route.has, url, headers)) continue;
        if (route.missing?.some((item) => holds([item], url, headers))) continue;
        const written = route.headers && (route.headers.Location ?? route.headers.location);
        if (written === undefined || !route.status) return route.status ? [route.status] : null;
        const location = written.replace(/\$([1-9a-zA-Z]+)/g, (_, key) => (/^\d+$/.test(key) ? match[key] : match.groups?.[key]) ?? "");
        return [route.status, withQuery(location, url)];
      }
      return null;
    },
  };
}
