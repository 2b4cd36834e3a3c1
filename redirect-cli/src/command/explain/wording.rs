//! Reasons and conditions in the words of a reader.

use http::HeaderMap;
use redirect_policy::model::{Action, Condition, Rule};
use redirect_policy::pattern::{Class, Kind};
use redirect_policy::reference::{Expected, Reason, Stuck, Unrenderable, looked_at};
use redirect_runtime::Request;

/// Why a rule does not match.
pub(crate) fn reason(
    reason: &Reason<'_>,
    rule: &Rule,
    path: &str,
    (request, headers): (&Request<'_>, &HeaderMap),
) -> String {
    match reason {
        Reason::Path(stuck) => differs(stuck, path),
        Reason::Method => format!(
            "a {} takes GET and HEAD alone, and this is {}: name it in `when.method`, or answer 307 or 308",
            status(rule).unwrap_or(301),
            request.method()
        ),
        Reason::When(failing) => {
            let found = looked_at(failing, request, headers);
            let hint = match (failing, &found) {
                (Condition::SiteStatus(_), None) => " (`--site-status` says what it answers)",
                _ => "",
            };
            format!(
                "{}, {}{hint}",
                failing.words(),
                failing.words_for(found.as_deref())
            )
        }
        Reason::Except(source) => {
            format!("its `except` leaves `{}` alone", source.text)
        }
        Reason::BeforeSite => {
            "it is tried before the site is asked, and the site has answered".to_owned()
        }
        Reason::Unless(all) => {
            let all: Vec<String> = all.iter().map(Condition::words).collect();
            format!("its `unless` exempts this request: {}", all.join(", and "))
        }
        Reason::Destination(Unrenderable::DotSegment(segment)) => {
            format!("its location would have the segment `{segment}`, which browsers resolve away")
        }
        Reason::Destination(Unrenderable::TooLong) => {
            "its location would be longer than 8,192 bytes".to_owned()
        }
    }
}

/// The status of a rule as written.
pub(crate) fn status(rule: &Rule) -> Option<u16> {
    match rule.action {
        Action::Redirect { status, .. } | Action::Gone { status, .. } => Some(status),
        Action::Stop => None,
    }
}

/// Where a path leaves a source.
fn differs(stuck: &Stuck, path: &str) -> String {
    let (front, rest) = path.split_at_checked(stuck.at).unwrap_or((path, ""));
    let rest_of_segment = match rest.get(1..).and_then(|behind| behind.find('/')) {
        Some(at) => rest.get(..at + 1).unwrap_or(rest),
        None => rest,
    };
    if rest == "/" && stuck.expected.contains(&Expected::End) {
        return "only the final `/` is too many: `(/)` at the end of the source, or `trailingSlash: optional`, takes both"
            .to_owned();
    }
    if rest.is_empty() && stuck.expected.contains(&Expected::Text("/".to_owned())) {
        return "only the final `/` is missing: `(/)` at the end of the source, or `trailingSlash: optional`, takes both"
            .to_owned();
    }
    let expected: Vec<String> = stuck.expected.iter().map(asked_for).collect();
    let is_folded = |text: &String| {
        let here = rest.get(..text.len());
        here.is_some_and(|here| here.eq_ignore_ascii_case(text))
    };
    let folded = |one: &Expected| match one {
        Expected::Text(text) => is_folded(text),
        Expected::Parameter(parameter) => match &parameter.kind {
            Kind::Enumeration(values) => values.iter().any(is_folded),
            _ => false,
        },
        Expected::End => false,
    };
    let case = match stuck.expected.iter().any(folded) {
        true => ": only the case differs (`caseSensitive: false` takes both)",
        false => "",
    };
    let here = match rest_of_segment {
        "" => "the path ends there".to_owned(),
        rest => format!("`{rest}` stands there"),
    };
    match front {
        "" | "/" => format!("it asks for {}, and {here}{case}", expected.join(" or ")),
        front => format!(
            "`{front}` matches, then it asks for {}, and {here}{case}",
            expected.join(" or ")
        ),
    }
}

fn asked_for(expected: &Expected) -> String {
    match expected {
        Expected::Text(text) => format!("`{text}`"),
        Expected::Parameter(parameter) => {
            format!("{} (`:{}`)", kind(&parameter.kind), parameter.name)
        }
        Expected::End => "the end".to_owned(),
    }
}

/// Words the texts that a kind takes.
pub(crate) fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Class { class, min, max } => {
            let what = match class {
                Class::Segment => "characters but `/`",
                Class::Value => "characters",
                Class::Slug => "letters, digits, `-`, `_`, `~` and encoded characters",
                Class::Int => "digits",
                Class::Hex => "hexadecimal digits",
                Class::Alpha => "letters",
                Class::Alnum => "letters and digits",
                Class::Any => "anything",
            };
            match (min, max) {
                (1, None) => what.to_owned(),
                (1, Some(19)) if *class == Class::Int => what.to_owned(),
                (min, Some(max)) if min == max => format!("{min} {what}"),
                (min, Some(max)) => format!("{min} to {max} {what}"),
                (min, None) => format!("at least {min} {what}"),
            }
        }
        Kind::Uuid => "a UUID".to_owned(),
        Kind::Path => "one or more segments".to_owned(),
        Kind::Enumeration(values) => format!("`{}`", values.join("` or `")),
    }
}

/// Words what exempts requests from a rule, one entry each.
pub(crate) fn exemptions(rule: &Rule) -> Vec<String> {
    let conditions = rule.unless.iter().map(|all| {
        let all: Vec<String> = all.iter().map(Condition::words).collect();
        format!("unless {}", all.join(" and "))
    });
    let excepted: Vec<String> = rule
        .except
        .iter()
        .map(|source| format!("`{}`", source.text))
        .collect();
    let excepted = match excepted.is_empty() {
        true => None,
        false => Some(format!("except {}", excepted.join(", "))),
    };
    conditions.chain(excepted).collect()
}
