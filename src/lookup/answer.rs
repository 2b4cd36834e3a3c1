//! From a rule that waits for its lookups to its answer.

use std::borrow::Cow;

use redirect_runtime::serving::{LookupStep, path_value};
use redirect_runtime::{Captured, Match};

use super::{Fallback, Found, Tables};
use crate::BoxError;
use crate::handler::{Answer, Pending};

/// A number of the rule's names, with the canonical text that a row gives it; `None` where the row has no value.
pub(crate) type Bound = Vec<(u8, Option<String>)>;

/// Asks the lookups of a rule in order, each for what the request and the rows before it bind; for generated code.
///
/// # Errors
/// Whatever kept a lookup from answering; never that a key is missing: then the rule passes on.
pub async fn answer(
    tables: &Tables,
    fallbacks: &[Option<Fallback>],
    pending: &Pending<'_>,
) -> Result<Answer, BoxError> {
    let matched = pending.matched();
    let mut bound = Bound::new();
    let (mut origin, mut temporary) = (None, false);
    for step in matched.lookup_steps() {
        let Some(key) = key(matched, &bound, &step) else {
            return Ok(Answer::passthrough());
        };
        let Some(name) = step.name() else {
            let Some(row) = step.row(&key) else {
                return Ok(Answer::passthrough());
            };
            match row.status {
                Some(451) => return Ok(Answer::unavailable_for_legal_reasons()),
                Some(_) => return Ok(Answer::gone()),
                None => {
                    let values = row.values.into_iter();
                    bind(
                        &mut bound,
                        &step,
                        values.map(|value| value.map(str::to_owned)),
                    );
                }
            }
            continue;
        };
        let (number, table) = tables.named(name).ok_or_else(|| pending.unknown())?;
        let parts: Vec<&str> = key.iter().map(AsRef::as_ref).collect();
        let Some(key) = table.key(&parts) else {
            return Ok(Answer::passthrough());
        };
        let fallback = fallbacks.get(number).and_then(Option::as_ref);
        let found = table.find(&key, fallback).await?;
        origin = Some(found.origin.as_str());
        temporary |= found.temporary;
        let row = match found.found {
            Found::Row(row) => row,
            Found::Missing => return Ok(Answer::passthrough()),
            Found::Gone => return Ok(Answer::gone().with_source(origin)),
            Found::UnavailableForLegalReasons => {
                return Ok(Answer::unavailable_for_legal_reasons().with_source(origin));
            }
        };
        let columns = table.contract.values.iter().zip(row.values);
        let values = columns
            .map(|(column, value)| value.map(|value| path_value(&value, column.kind.spans())));
        bind(&mut bound, &step, values);
    }
    let answer = pending.with_rows(&bound).with_source(origin);
    Ok(if temporary {
        answer.temporary()
    } else {
        answer
    })
}

/// The decoded parts of a lookup's key; `None` if one is not bound, or cannot be decoded: then no source has it.
fn key<'m>(
    matched: &'m Match<'_>,
    bound: &'m Bound,
    step: &LookupStep<'_>,
) -> Option<Vec<Cow<'m, str>>> {
    let part = |number: &u8| {
        let text = match bound.iter().find(|(name, _)| name == number) {
            Some((_, value)) => value.as_deref()?,
            None => matched.spelled(*number)?,
        };
        Captured::new(text).decode().ok()
    };
    step.key().iter().map(part).collect()
}

/// Binds the values of a row, in place of what is bound already.
fn bind(bound: &mut Bound, step: &LookupStep<'_>, values: impl Iterator<Item = Option<String>>) {
    for (name, value) in step.values().iter().zip(values) {
        bound.retain(|(known, _)| known != name);
        bound.push((*name, value.filter(|value| !value.is_empty())));
    }
}
