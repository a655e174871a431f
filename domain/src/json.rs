//! Reads the JSON of the server and of a device's own storage in the browser. The text becomes a [`Json`] tree once, and
//! every type is filled from the tree: the code that a type adds is a tenth of what a reader of text adds to it
//! (docs/decisions/0006). It takes what our own server writes: structs are objects, `Option`s that may be left out have a
//! default, and numbers are whole, because nothing here is a float. What it refuses it does not explain; the server reads
//! with `serde_json`, and does.

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};
use serde::{Serialize, Serializer, forward_to_deserialize_any};
use std::fmt::{self, Display, Formatter};
use std::vec::IntoIter;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// It is not what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("unreadable JSON")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Deeper than anything we write; a guard against text that is made to exhaust the stack.
const MAX_DEPTH: usize = 64;

/// The JSON of a type that always has one. Two things are the same when their texts are: comparing texts takes a tenth of the
/// code that comparing every field of every type does.
#[must_use]
pub fn to_text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub fn from_str<T: de::DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(Json::parse(text)?)
}

impl Json {
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut reader = Reader { rest: text };
        let value = reader.value(MAX_DEPTH)?;
        reader.skip_space();
        if reader.rest.is_empty() { Ok(value) } else { Err(Unreadable) }
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Object(fields) => fields.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn set(&mut self, name: String, value: Self) {
        if let Some(known) = self.get_mut(&name) {
            *known = value;
        } else if let Self::Object(fields) = self {
            fields.push((name, value));
        }
    }
}

// ---------- text to tree ----------

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// The next sign after spaces, if it is `sign`.
    fn takes(&mut self, sign: char) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, sign: char) -> Result<(), Unreadable> {
        if self.takes(sign) { Ok(()) } else { Err(Unreadable) }
    }

    fn value(&mut self, depth: usize) -> Result<Json, Unreadable> {
        let depth = depth.checked_sub(1).ok_or(Unreadable)?;
        if self.takes('"') {
            return self.text().map(Json::Text);
        }
        if self.takes('{') {
            let mut fields = Vec::new();
            self.list('}', |reader| {
                reader.expect('"')?;
                let name = reader.text()?;
                reader.expect(':')?;
                fields.push((name, reader.value(depth)?));
                Ok(())
            })?;
            return Ok(Json::Object(fields));
        }
        if self.takes('[') {
            let mut values = Vec::new();
            self.list(']', |reader| {
                values.push(reader.value(depth)?);
                Ok(())
            })?;
            return Ok(Json::List(values));
        }
        let is_end = |sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '-' | '+' | '.');
        let (word, rest) = self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
        self.rest = rest;
        match word {
            "null" => Ok(Json::Null),
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            number => number.parse().map(Json::Number).map_err(|_| Unreadable),
        }
    }

    /// What stands between brackets, parted by commas.
    fn list(&mut self, end: char, mut read: impl FnMut(&mut Self) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
        if self.takes(end) {
            return Ok(());
        }
        loop {
            read(self)?;
            if !self.takes(',') {
                return self.expect(end);
            }
        }
    }

    /// The rest of a text whose first quotation mark was read.
    fn text(&mut self) -> Result<String, Unreadable> {
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\']).ok_or(Unreadable)?;
            let (plain, rest) = self.rest.split_at(end);
            text.push_str(plain);
            let mut signs = rest.chars();
            if signs.next() == Some('"') {
                self.rest = signs.as_str();
                return Ok(text);
            }
            let escaped = signs.next().ok_or(Unreadable)?;
            self.rest = signs.as_str();
            text.push(match escaped {
                '"' | '\\' | '/' => escaped,
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => self.coded()?,
                _ => return Err(Unreadable),
            });
        }
    }

    /// The sign after `\u`; signs beyond the first 65,536 are written as two halves.
    fn coded(&mut self) -> Result<char, Unreadable> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first).ok_or(Unreadable);
        }
        self.rest = self.rest.strip_prefix("\\u").ok_or(Unreadable)?;
        let second = self.four_digits()?.checked_sub(0xDC00).filter(|half| *half < 0x400).ok_or(Unreadable)?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second).ok_or(Unreadable)
    }

    fn four_digits(&mut self) -> Result<u32, Unreadable> {
        let (digits, rest) = self.rest.split_at_checked(4).ok_or(Unreadable)?;
        self.rest = rest;
        u32::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }
}

