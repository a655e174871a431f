//! The head of a table.

use leptos::prelude::*;

/// The name of a column, and whether it holds numbers, which stand to the right.
pub enum Named {
    Text(String),
    Number(String),
}

pub fn head(columns: Vec<Named>) -> AnyView {
    let cells: Vec<_> = columns
        .into_iter()
        .map(|column| {
            let (name, class) = match column {
                Named::Text(name) => (name, None),
                Named::Number(name) => (name, Some("num")),
            };
            view! {
                <th scope="col" class=class>
                    {name}
                </th>
            }
        })
        .collect();
    view! {
        <thead>
            <tr>{cells}</tr>
        </thead>
    }
    .into_any()
}
