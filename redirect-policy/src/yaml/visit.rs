//! The visitor that makes nodes of what the YAML library hands out.

use std::collections::HashMap;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::cursor::Place;
use super::{Entry, MAX_DEPTH, Node, Pending, Reader, Scalar, Style, Value, explain, syntax};

/// Reads the value at one place.
pub(super) struct NodeVisitor<'r, 't> {
    reader: &'r mut Reader<'t>,
    place: Place,
}

impl<'r, 't> NodeVisitor<'r, 't> {
    pub(super) fn new(reader: &'r mut Reader<'t>, place: Place) -> Self {
        NodeVisitor { reader, place }
    }

    /// Keeps a scalar and fails, since only the error knows where the scalar stands.
    fn keep<E: Error>(self, text: Option<String>, style: Style) -> Result<Node, E> {
        self.reader.pending = Some(Pending(text, style));
        Err(E::custom(""))
    }

    /// Goes to the first byte of a list or map and notes one more level; none if it must not be entered: an alias,
    /// which would be expanded here, or one level too many.
    fn begin<E: Error>(&mut self) -> Result<Option<usize>, E> {
        let reader = &mut *self.reader;
        if reader.cursor.lost && reader.text().contains('&') {
            // An alias could not be told from a list or map, and might be expanded without end.
            return Err(E::custom(syntax::LOST));
        }
        reader.cursor.enter(self.place);
        if reader.cursor.is_alias() {
            reader.refuse_collection_alias()?;
            return Ok(None);
        }
        reader.properties();
        let start = reader.cursor.at;
        if reader.depth >= MAX_DEPTH {
            reader.too_deep(start);
            reader.cursor.lost = true;
            return Ok(None);
        }
        reader.depth += 1;
        Ok(Some(start))
    }

    /// A list or map that begins at `start` and has been read.
    fn finish(self, start: usize, flow: Option<u8>, value: Value) -> Node {
        if let Some(bracket) = flow {
            self.reader.cursor.close(bracket);
        }
        self.reader.depth -= 1;
        let span = self.reader.span(start, self.reader.cursor.at);
        Node { span, value }
    }

    /// The bracket to come, if the list or map is in flow style; goes into it.
    fn open(&mut self, open: u8, close: u8) -> Option<u8> {
        let flow = self.reader.cursor.peek() == Some(open);
        self.reader.cursor.at += usize::from(flow);
        flow.then_some(close)
    }
}

impl<'t> DeserializeSeed<'t> for NodeVisitor<'_, 't> {
    type Value = Node;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for NodeVisitor<'_, 't> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'t str) -> Result<Node, E> {
        let file = self.reader.text();
        let offset = (text.as_ptr() as usize).checked_sub(file.as_ptr() as usize);
        match offset.filter(|offset| *offset <= file.len()) {
            Some(offset) => Ok(self.reader.borrowed_scalar(offset, text, self.place)),
            None => self.visit_str(text),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.keep(Some(text.to_owned()), Style::Plain)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.keep(None, Style::Bool(value))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Node, E> {
        self.keep(None, Style::Number)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Node, E> {
        self.keep(None, Style::Number)
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Node, E> {
        self.keep(None, Style::Number)
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Node, E> {
        self.keep(None, Style::Number)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node, E> {
        self.keep(None, Style::Number)
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.keep(None, Style::Null)
    }

    /// A file without a document.
    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(self.reader.nothing(self.reader.cursor.at))
    }

    /// A tagged value: the tag is reported where the cursor meets it, the value read as if it had none.
    fn visit_enum<A: EnumAccess<'t>>(self, tagged: A) -> Result<Node, A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'t>>(mut self, mut list: A) -> Result<Node, A::Error> {
        let Some(start) = self.begin()? else {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(self.reader.nothing(self.reader.cursor.at));
        };
        let flow = self.open(b'[', b']');
        let mut elements = Vec::new();
        loop {
            let element = NodeVisitor::new(self.reader, Place::Element);
            match list.next_element_seed(element) {
                Ok(Some(element)) => elements.push(element),
                Ok(None) => break,
                Err(error) => elements.push(self.reader.recover(error, Place::Element)?),
            }
        }
        Ok(self.finish(start, flow, Value::List(elements)))
    }

    fn visit_map<A: MapAccess<'t>>(mut self, mut map: A) -> Result<Node, A::Error> {
        let Some(start) = self.begin()? else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(self.reader.nothing(self.reader.cursor.at));
        };
        let flow = self.open(b'{', b'}');
        let mut entries = Entries::default();
        while let Some(key) = self.key(&mut map)? {
            let merge = explain::is_merge_key(&key);
            let before = (self.reader.diagnostics.len(), self.reader.complete);
            let value = self.value(&mut map)?;
            if merge {
                // The aliases that a merge key takes go with it.
                self.reader.diagnostics.truncate(before.0);
                self.reader.complete = before.1;
            }
            self.entry(&mut entries, key, value);
        }
        Ok(self.finish(start, flow, Value::Map(entries.list)))
    }
}

impl<'t> NodeVisitor<'_, 't> {
    fn key<A: MapAccess<'t>>(&mut self, map: &mut A) -> Result<Option<Node>, A::Error> {
        let key = NodeVisitor::new(self.reader, Place::Key);
        match map.next_key_seed(key) {
            Err(error) => self.reader.recover(error, Place::Key).map(Some),
            found => found,
        }
    }

    fn value<A: MapAccess<'t>>(&mut self, map: &mut A) -> Result<Node, A::Error> {
        let value = NodeVisitor::new(self.reader, Place::Value);
        match map.next_value_seed(value) {
            Err(error) => self.reader.recover(error, Place::Value),
            found => found,
        }
    }

    /// Adds an entry, unless its key is no key of a policy.
    fn entry(&mut self, entries: &mut Entries, key: Node, value: Node) {
        let merge = explain::is_merge_key(&key);
        let refused = match key.value {
            Value::Scalar(key) if !merge => {
                match entries.place_of(&key) {
                    Some(first) => self.reader.duplicate(first, &key),
                    None => entries.push(Entry { key, value }),
                }
                return;
            }
            Value::Scalar(key) => explain::merge_key(&key),
            _ => explain::key_shape(&key),
        };
        self.reader.diagnostics.push(refused);
    }
}

/// The entries of a map so far.
#[derive(Default)]
struct Entries {
    list: Vec<Entry>,
    /// The indexes of the keys, once there are too many to look through.
    index: HashMap<String, usize>,
}

/// Up to how many entries are looked through one by one.
const FEW: usize = 16;

impl Entries {
    fn place_of(&self, key: &Scalar) -> Option<&Entry> {
        if self.list.len() <= FEW {
            return self.list.iter().find(|entry| entry.key.text == key.text);
        }
        self.list.get(*self.index.get(&key.text)?)
    }

    fn push(&mut self, entry: Entry) {
        self.list.push(entry);
        if self.list.len() > FEW {
            for at in self.index.len()..self.list.len() {
                if let Some(entry) = self.list.get(at) {
                    self.index.insert(entry.key.text.clone(), at);
                }
            }
        }
    }
}