// ---------- tree to types ----------

impl Json {
    fn into_struct<'de, V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self {
            Self::Object(values) => visitor.visit_seq(Fields { names: fields.iter(), values }),
            _ => Err(Unreadable),
        }
    }

    fn into_list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Self::List(values) => visitor.visit_seq(Values(values.into_iter())),
            _ => Err(Unreadable),
        }
    }

    fn into_map<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Self::Object(fields) => visitor.visit_map(Entries { fields: fields.into_iter(), value: None }),
            _ => Err(Unreadable),
        }
    }

    fn into_number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Self::Number(number) => visitor.visit_i64(number),
            _ => Err(Unreadable),
        }
    }

    fn into_text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Self::Text(text) => visitor.visit_string(text),
            _ => Err(Unreadable),
        }
    }
}

/// Methods that read the same kind of value.
macro_rules! read_as {
    ($($read:ident: $($method:ident)*;)*) => {
        $($(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.$read(visitor)
        })*)*
    };
}

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    read_as! {
        into_number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64;
        into_text: deserialize_char deserialize_str deserialize_string deserialize_identifier;
        into_list: deserialize_seq;
        into_map: deserialize_map;
    }

    forward_to_deserialize_any! { f32 f64 bytes byte_buf unit_struct ignored_any }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Number(_) => self.into_number(visitor),
            Self::Text(_) => self.into_text(visitor),
            Self::List(_) => self.into_list(visitor),
            Self::Object(_) => self.into_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if let Self::Bool(value) = self { visitor.visit_bool(value) } else { Err(Unreadable) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self == Self::Null { visitor.visit_unit() } else { Err(Unreadable) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self == Self::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.into_list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.into_list(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.into_struct(fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(Variant::of(self)?)
    }
}

/// The fields of an object in the order in which the struct names them. One that is left out has its default.
struct Fields {
    names: std::slice::Iter<'static, &'static str>,
    values: Vec<(String, Json)>,
}

impl Fields {
    fn next(&mut self) -> Option<Json> {
        let name = self.names.next()?;
        let index = self.values.iter().position(|(known, _)| known == name)?;
        Some(self.values.swap_remove(index).1)
    }
}

impl<'de> de::SeqAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.next().map(|value| seed.deserialize(value)).transpose()
    }
}

struct Values(IntoIter<Json>);

impl<'de> de::SeqAccess<'de> for Values {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.0.next().map(|value| seed.deserialize(value)).transpose()
    }
}

struct Entries {
    fields: IntoIter<(String, Json)>,
    value: Option<Json>,
}

impl<'de> de::MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((name, value)) = self.fields.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Json::Text(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(self.value.take().ok_or(Unreadable)?)
    }
}

/// `"name"` or `{"name": content}`.
struct Variant {
    name: String,
    content: Json,
}

impl Variant {
    fn of(value: Json) -> Result<Self, Unreadable> {
        match value {
            Json::Text(name) => Ok(Self { name, content: Json::Null }),
            Json::Object(fields) => {
                let mut fields = fields.into_iter();
                match (fields.next(), fields.next()) {
                    (Some((name, content)), None) => Ok(Self { name, content }),
                    _ => Err(Unreadable),
                }
            }
            _ => Err(Unreadable),
        }
    }
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Json;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Json), Unreadable> {
        let name = Json::Text(self.name);
        Ok((seed.deserialize(name)?, self.content))
    }
}

impl<'de> de::VariantAccess<'de> for Json {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self == Self::Null { Ok(()) } else { Err(Unreadable) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.into_list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.into_struct(fields, visitor)
    }
}

// ---------- tree to text ----------

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => serializer.serialize_i64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(fields) => serializer.collect_map(fields.iter().map(|(name, value)| (name, value))),
        }
    }
}
