//! Parts of answers that are the same for every request, made once when a policy is loaded.

use std::collections::BTreeMap;

use http::header::{HeaderName, HeaderValue};
use redirect_runtime::Policy;
use redirect_runtime::serving::ResponseOptions;

use crate::handler::answer::is_own;

/// The header fields that a policy's rules send, and the names that `Vary` may list.
pub(crate) struct FixedHeaders {
    /// By the address of the options, which many rules share; those without a field are left out.
    by_options: BTreeMap<usize, Fields>,
    /// Each with its bit among what rules looked at.
    looked_at: Vec<(u64, HeaderName)>,
}

/// The header fields of a rule.
pub(crate) struct Fields {
    pub(crate) fields: Vec<(HeaderName, HeaderValue)>,
    pub(crate) cache_control: Option<HeaderValue>,
}

impl FixedHeaders {
    pub(crate) fn new(policy: &Policy) -> Self {
        let mut by_options = BTreeMap::new();
        let mut last = 0;
        for options in policy.rules().filter_map(|rule| rule.terms()) {
            // Neighbours mostly share them.
            if options.address() != last {
                last = options.address();
                let fields = Fields::new(options);
                if !fields.fields.is_empty() || fields.cache_control.is_some() {
                    by_options.insert(last, fields);
                }
            }
        }
        let looked_at = policy
            .header_bits()
            .filter_map(|(bit, name)| Some((bit, HeaderName::try_from(name).ok()?)))
            .collect();
        FixedHeaders {
            by_options,
            looked_at,
        }
    }

    /// The fields of a rule with these options; `None` where it has none.
    #[inline]
    pub(crate) fn of(&self, options: ResponseOptions<'_>) -> Option<&Fields> {
        self.by_options.get(&options.address())
    }

    /// The names of the header fields that rules looked at, by their bits.
    pub(crate) fn looked_at(&self, bits: u64) -> impl Iterator<Item = &HeaderName> {
        let looked_at = self.looked_at.iter();
        looked_at
            .filter(move |(bit, _)| bits & bit != 0)
            .map(|(_, name)| name)
    }
}

impl Fields {
    fn new(options: ResponseOptions<'_>) -> Self {
        let fields = options.headers().filter_map(|(name, value)| {
            let name = HeaderName::try_from(name).ok().filter(|name| !is_own(name));
            Some((name?, HeaderValue::try_from(value).ok()?))
        });
        let cache_control = options.cache_control().map(HeaderValue::try_from);
        Fields {
            fields: fields.collect(),
            cache_control: cache_control.and_then(Result::ok),
        }
    }
}
