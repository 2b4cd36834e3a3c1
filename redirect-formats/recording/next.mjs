// Next.js: its own loading, matching and rendering of `redirects()`, in the order of its router.
import { createRequire } from "node:module";
import { format, parse } from "node:url";

const require = createRequire(import.meta.url);
const loadCustomRoutes = require("next/dist/lib/load-custom-routes").default;
const { modifyRouteRegex, getRedirectStatus } = require("next/dist/lib/redirect-status");
const { getPathMatch } = require("next/dist/shared/lib/router/utils/path-match");
const { matchHas, prepareDestination } = require("next/dist/shared/lib/router/utils/prepare-destination");
const { normalizeRepeatedSlashes } = require("next/dist/shared/lib/utils");
const { stringifyQuery } = require("next/dist/server/server-route-utils");
const { pathToRegexp } = require("next/dist/compiled/path-to-regexp");

export async function open(table) {
  const written = JSON.parse(table);
  const config = Array.isArray(written) ? { redirects: written } : written;
  const { redirects: rules, ...rest } = config;
  const exit = process.exit;
  process.exit = () => { throw new Error("the configuration is refused"); };
  let loaded;
  try {
    loaded = await loadCustomRoutes({ basePath: "", ...rest, redirects: async () => rules });
  } finally {
    process.exit = exit;
  }
  const routes = loaded.redirects.map((route) => ({
    ...route,
    match: getPathMatch(route.source, {
      strict: true,
      removeUnnamedParams: true,
      regexModifier: route.internal ? undefined : (regex) => modifyRouteRegex(regex, ["/_next"]),
      sensitive: config.experimental?.caseSensitiveRoutes,
    }),
  }));
  return {
    sources: rules.map((rule) => ({
      expression: pathToRegexp(rule.source, [], { strict: true, delimiter: "/" }).source.replace(/\\\//g, "/"),
      query: "",
    })),
    ask(url, headers = {}) {
      const target = url.pathname + url.search;
      if (/\\|\/\//.test(url.pathname)) return [308, normalizeRepeatedSlashes(target)];
      const parsed = parse(target, true);
      const request = { url: target, headers: { host: url.host, ...headers } };
      for (const route of routes) {
        let params = route.match(parsed.pathname);
        if (params && (route.has || route.missing)) {
          const more = matchHas(request, parsed.query, route.has, route.missing);
          params = more && { ...params, ...more };
        }
        if (!params) continue;
        const { parsedDestination } = prepareDestination({
          appendParamsToQuery: false,
          destination: route.destination,
          params,
          query: parsed.query,
        });
        const { query } = parsedDestination;
        delete parsedDestination.query;
        parsedDestination.search = stringifyQuery(request, query);
        let location = format(parsedDestination);
        if (location.startsWith("//")) location = normalizeRepeatedSlashes(location);
        return [getRedirectStatus(route), location];
      }
      return null;
    },
  };
}
