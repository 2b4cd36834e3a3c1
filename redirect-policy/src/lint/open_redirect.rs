//! `open-redirect`: nobody but the policy chooses the site that a location is on.

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Action, Rule};
use crate::pattern::{Part, Piece, Template};
use crate::proof::environment::{Demands, meeting};
use crate::proof::site::Site;
use crate::proof::witness;
use crate::proof::witness::Taste;

/// Texts that a request could put at the front of a path to leave the site.
const FRONTS: [&str; 4] = [
    "/evil.example",
    "//evil.example",
    "@evil.example",
    "%5Cevil.example",
];

/// Looks at all destinations of a rule.
pub(super) fn check_rule(site: &mut Linter<'_>, index: usize, rule: &Rule) {
    let (destination, failure) = match &rule.action {
        Action::Redirect {
            destination,
            on_failure,
            ..
        } => (Some(destination), on_failure.as_ref()),
        Action::Gone { on_failure, .. } => (None, on_failure.as_ref()),
        Action::Stop => return,
    };
    let failure = failure.and_then(|failure| failure.destination.as_ref());
    for template in destination.into_iter().chain(failure) {
        origin_is_fixed(site, index, rule, template);
    }
}

/// Proves that no request chooses the origin of a location: the template begins with a whole origin or with a slash
/// that stands there, and where a name follows that slash, runs of slashes are collapsed. The proof is tried on the
/// matcher with requests that attempt it.
fn origin_is_fixed(site: &mut Linter<'_>, index: usize, rule: &Rule, template: &Template) {
    let proved = begins_fixed(template);
    if proved && !name_follows_front(template) {
        return;
    }
    let witness = attempt(site, index, rule, template);
    if proved && witness.is_none() {
        return;
    }
    let text = &template.text;
    let mut diagnostic = Diagnostic::lint(
        lint::OPEN_REDIRECT,
        rule.destination_span(),
        format!("a request could choose the site that `{text}` leads to"),
    )
    .help(
        "begin the destination with `/` or with a whole origin such as `https://www.example.com/`",
    );
    if let Some((request, location)) = witness {
        diagnostic = diagnostic.label(format!("{request} is sent to `{location}`"));
    }
    site.report(Some(rule), diagnostic);
}

/// Returns true if the text that decides the origin is the policy's.
fn begins_fixed(template: &Template) -> bool {
    let has_origin = template.origin.is_some();
    match template.pieces.is_empty() {
        true => has_origin,
        false => front_is_fixed(&template.pieces, has_origin),
    }
}

/// Returns true if pieces begin with a slash of the policy, whichever of their groups are emitted.
fn front_is_fixed(pieces: &[Piece], has_origin: bool) -> bool {
    match pieces.split_first() {
        // The end of a group: what follows it is looked at too.
        None => true,
        Some((Piece::Literal { text, part }, _)) if *part == Part::Path => {
            text.starts_with('/')
                && (has_origin || !text.starts_with("//") && !text.starts_with("/\\"))
        }
        Some((Piece::Literal { .. }, _)) => has_origin,
        Some((Piece::Group(inner), rest)) => {
            front_is_fixed(inner, has_origin) && front_is_fixed(rest, has_origin)
        }
        Some((Piece::Parameter { .. }, _)) => false,
    }
}

/// Returns true if something of the request can stand right behind the first slash.
fn name_follows_front(template: &Template) -> bool {
    match template.pieces.first() {
        Some(Piece::Literal { text, .. }) => text.len() < 2 && template.pieces.len() > 1,
        _ => true,
    }
}

/// A request whose location leaves the origin of the template.
fn attempt(
    site: &Site<'_>,
    index: usize,
    rule: &Rule,
    template: &Template,
) -> Option<(String, String)> {
    let environment = meeting(Demands::of(rule), &site.steps)?;
    let names = witness::names(&rule.source.items);
    for front in FRONTS {
        for name in &names {
            let value = |bound: &str| (bound == *name).then_some(front);
            let path = witness::text_with(&rule.source.items, Taste::PLAIN, &value);
            let prepared = environment.prepare(&path);
            let found = site.find(&prepared)?;
            if found.rule().map(|rule| rule.number() as usize) != Some(index) {
                continue;
            }
            if let Some(location) = found.location() {
                if leaves(location, template) {
                    return Some((environment.describe(&path), location.to_owned()));
                }
            }
        }
    }
    None
}

fn leaves(location: &str, template: &Template) -> bool {
    match &template.origin {
        None => {
            !location.starts_with('/') || location.starts_with("//") || location.starts_with("/\\")
        }
        Some(origin) => {
            let rest = location
                .strip_prefix(origin.scheme)
                .and_then(|rest| rest.strip_prefix("://"))
                .and_then(|rest| rest.strip_prefix(origin.host.as_str()));
            !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':', '?', '#']))
        }
    }
}
