//! SQL that is written once and runs on both databases.
//!
//! Every statement has a name and is listed, so that one test can prepare all of them on both migrated databases: that is
//! what stands in for checking at compile time. Statements use `$1` placeholders and may contain three marks:
//! `{list}` becomes placeholders for as many values as there are, `{rows}` becomes `(…), (…)` for as many rows as there
//! are, and `{lock x}` locks the rows of `x` until the transaction ends (SQLite has one writer and needs no lock).

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

#[derive(Debug)]
pub struct Statement {
    pub name: &'static str,
    pub sql: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// How often `{list}` or `{rows}` is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    Plain,
    /// So many list values, after so many plain ones.
    List {
        fixed: usize,
        count: usize,
    },
    Rows {
        columns: usize,
        count: usize,
    },
}

/// Declares statements and lists them in `STATEMENTS`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* static $name: $crate::store::statement::Statement =
            $crate::store::statement::Statement { name: stringify!($name), sql: $sql };)*
        /// All of this file, for the test that prepares them.
        #[cfg(test)]
        pub(in crate::store) static STATEMENTS: &[&$crate::store::statement::Statement] = &[$(&$name,)*];
    };
}
pub(in crate::store) use statements;

/// Texts by the address of their statement, database, shape and first number.
type Made = HashMap<(usize, Dialect, Shape, usize), Arc<str>>;

/// Texts that were made before, so that the drivers find their prepared statements again.
static MADE: LazyLock<RwLock<Made>> = LazyLock::new(RwLock::default);

impl Statement {
    /// The text for one database and so many values, which are numbered after `before` others.
    pub fn text(&'static self, dialect: Dialect, shape: Shape, before: usize) -> Arc<str> {
        let key = (std::ptr::from_ref(self).addr(), dialect, shape, before);
        if let Some(text) = MADE.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(text);
        }
        let text: Arc<str> = renumbered(&self.make(dialect, shape), before).into();
        MADE.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&text));
        text
    }

    fn make(&self, dialect: Dialect, shape: Shape) -> String {
        let sql = with_locks(self.sql, dialect);
        match shape {
            Shape::Plain => sql,
            Shape::List { fixed, count } => sql.replace("{list}", &placeholders(fixed, count)),
            Shape::Rows { columns, count } => {
                let rows: Vec<String> =
                    (0..count).map(|row| format!("({})", placeholders(row * columns, columns))).collect();
                sql.replace("{rows}", &rows.join(", "))
            }
        }
    }

    /// The number of columns between the first parentheses: those that `{rows}` must have.
    #[cfg(test)]
    pub fn columns(&self) -> usize {
        let list = self.sql.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(list, _)| list);
        list.split(',').count()
    }
}

fn placeholders(after: usize, count: usize) -> String {
    (1..=count).fold(String::new(), |mut text, index| {
        let comma = if index > 1 { ", " } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(text, "{comma}${}", after + index);
        text
    })
}

/// `$1` becomes `$4` when three values go before.
fn renumbered(sql: &str, before: usize) -> String {
    if before == 0 {
        return sql.to_owned();
    }
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(digits);
        let _ = match number.parse::<usize>() {
            Ok(number) => write!(text, "${}{rest}", number + before),
            Err(_) => write!(text, "${part}"),
        };
    }
    text
}

fn with_locks(sql: &str, dialect: Dialect) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once("{lock ") {
        let (table, end) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        if dialect == Dialect::Postgres {
            text.push_str("FOR NO KEY UPDATE OF ");
            text.push_str(table);
        }
        rest = end;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_rows_are_numbered_after_the_plain_values() {
        static LIST: Statement = Statement { name: "LIST", sql: "SELECT a FROM t WHERE b = $1 AND c IN ({list})" };
        let shape = Shape::List { fixed: 1, count: 3 };
        assert_eq!(&*LIST.text(Dialect::Sqlite, shape, 0), "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3, $4)");
        static ROWS: Statement = Statement { name: "ROWS", sql: "INSERT INTO t (a, b) VALUES {rows}" };
        let shape = Shape::Rows { columns: 2, count: 2 };
        assert_eq!(&*ROWS.text(Dialect::Sqlite, shape, 0), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(&*ROWS.text(Dialect::Sqlite, shape, 10), "INSERT INTO t (a, b) VALUES ($11, $12), ($13, $14)");
        assert_eq!(ROWS.columns(), 2);
    }

    #[test]
    fn only_postgresql_needs_to_lock() {
        static LOCK: Statement = Statement { name: "LOCK", sql: "SELECT a FROM t h WHERE b = $1 {lock h}" };
        assert_eq!(&*LOCK.text(Dialect::Sqlite, Shape::Plain, 0), "SELECT a FROM t h WHERE b = $1 ");
        assert_eq!(
            &*LOCK.text(Dialect::Postgres, Shape::Plain, 0),
            "SELECT a FROM t h WHERE b = $1 FOR NO KEY UPDATE OF h"
        );
    }
}
