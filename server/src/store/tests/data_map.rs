//! `docs/privacy.md` names every table and column: what is not in it would be kept without anyone knowing why.

use super::world::World;
use crate::store::statement::{Dialect, Statement};
use std::collections::BTreeSet;

super::on_both_databases!(the_data_map_names_every_table_and_column);

static OF_SQLITE: Statement = Statement {
    name: "OF_SQLITE",
    sql: "SELECT m.name AS held, c.name AS part FROM sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
};
static OF_POSTGRES: Statement = Statement {
    name: "OF_POSTGRES",
    sql: "SELECT CAST(table_name AS TEXT) AS held, CAST(column_name AS TEXT) AS part FROM information_schema.columns
        WHERE table_schema = current_schema()",
};

/// The names between back quotes.
fn named(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Every table with its columns, as the map says; a column that stands twice fails.
fn mapped(page: &str) -> BTreeSet<(String, String)> {
    let mut mapped = BTreeSet::new();
    for part in page.split("\n## ").filter(|part| part.starts_with("The data map")) {
        for row in part.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let table = named(cells[1])[0];
            if part.starts_with("The data map: about people") {
                assert!(
                    cells.len() == 8 && cells[3..7].iter().all(|cell| !cell.is_empty()),
                    "{table}: a cell is empty"
                );
            }
            for column in named(cells[2]) {
                assert!(mapped.insert((table.to_owned(), column.to_owned())), "{table}.{column} stands twice");
            }
        }
    }
    mapped
}

async fn the_data_map_names_every_table_and_column(world: &World) {
    let mapped = mapped(include_str!("../../../../docs/privacy.md"));
    let mut tx = world.store.inner.db.single().await.unwrap();
    let statement = if tx.dialect() == Dialect::Sqlite { &OF_SQLITE } else { &OF_POSTGRES };
    let rows = tx.fetch(statement, vec![]).await.unwrap();
    let kept: BTreeSet<(String, String)> =
        rows.iter().map(|row| (row.text("held").unwrap(), row.text("part").unwrap())).collect();
    assert!(kept.len() > 100, "only {} columns were found", kept.len());
    let missing: Vec<_> = kept.difference(&mapped).collect();
    let gone: Vec<_> = mapped.difference(&kept).collect();
    assert!(missing.is_empty(), "docs/privacy.md does not name {missing:?}");
    assert!(gone.is_empty(), "docs/privacy.md names what is not kept: {gone:?}");
}

#[test]
fn the_map_is_read_as_it_is_written() {
    let page = "x\n## The data map: about nobody\n| table | columns |\n| --- | --- |\n| `home` | `id` `code` |\n## Y\n| `no` | `no` |";
    let expected = [("home", "code"), ("home", "id")].map(|(table, column)| (table.to_owned(), column.to_owned()));
    assert_eq!(mapped(page), BTreeSet::from(expected));
}
