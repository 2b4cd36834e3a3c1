//! Keys of the policy.

use super::coverage::COVERAGE;
use super::example::EXAMPLES;
use super::inherited::DEFAULTS;
use super::lookup::LOOKUP;
use super::{Form, Map, TEXTS, key};

/// The policy itself.
pub static POLICY: Map = Map {
    name: "the policy",
    doc: "A redirect policy: its rules are tried in the order of the file, and the first that matches wins.",
    keys: &[
        key(
            "version",
            Form::Text,
            "The version of the policy language.",
            "0.0.1",
        ),
        key(
            "rules",
            Form::Entries,
            "Rules, groups, includes and tables, tried in this order.",
            "[{ source: \"/old\", destination: \"/new\" }]",
        ),
        key(
            "hosts",
            TEXTS,
            "The site's own hosts: the proofs follow absolute URLs to them.",
            "[www.example.com]",
        ),
        key(
            "externalHosts",
            TEXTS,
            "Hosts that a handler may send to.",
            "[help.example]",
        ),
        key(
            "defaults",
            Form::Map(&DEFAULTS),
            "Keys that every rule has unless it says otherwise.",
            "{ statusCode: 308 }",
        ),
        key(
            "lints",
            Form::Levels,
            "The level of each lint: `allow`, `warn` or `deny`.",
            "{ chain: deny }",
        ),
        key(
            "examples",
            EXAMPLES,
            "Requests with the answers that they must get, asked of the compiled policy in every build.",
            "{ \"/old/1\": \"/new/1\", \"/forum\": gone }",
        ),
        key(
            "lookups",
            Form::Named(&Form::Map(&LOOKUP)),
            "Tables that give rules the names which their sources do not bind: old ids to new ones.",
            "{ regions: { key: { code: \"kr|jp\" }, values: { region: slug }, rows: { kr: korea, jp: japan } } }",
        ),
        key(
            "coverage",
            Form::Map(&COVERAGE),
            "Inventories of URLs: every old one must be answered, no live one may be redirected.",
            "{ old: old-urls.txt, live: { sitemap: sitemap.xml } }",
        ),
        key(
            "kinds",
            Form::Named(&TEXTS),
            "Choices under a name, which parameters take as their kind: `:l<locale>`.",
            "{ locale: [en, de, pt-BR] }",
        ),
    ],
    inherited: &[],
    required: &["version", "rules"],
};
