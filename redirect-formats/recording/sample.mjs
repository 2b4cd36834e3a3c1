// Texts that a regular expression matches, and texts that differ a little: the requests of a case.

/** A stream of numbers that is the same in every run (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
}

const ALPHABET = "abcxyzABZ0123789-_.~/:,+=@!";

/** One text that the expression matches, as far as look-around does not forbid it. */
export function sample(source, roll) {
  let at = 0;
  const groups = [];
  function alternation() {
    const branches = [sequence()];
    while (source[at] === "|") {
      at += 1;
      branches.push(sequence());
    }
    return () => branches[roll(branches.length)]();
  }
  function sequence() {
    const parts = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") parts.push(repeated());
    return () => parts.map((part) => part()).join("");
  }
  function repeated() {
    const part = atom();
    let [min, max] = [1, 1];
    const counted = /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at));
    if (source[at] === "?") [min, max] = [0, 1];
    else if (source[at] === "*") [min, max] = [0, 4];
    else if (source[at] === "+") [min, max] = [1, 4];
    else if (counted) {
      min = Number(counted[1]);
      max = counted[3] ? Number(counted[3]) : counted[2] ? min + 2 : min;
      at += counted[0].length - 1;
    } else return part;
    at += 1;
    if (source[at] === "?" || source[at] === "+") at += 1;
    return () => Array.from({ length: min + roll(max - min + 1) }, part).join("");
  }
  function atom() {
    const c = source[at];
    at += 1;
    if (c === "(") {
      const look = /^\?(<?[=!])/.exec(source.slice(at));
      const head = /^\?(:|P?<[A-Za-z0-9_]+>|[=!]|<[=!]|[a-z]+[):])/.exec(source.slice(at));
      if (head) at += head[0].length;
      if (head && head[0].endsWith(")")) return () => "";
      const index = groups.length;
      groups.push("");
      const inner = alternation();
      at += 1;
      return look ? () => "" : () => (groups[index] = inner());
    }
    if (c === "[") return set();
    if (c === ".") return () => ALPHABET[roll(ALPHABET.length)];
    if (c === "^" || c === "$") return () => "";
    if (c === "\\") return escape(source[at++]);
    return () => c;
  }
  function escape(c) {
    const of = { d: "0123456789", w: "abzAZ09_", s: " ", D: "abZ-_.", W: "-.~", S: "abZ09-." }[c];
    if (of) return () => of[roll(of.length)];
    if (c === "b" || c === "B") return () => "";
    return () => c;
  }
  function set() {
    const negated = source[at] === "^";
    if (negated) at += 1;
    let body = "";
    for (let first = true; first || source[at] !== "]"; first = false) {
      if (source[at] === "\\") body += source[at++];
      body += source[at++];
    }
    at += 1;
    let tester;
    try {
      tester = new RegExp(`[${negated ? "^" : ""}${body}]`);
    } catch {
      return () => "a";
    }
    const fitting = [...ALPHABET].filter((c) => tester.test(c));
    return () => (fitting.length ? fitting[roll(fitting.length)] : "a");
  }
  return alternation()();
}

/** Requests that come near a path: what a server may take for the same, and what it must not. */
export function near(path, roll) {
  const at = 1 + roll(Math.max(1, path.length - 1));
  const some = ALPHABET[roll(ALPHABET.length)];
  const letter = path.search(/[a-z](?![^%]{0,1}$)/);
  return [
    path,
    `${path}/`,
    path.replace(/\/$/, "") || "/",
    path.toUpperCase(),
    `${path}?a=1`,
    `${path}?a=1&b=2&a=3`,
    `${path}/more`,
    `/more${path}`,
    `${path}${some}`,
    path.slice(0, at) + some + path.slice(at),
    path.slice(0, at) || "/",
    path.slice(0, at) + path.slice(at + 1) || "/",
    letter < 0 ? path : `${path.slice(0, letter)}%${path.charCodeAt(letter).toString(16).toUpperCase()}${path.slice(letter + 1)}`,
    path.replace(/([^/])$/, "$1%C3%A9"),
    path.replace(/([^/])$/, "$1%2Fz"),
    path.replace(/(.)\//, "$1//"),
  ];
}

/** Keeps what can be sent as a request target. */
export function sendable(target) {
  if (!target.startsWith("/") || target.startsWith("//")) return false;
  if (/[\s"<>\\^`{|}#]/.test(target) || /[^!-~]/.test(target)) return false;
  if (/%(?![0-9A-Fa-f]{2})/.test(target)) return false;
  const path = target.split("?")[0];
  if (path.split("/").some((part) => /^(\.|%2e){1,2}$/i.test(part))) return false;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
