//! Rules of the policy, and the text that they are written as.

mod emit;
mod run;
mod table;

pub(crate) use emit::emit;

/// A rule of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyRule {
    /// The pattern.
    pub(crate) source: String,
    /// The rule as a row of a table, if it is nothing but literal text.
    pub(crate) row: Option<Row>,
    pub(crate) action: Action,
    pub(crate) hosts: Vec<String>,
    /// The other conditions, as YAML: `query: { ... }`.
    pub(crate) when: Vec<String>,
    /// Each of these maps, as YAML, exempts a request that it holds for.
    pub(crate) unless: Vec<String>,
    /// Sources that the rule does not take.
    pub(crate) except: Vec<String>,
    pub(crate) traits: Traits,
    /// True if a name is bound that the destination does not use.
    pub(crate) unused: bool,
}

impl PolicyRule {
    /// Returns true if a client keeps the answer for ever, though it depends on what the site has.
    fn is_permanent_after_site(&self) -> bool {
        let permanent = matches!(
            self.action,
            Action::Redirect {
                status: 301 | 308,
                ..
            }
        );
        permanent && self.traits.after_site
    }

    /// Returns true if an earlier rule with the same source and conditions takes all requests of this one.
    pub(crate) fn is_hidden_by(&self, earlier: &Self) -> bool {
        self.source == earlier.source
            && self.hosts == earlier.hosts
            && self.when == earlier.when
            && self.unless == earlier.unless
            && self.except == earlier.except
            && self.traits.after_site == earlier.traits.after_site
            && self.traits.fold_case == earlier.traits.fold_case
            && self.row.as_ref().map(|row| &row.source)
                == earlier.row.as_ref().map(|row| &row.source)
    }

    /// The source up to its first part that varies, in lower case.
    pub(crate) fn literal_prefix(&self) -> String {
        let mut prefix = String::new();
        let mut rest = self.source.chars();
        while let Some(c) = rest.next() {
            match c {
                ':' | '*' | '(' => break,
                '\\' => prefix.extend(rest.next()),
                c => prefix.push(c),
            }
        }
        prefix.make_ascii_lowercase();
        prefix
    }

    /// Returns true if some request could be taken by both: one's literal beginning begins the other's.
    pub(crate) fn may_overlap(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.literal_prefix(), other.literal_prefix());
        mine.starts_with(theirs.trim_end_matches('/'))
            || theirs.starts_with(mine.trim_end_matches('/'))
    }
}

/// A rule's action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Redirect { status: u16, destination: String },
    Gone(u16),
    Stop,
}

/// The literal columns of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Path and query.
    pub(crate) source: String,
    /// The path alone.
    pub(crate) path: String,
    pub(crate) destination: String,
}

/// The fate of the request's query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Query {
    /// Handed on, but for the keys that the rule asks for.
    #[default]
    Keep,
    /// Handed on as it is.
    KeepAll,
    Drop,
}

impl Query {
    /// The value of `query` in a rule.
    pub(crate) fn written(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::KeepAll => "{ keep: [\"*\"] }",
            Self::Drop => "drop",
        }
    }
}

/// Properties that all rows of a table must share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    pub(crate) fold_case: bool,
    /// Asked only when the site has answered 404.
    pub(crate) after_site: bool,
    pub(crate) query: Query,
    pub(crate) optional_slash: bool,
}
