//! A policy whose parts are known by their way through the document.

use redirect_policy::compile;
use redirect_policy::diagnostic::Diagnostic;
use redirect_policy::source::Sources;
use redirect_policy::yaml::{self, Node, Value};

use super::Case;

#[derive(Clone)]
pub(crate) struct Document {
    folder: String,
    files: Vec<(String, String)>,
    pub(crate) file: u32,
    pub(crate) text: String,
}

/// A step into a document: the entry of a map, or the element of a list, by its number.
pub(crate) type Way = Vec<usize>;

impl Document {
    pub(crate) fn of(case: &Case) -> Document {
        Document {
            folder: case.folder.clone(),
            files: case.files.clone(),
            file: 0,
            text: case.text.clone(),
        }
    }

    fn sources(&self) -> Sources {
        let mut sources = Sources::new(&self.folder);
        sources.insert("redirects.yml", self.text.clone());
        for (name, text) in &self.files {
            sources.insert(name, text.clone());
        }
        sources
    }

    /// The answer to a request: a location, or nothing.
    pub(crate) fn answer(&self, request: &str) -> Option<String> {
        let table = compile(&mut self.sources(), 0).table?;
        let policy = redirect_runtime::Policy::from_bytes(table).ok()?;
        policy.find(request).location().map(str::to_owned)
    }

    /// All that the compiler says.
    pub(crate) fn judge(&self) -> Vec<Diagnostic> {
        compile(&mut self.sources(), 0).diagnostics
    }

    pub(crate) fn root(&self) -> Option<Node> {
        yaml::read(&self.sources(), 0).root
    }

    /// Where the line begins that holds a byte.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    pub(crate) fn line(&self, at: usize) -> &str {
        let rest = &self.text[self.line_start(at)..];
        rest.lines().next().unwrap_or_default()
    }

    /// The ways to the maps, lists and scalars around a place, the innermost first.
    pub(crate) fn around(&self, start: u32, end: u32) -> Vec<Way> {
        let mut ways = Vec::new();
        if let Some(root) = self.root() {
            descend(&root, start, end, &mut Vec::new(), &mut ways);
        }
        ways.reverse();
        ways
    }

    pub(crate) fn node(&self, way: &[usize]) -> Option<Node> {
        let mut node = self.root()?;
        for &step in way {
            node = match node.value {
                Value::Map(mut entries) if step < entries.len() => entries.swap_remove(step).value,
                Value::List(mut nodes) if step < nodes.len() => nodes.swap_remove(step),
                _ => return None,
            };
        }
        Some(node)
    }

    /// The innermost rule around.
    pub(crate) fn rule(&self, ways: &[Way]) -> Option<Node> {
        let mut nodes = ways.iter().filter_map(|way| self.node(way));
        nodes.find(|node| node.entry("source").is_some())
    }
}

fn descend(node: &Node, start: u32, end: u32, way: &mut Way, ways: &mut Vec<Way>) {
    ways.push(way.clone());
    let inside = |from: u32, to: u32| from <= start && end <= to;
    let children: Vec<(usize, &Node)> = match &node.value {
        Value::Map(entries) => entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| inside(entry.key.span.start, entry.value.span.end))
            .map(|(step, entry)| (step, &entry.value))
            .collect(),
        Value::List(nodes) => nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| inside(node.span.start, node.span.end))
            .collect(),
        Value::Scalar(_) => Vec::new(),
    };
    if let Some((step, child)) = children.first() {
        way.push(*step);
        descend(child, start, end, way, ways);
        way.pop();
    }
}
