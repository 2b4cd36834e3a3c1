//! `vercel.json`: `redirects`, and what `cleanUrls` and `trailingSlash` redirect before them.

use serde_json::Value as Json;

use super::next::{bind_names, is_query, rule_lines};
use super::{Read, lines_of_keys, refused, route_conditions, text_of, unread, unreadable};
use crate::foreign::{ForeignRule, Status, Syntax};
use crate::report::Reason;

pub(super) fn read(file: &str, text: &str) -> Vec<Read> {
    let whole: Json = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => return vec![Err(unreadable(file, 0, "", error.to_string()))],
    };
    let mut out = Vec::new();
    implicit(file, &whole, &mut out);
    let routes = whole.get("routes").and_then(Json::as_array);
    let routes = routes.map(Vec::as_slice).unwrap_or_default();
    let mut lines = lines_of_keys(text, &["src"]).into_iter();
    for route in routes {
        let line = match route.get("src") {
            Some(_) => lines.next().unwrap_or_default(),
            None => 0,
        };
        let text =
            "`routes` are expressions with flags of their own: write them as `redirects` first";
        out.push(Err(Reason::new("routes", text).of(
            file,
            line,
            &route.to_string(),
        )));
    }
    let rules = match (&whole, whole.get("redirects")) {
        (Json::Array(rules), _) => Some((rules, false)),
        (_, Some(Json::Array(rules))) => Some((rules, true)),
        _ => None,
    };
    if let Some((rules, within)) = rules {
        let lines = rule_lines(text, rules, within);
        out.extend(
            rules
                .iter()
                .zip(lines)
                .map(|(object, line)| rule(file, line, object)),
        );
    } else if out.is_empty() {
        out.push(Err(unreadable(file, 0, "", "there are no `redirects`")));
    }
    out
}

/// The redirects that `cleanUrls` and `trailingSlash` make.
fn implicit(file: &str, whole: &Json, out: &mut Vec<Read>) {
    let slash = whole.get("trailingSlash").and_then(Json::as_bool);
    let mut push = |source: &str, destination: &str, raw: &str| {
        let mut rule = ForeignRule::new(source, Some(destination), Syntax::Vercel);
        rule.status = Status::Code(308);
        rule.file = file.to_owned();
        rule.raw = raw.to_owned();
        out.push(Ok(rule));
    };
    if whole.get("cleanUrls") == Some(&Json::Bool(true)) {
        let end = if slash == Some(true) { "/" } else { "" };
        let raw = "cleanUrls: true";
        let root = if slash == Some(true) { "//" } else { "/" };
        for front in ["index", "index.html"] {
            push(&format!("/{front}{{/}}?"), root, raw);
            push(
                &format!("/:path+/{front}{{/}}?"),
                &format!("/:path+{end}"),
                raw,
            );
        }
        push("/:path+.html{/}?", &format!("/:path+{end}"), raw);
        push("/.html{/}?", root, raw);
        push("/:path+/.html{/}?", &format!("/:path+/{end}"), raw);
    }
    match slash {
        Some(true) => {
            let text = "no pattern says that the last segment has no full stop, and so no slash to add: let the site add it";
            out.push(Err(Reason::new("trailing-slash", text).of(
                file,
                0,
                "trailingSlash: true",
            )));
        }
        Some(false) => push("/:path+/", "/:path+", "trailingSlash: false"),
        None => {}
    }
}

fn rule(file: &str, line: u64, object: &Json) -> Read {
    let raw = object.to_string();
    let Some(source) = text_of(object, "source") else {
        return Err(unreadable(file, line, &raw, "there is no source"));
    };
    let mut rule = ForeignRule::new(source, text_of(object, "destination"), Syntax::Vercel);
    rule.status = match (object.get("permanent"), object.get("statusCode")) {
        (Some(Json::Bool(permanent)), _) => Status::Code(if *permanent { 308 } else { 307 }),
        (_, None) => Status::Code(308),
        (_, status) => super::json_lines::status(status),
    };
    rule.when = route_conditions(object.get("has"));
    rule.unless = route_conditions(object.get("missing"));
    bind_names(&mut rule);
    rule.keep_used = rule.when.iter().any(is_query);
    rule.file = file.to_owned();
    rule.line = line;
    rule.raw = raw;
    rule.notes = unread(object, &KEYS);
    if !source.is_ascii() {
        let text = "Vercel compares the path as it was sent, where only ASCII characters stand: write the others percent-encoded";
        return Err(refused(&rule, Reason::new("never-matches", text)));
    }
    Ok(rule)
}

const KEYS: [&str; 6] = [
    "source",
    "destination",
    "permanent",
    "statusCode",
    "has",
    "missing",
];
