//! Policy to table: the last stage, which writes what the runtime reads.
//!
//! Four passes over one set of sections:
//!
//! 1. `plan` finds for each rule the variants of its source, and what is certain of its location;
//! 2. `index` gathers all sources, and writes what finds rules by path;
//! 3. `rules` writes the record of each rule, and the texts of the policy;
//! 4. `sections` puts header and sections together.

mod blob;
mod certain;
mod dot_segments;
mod encoded;
mod index;
mod locators;
mod names;
mod plan;
mod rules;
mod sections;
mod self_redirect;
mod token;
mod variants;

use crate::model::Policy;
use crate::source::Sources;
use blob::number;
use index::Index;
use plan::{Known, Plan};
use sections::Sections;

/// Writes a policy as a table; `None` if it would be larger than two gigabytes, where offsets end.
pub fn lower(policy: &Policy, sources: &Sources) -> Option<Vec<u8>> {
    let mut sections = Sections::default();
    let mut index = Index::default();
    let mut known = Vec::with_capacity(policy.rules.len());
    for (at, rule) in policy.rules.iter().enumerate() {
        // Dropped again at once: the variants of all rules together could take much room.
        let plan = Plan::of(rule);
        let names = sections
            .names
            .write(rule, &plan.variants, &mut sections.blob);
        index.add(number(at), rule, &plan, &names.of_variants);
        known.push(Known {
            certainty: plan.certainty,
            names: names.of_rule,
            record: None,
        });
    }
    index.write(&policy.rules, &mut known, &mut sections)?;
    let texts_at = rules::write(policy, sources, &known, &mut sections);
    sections.assemble(policy.rules.len(), texts_at)
}
