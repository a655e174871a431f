//! What can be written as the value of an attribute. `None` and `false` leave the attribute out.

use std::borrow::Cow;

pub trait Value {
    fn text(self) -> Option<Cow<'static, str>>;
}

impl Value for &str {
    fn text(self) -> Option<Cow<'static, str>> {
        Some(self.to_owned().into())
    }
}

impl Value for String {
    fn text(self) -> Option<Cow<'static, str>> {
        Some(self.into())
    }
}

impl Value for &String {
    fn text(self) -> Option<Cow<'static, str>> {
        Some(self.clone().into())
    }
}

impl Value for bool {
    fn text(self) -> Option<Cow<'static, str>> {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<V: Value> Value for Option<V> {
    fn text(self) -> Option<Cow<'static, str>> {
        self.and_then(Value::text)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Value for $number {
            fn text(self) -> Option<Cow<'static, str>> {
                Some(self.to_string().into())
            }
        })*
    };
}

numbers!(u16, u32, u64, usize, i32, i64);

/// What can be written after `class=` and, as a name with a condition, after `class:`.
pub trait Class {
    fn names(self) -> Option<Cow<'static, str>>;
}

impl<V: Value> Class for V {
    fn names(self) -> Option<Cow<'static, str>> {
        self.text()
    }
}

impl Class for (&'static str, bool) {
    fn names(self) -> Option<Cow<'static, str>> {
        self.1.then_some(Cow::Borrowed(self.0))
    }
}
