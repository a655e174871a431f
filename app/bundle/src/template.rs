//! Scripts in the public folder name other files of the site as `{{shop.js}}`; here the names become
//! addresses. Two more: `{{build}}`, the version of the client, and `{{precache}}`, the addresses to
//! keep for a start without network, separated by spaces.

use crate::error::BundleError;
use std::collections::BTreeMap;

pub fn fill(file: &str, template: &str, values: &BTreeMap<String, String>) -> Result<String, BundleError> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, following)) = after.split_once("}}") else {
            break;
        };
        let value = values
            .get(name)
            .ok_or_else(|| BundleError::UnknownPlaceholder { file: file.to_owned(), name: name.to_owned() })?;
        filled.push_str(before);
        filled.push_str(value);
        rest = following;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// A script without the lines that only people read: each of its comments stands on lines of its own.
pub fn without_comments(script: &str) -> String {
    let is_read = |line: &&str| {
        let line = line.trim();
        !(line.is_empty() || line.starts_with("//") || (line.starts_with("/**") && line.ends_with("*/")))
    };
    script.lines().filter(is_read).fold(String::with_capacity(script.len()), |mut kept, line| {
        kept.push_str(line);
        kept.push('\n');
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_at_home() {
        let script = "// Why.\n\n/** What. */\nconst a = 1; // kept\n  // More.\n  b(\"//c\");\n";
        assert_eq!(without_comments(script), "const a = 1; // kept\n  b(\"//c\");\n");
    }

    fn values() -> BTreeMap<String, String> {
        BTreeMap::from([("shop.js".to_owned(), "/pkg/shop.01.js".to_owned())])
    }

    #[test]
    fn names_become_addresses() {
        let filled = fill("start.js", r#"import("{{shop.js}}"); {}"#, &values()).unwrap();
        assert_eq!(filled, r#"import("/pkg/shop.01.js"); {}"#);
    }

    #[test]
    fn an_unknown_name_is_reported_with_its_file() {
        let error = fill("start.js", "{{ap.js}}", &values()).unwrap_err();
        assert_eq!(error.to_string(), "start.js contains {{ap.js}}, and no file of the site has that name");
    }
}
