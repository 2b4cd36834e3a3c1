//! Parts of answers that are the same for every request, made once when a policy is loaded. Whole answers of rules whose
//! destination is literal are among them: a request without a query gets a copy.

pub(crate) mod headers;
pub(crate) mod note;

use http::{HeaderMap, StatusCode};
use redirect_runtime::{Policy, Rule};

use headers::FixedHeaders;
use note::Note;

/// The most answers that are made when the policy is loaded; those of later rules are made for each request. An answer
/// takes some 800 bytes and a microsecond.
const MOST: usize = 1024;

/// The answers of the first rules whose destination is literal.
pub(crate) struct FixedAnswers {
    /// By the number of the rule.
    by_rule: Vec<Option<Box<FixedAnswer>>>,
}

/// The answer of a rule to GET and HEAD.
#[derive(Debug)]
pub(crate) struct FixedAnswer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) headers: HeaderMap,
    pub(crate) note: String,
}

impl FixedAnswers {
    pub(crate) fn new(policy: &Policy, headers: &FixedHeaders) -> Self {
        let mut made = 0_usize;
        let mut by_rule = Vec::new();
        for rule in policy.rules() {
            if made == MOST {
                break;
            }
            let answer = FixedAnswer::of(&rule, headers);
            made = made.saturating_add(usize::from(answer.is_some()));
            by_rule.push(answer.map(Box::new));
        }
        FixedAnswers { by_rule }
    }

    /// The answer of a rule by its number, if it was made.
    #[inline]
    pub(crate) fn of(&self, rule: u32) -> Option<&FixedAnswer> {
        self.by_rule.get(rule as usize)?.as_deref()
    }
}

impl FixedAnswer {
    fn of(rule: &Rule<'_>, headers: &FixedHeaders) -> Option<Self> {
        let location = rule.fixed_location()?;
        let status = StatusCode::from_u16(rule.status()?).ok()?;
        let note = Note::new(status, Some(&location)).write();
        let fields = headers.of(rule.response_options());
        Some(FixedAnswer {
            headers: fields.answer(Some(&location), note.len())?,
            status,
            location,
            note,
        })
    }
}
