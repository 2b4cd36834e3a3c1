//! The lookups that a program serves, as generated code names them.

use std::collections::HashMap;
use std::rc::Rc;

use super::naming::{field, pascal_case, reserved, snake_case};
use super::{Handler, Types};
use crate::diagnostic::Diagnostic;
use crate::model::{Column, Lookup, Policy};
use crate::source::Span;

/// The methods of the generated `Lookups` itself.
const OWN_METHODS: [&str; 8] = [
    "open",
    "open_available",
    "new",
    "follow",
    "refresh",
    "status",
    "clone",
    "deref",
];

/// A lookup that the program serves.
#[derive(Clone, Debug)]
pub struct ServedLookup {
    /// As the policy declares it.
    pub lookup: Rc<Lookup>,
    /// The name of its methods, in snake case.
    pub method: String,
    /// The name of the struct of its values, in Pascal case; with `Lookup` behind it, that of the lookup itself.
    pub type_name: String,
    /// The parts of its key, in order.
    pub key: Vec<LookupField>,
    /// Its values, in order.
    pub values: Vec<LookupField>,
}

/// A part of a key, or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupField {
    /// The name in the policy.
    pub name: String,
    /// The name in Rust, in snake case.
    pub field: String,
    /// True for the kind `int`.
    pub int: bool,
    /// True if it may be empty.
    pub optional: bool,
}

/// The lookups of a policy that the program serves, in the order of the policy, and what is wrong with their names.
///
/// Lookups that are reported are left out, so that code generated from the others compiles.
pub fn served_lookups(
    policy: &Policy,
    handlers: &[Handler],
) -> (Vec<ServedLookup>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let mut lookups = Vec::new();
    let mut methods: HashMap<String, (String, Span)> = HashMap::new();
    let mut types = Types::of_lookups(handlers);
    for lookup in policy.lookups.iter().filter(|lookup| lookup.is_served()) {
        let name = &lookup.name;
        let method = snake_case(&name.value);
        let mut fault = None;
        if reserved(&method) || OWN_METHODS.contains(&method.as_str()) {
            fault = Some(bad_name(&name.value, &method, name.span));
        } else if let Some((other, first)) = methods.get(&method) {
            let message = format!(
                "the lookups `{other}` and `{}` would both need the method `{method}`",
                name.value
            );
            fault = Some(
                Diagnostic::error("name-collision", name.span, message)
                    .label("the second")
                    .related(*first, "the first")
                    .help(format!(
                        "give it another name, such as `{}Again`",
                        name.value
                    )),
            );
        }
        let type_name = pascal_case(&name.value);
        fault = fault.or_else(|| types.claim_lookup(&name.value, &type_name, name.span));
        let key = fields(&lookup.key, &mut fault);
        let values = fields(&lookup.values, &mut fault);
        match fault {
            Some(fault) => faults.push(fault),
            None => {
                methods.insert(method.clone(), (name.value.clone(), name.span));
                lookups.push(ServedLookup {
                    lookup: Rc::clone(lookup),
                    method,
                    type_name,
                    key,
                    values,
                });
            }
        }
    }
    (lookups, faults)
}

fn bad_name(name: &str, method: &str, span: Span) -> Diagnostic {
    let message = format!("the lookup `{name}` would need the method `{method}`, which is taken");
    Diagnostic::error("bad-lookup-name", span, message)
        .help(format!("give it another name, such as `{name}Rows`"))
}

/// Columns as fields of Rust; the first that cannot be one is the fault, unless there is one already.
fn fields(columns: &[Column], fault: &mut Option<Diagnostic>) -> Vec<LookupField> {
    let mut fields: Vec<LookupField> = Vec::new();
    for column in columns {
        let name = &column.name.value;
        let own = field(name);
        let other = fields.iter().find(|known| known.field == own);
        let message = match other {
            None if !reserved(&own) => None,
            None => Some(format!(
                "no field of Rust can be named `{own}`, as the column `{name}` asks"
            )),
            Some(other) => Some(format!(
                "`{}` and `{name}` would both become the field `{own}`",
                other.name
            )),
        };
        if let Some(message) = message {
            fault.get_or_insert_with(|| {
                Diagnostic::error("name-collision", column.name.span, message)
                    .help(format!("give it another name, such as `{name}2`"))
            });
            continue;
        }
        fields.push(LookupField {
            name: name.clone(),
            field: own,
            int: column.kind.is_int(),
            optional: column.optional,
        });
    }
    fields
}
