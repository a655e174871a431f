//! SQL is written once: every statement is understood by both databases, and both have the same tables.

use super::world::World;
use crate::store::statement::Shape;
use crate::store::{Store, all_statements, migrate};

super::on_both_databases!(every_statement_prepares_on_both, migrating_again_changes_nothing,);

async fn every_statement_prepares_on_both(world: &World) {
    let statements = all_statements();
    assert!(statements.len() > 50, "only {} statements are registered", statements.len());
    let mut tx = world.store.inner.db.single().await.unwrap();
    for (file, statement) in statements {
        let shapes = if statement.sql.contains("{list}") {
            let fixed = (1..9).rev().find(|number| statement.sql.contains(&format!("${number}"))).unwrap_or(0);
            vec![Shape::List { fixed, count: 1 }, Shape::List { fixed, count: 4 }]
        } else if statement.sql.contains("{rows}") {
            let columns = statement.columns();
            vec![Shape::Rows { columns, count: 1 }, Shape::Rows { columns, count: 3 }]
        } else {
            vec![Shape::Plain]
        };
        for shape in shapes {
            let prepared = tx.prepare(statement, shape).await;
            assert!(prepared.is_ok(), "{file}: {} {shape:?}: {}", statement.name, prepared.unwrap_err());
        }
    }
}

async fn migrating_again_changes_nothing(world: &World) {
    assert_eq!(world.store.migrate().await.unwrap(), Vec::<String>::new());
    let again = Store::open(&world.url).await.unwrap();
    assert_eq!(again.migrate().await.unwrap(), Vec::<String>::new());
    again.close().await;
}

#[test]
fn both_databases_have_the_same_tables() {
    let sqlite = include_str!("../migrations/sqlite/0001_shop.sql");
    let postgres = include_str!("../migrations/postgres/0001_shop.sql");
    let types = [("UUID", "BLOB"), ("BYTEA", "BLOB"), ("JSONB", "TEXT"), ("BIGINT", "INTEGER"), ("BOOLEAN", "INTEGER")];
    let plain = |sql: &str| -> Vec<String> {
        let code = sql.lines().filter(|line| !line.trim_start().starts_with("--") && !line.trim().is_empty());
        code.map(|line| {
            let line = if line.starts_with(')') { ");".to_owned() } else { line.to_owned() };
            types
                .iter()
                .fold(line, |line, (postgres, sqlite)| line.replace(&format!(" {postgres}"), &format!(" {sqlite}")))
        })
        .collect()
    };
    assert_eq!(plain(postgres), plain(sqlite));
}

#[test]
fn both_databases_have_the_same_migrations() {
    let folder = |database: &str| -> Vec<String> {
        let path = format!("{}/src/store/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<String> = std::fs::read_dir(path)
            .unwrap()
            .map(|file| file.unwrap().file_name().to_str().unwrap().trim_end_matches(".sql").to_owned())
            .collect();
        names.sort();
        names
    };
    let names: Vec<String> = migrate::MIGRATIONS.iter().map(|migration| migration.name.to_owned()).collect();
    assert_eq!(folder("sqlite"), names);
    assert_eq!(folder("postgres"), names);
}
