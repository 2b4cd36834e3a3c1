//! Values of arguments, as their texts are read.

use http::StatusCode;
use redirect_policy::lint::{LintArguments, LintLevel, names};

/// Seconds since 1970 of a time of RFC 3339, or of midnight (UTC) of a date.
pub(super) fn timestamp(text: &str) -> Result<i64, String> {
    redirect_policy::timestamp::parse(text).map_err(str::to_owned)
}

/// A status that a site can answer with.
pub(super) fn status(text: &str) -> Result<StatusCode, String> {
    let status = text
        .parse()
        .ok()
        .filter(|status: &StatusCode| status.as_u16() >= 200);
    status.ok_or_else(|| "it is a status such as 404".to_owned())
}

/// A lint and its level, such as `chain=deny`.
pub(super) fn lint(text: &str) -> Result<(String, LintLevel), String> {
    let (name, level) = text
        .split_once('=')
        .ok_or("write a lint and its level, such as `chain=deny`")?;
    let level = match level {
        "allow" => LintLevel::Allow,
        "warn" => LintLevel::Warn,
        "deny" => LintLevel::Deny,
        _ => return Err(format!("the level is allow, warn or deny, not `{level}`")),
    };
    LintArguments::default()
        .set(name, level)
        .map_err(|meant| match meant {
            Some(meant) => format!("there is no lint `{name}`; did you mean `{meant}`?"),
            None => format!(
                "there is no lint `{name}`; the lints are {}",
                names().collect::<Vec<_>>().join(", ")
            ),
        })?;
    Ok((name.to_owned(), level))
}
