//! Rules that could not be said, and those that were said otherwise than they stood.

use serde_json::json;

/// Why a rule, or a nuance of it, was not taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// A stable name, for counting.
    pub code: &'static str,
    /// The reason in plain words.
    pub text: String,
}

impl Reason {
    pub(crate) fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
        }
    }

    /// The reason, which holds for a whole table, as one line of JSON.
    pub(crate) fn to_json(&self) -> String {
        json!({ "outcome": "note", "code": self.code, "reason": self.text }).to_string()
    }

    /// The reason as a remark on a rule.
    pub(crate) fn of(self, file: &str, line: u64, rule: &str) -> Remark {
        Remark {
            file: file.to_owned(),
            line,
            rule: rule.to_owned(),
            reason: self,
        }
    }
}

/// A remark on one rule of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The file of the rule.
    pub file: String,
    /// Its line, from 1; 0 where the format has none.
    pub line: u64,
    /// The rule as written.
    pub rule: String,
    /// The reason.
    pub reason: Reason,
}

impl Remark {
    /// The remark as one line of JSON; `outcome` is `refused` or `approximated`.
    pub fn to_json(&self, outcome: &str) -> String {
        json!({
            "outcome": outcome,
            "file": self.file,
            "line": self.line,
            "rule": self.rule,
            "code": self.reason.code,
            "reason": self.reason.text,
        })
        .to_string()
    }

    /// The remark as two lines of a comment.
    pub(crate) fn lines(&self) -> [String; 2] {
        let plain = |text: &str| {
            let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
            plain.collect::<String>()
        };
        let rule: String = self.rule.chars().take(300).collect();
        let reason = format!(
            "{}:{}: {}: {}",
            self.file, self.line, self.reason.code, self.reason.text
        );
        [plain(&reason), format!("  {}", plain(&rule))]
    }
}
