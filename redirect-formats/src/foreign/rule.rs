//! A rule as another system writes it, before anything is made of it.

/// The notation of a rule's source, and with it the references of its destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Literal text.
    Exact,
    /// Literal text, but for the `(*name)` of Rails' router, which such tables contain unmarked.
    Rails,
    /// Netlify's `_redirects`: `:name`, `*`, `:splat`.
    Netlify,
    /// Cloudflare's `_redirects`: `:name`, `*`, `:splat`, matched against the path as it was sent.
    Cloudflare,
    /// Next.js (path-to-regexp 6): `:name`, `:name*`, `(regex)`.
    Next,
    /// Vercel: sources as in Next.js, destinations with `:name` and `$1`, where what is absent leaves its slash.
    Vercel,
    /// Firebase Hosting's globs (extglob) with `:name`.
    FirebaseGlob,
    /// Firebase Hosting's sources whose destination has names (path-to-regexp 1).
    FirebaseRoute,
    /// Firebase Hosting's regular expressions (RE2), referred to as `:1` and `:name`.
    FirebaseRegex,
    /// AWS Amplify: `<*>`, `<name>`, `</regex/>`.
    Amplify,
    /// A regular expression that finds its match anywhere unless anchored (nginx `~`, Ghost), referred to as `$1`.
    Regex,
    /// A regular expression that finds its match at the start of the path (GitLab's `comp_op: ~`).
    StartRegex,
    /// A regular expression over the whole path without its first slash, referred to as `{name}`.
    WholeRegex,
    /// Literal text (nginx locations with `=`), with nginx's variables in the destination.
    NginxExact,
    /// A prefix of the path (nginx locations without `=` and `~`).
    Prefix,
}

/// A system's decision between several rules that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precedence {
    /// A directive of a server that comes before all locations.
    First,
    /// An exact rule that is tried before all others.
    Exact,
    /// A prefix or a host that is tried next; the longest first.
    Strong,
    /// In the order of the file.
    Listed,
    /// Tried last; the longest first.
    Weak,
}

/// A condition beside the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// The host is one of these (`*.example.com` is any subdomain).
    Host(Vec<String>),
    /// A key of the query: its value as text of a source (see `value`), or only its presence.
    Query(String, Value),
    /// A header field.
    Header(String, Value),
    /// A cookie.
    Cookie(String, Value),
    /// The client prefers one of these languages.
    Language(Vec<String>),
    /// The scheme of the request, `http` or `https`.
    Scheme(String),
    /// A condition that the language has no word for, as it was written.
    Unknown(String),
}

/// The demand on the value of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Present, whatever it is.
    Present,
    /// Present, and not empty.
    Some,
    /// This text.
    Literal(String),
    /// Bound to this name.
    Bound(String),
    /// A regular expression over the whole value.
    Regex(String),
}

/// A rule's action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// A status code.
    Code(u16),
    /// The site answers, and no later rule is tried.
    Stop,
    /// Something else, as it was written.
    Other(String),
}

/// A rule of another system.
#[derive(Clone, Debug)]
pub(crate) struct ForeignRule {
    /// The source as written.
    pub(crate) source: String,
    /// The destination as written.
    pub(crate) destination: Option<String>,
    /// The rule's answer.
    pub(crate) status: Status,
    /// The notation of source and destination.
    pub(crate) syntax: Syntax,
    /// When the system tries the rule.
    pub(crate) precedence: Precedence,
    /// All of these must hold.
    pub(crate) when: Vec<Condition>,
    /// None of these may hold.
    pub(crate) unless: Vec<Condition>,
    /// Sources that the rule does not take, as the policy writes them.
    pub(crate) except: Vec<String>,
    /// True if the system answers with a file that exists before it tries the rule.
    pub(crate) after_site: bool,
    /// True if letters match in either case.
    pub(crate) fold_case: bool,
    /// True if the system drops the request's query.
    pub(crate) drop_query: bool,
    /// True if the system hands on the keys of the query, too, that the rule asks for.
    pub(crate) keep_used: bool,
    /// True if the system takes `/a` and `/a/` for the same.
    pub(crate) optional_slash: bool,
    /// The file that the rule comes from.
    pub(crate) file: String,
    /// Its line there, from 1; 0 where the format has no lines.
    pub(crate) line: u64,
    /// The rule as written, for the report.
    pub(crate) raw: String,
    /// Parts beside the rule that were not read.
    pub(crate) notes: Vec<String>,
}

impl ForeignRule {
    /// A permanent rule in file order without conditions; what most rules are.
    pub(crate) fn new(source: &str, destination: Option<&str>, syntax: Syntax) -> Self {
        Self {
            source: source.to_owned(),
            destination: destination.map(str::to_owned),
            status: Status::Code(301),
            syntax,
            precedence: Precedence::Listed,
            when: Vec::new(),
            unless: Vec::new(),
            except: Vec::new(),
            after_site: false,
            fold_case: false,
            drop_query: false,
            keep_used: false,
            optional_slash: syntax == Syntax::Netlify,
            file: String::new(),
            line: 0,
            raw: format!("{source} {}", destination.unwrap_or_default())
                .trim_end()
                .to_owned(),
            notes: Vec::new(),
        }
    }
}
