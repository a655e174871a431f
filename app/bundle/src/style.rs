//! One style sheet out of `style/`. Its order is written in `style/main.css`, as plain `@import`s.
//! Addresses in `url(…)` are looked up in the public folder and replaced by the hashed ones.

use crate::error::{BundleError, read_text};
use lightningcss::{
    dependencies::{Dependency, DependencyOptions},
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions, StyleSheet},
};
use std::{collections::BTreeMap, path::Path};

/// `addresses`: from the name in the public folder (`fonts/regular.woff2`) to the address in the site.
pub fn sheet(folder: &Path, main: &str, addresses: &BTreeMap<String, String>) -> Result<String, BundleError> {
    let source = read_text(&folder.join(main))?;
    let (own, imports) = minified(main, &source, addresses)?;
    let mut whole = own;
    for import in imports {
        whole.push_str(&sheet(folder, &import, addresses)?);
    }
    Ok(whole)
}

/// The sheet without its imports, and what it imports, in order.
fn minified(
    name: &str,
    source: &str,
    addresses: &BTreeMap<String, String>,
) -> Result<(String, Vec<String>), BundleError> {
    let invalid = |cause: String| BundleError::Style { sheet: name.to_owned(), cause };
    let options = ParserOptions { filename: name.to_owned(), ..ParserOptions::default() };
    let mut sheet = StyleSheet::parse(source, options).map_err(|error| invalid(error.to_string()))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| invalid(error.to_string()))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            analyze_dependencies: Some(DependencyOptions { remove_imports: true }),
            ..PrinterOptions::default()
        })
        .map_err(|error| invalid(error.to_string()))?;

    let mut css = printed.code;
    let mut imports = Vec::new();
    for dependency in printed.dependencies.unwrap_or_default() {
        match dependency {
            Dependency::Import(import) => {
                if import.media.is_some() || import.supports.is_some() {
                    return Err(BundleError::ConditionalImport { sheet: name.to_owned(), url: import.url });
                }
                imports.push(import.url.trim_start_matches("./").to_owned());
            }
            Dependency::Url(url) => {
                let address = address_of(name, &url.url, addresses)?;
                css = css.replace(&url.placeholder, &address);
            }
        }
    }
    Ok((css, imports))
}

fn address_of(sheet: &str, url: &str, addresses: &BTreeMap<String, String>) -> Result<String, BundleError> {
    // A reference into the page itself, such as the gradient of the water, or a picture written out.
    if url.starts_with('#') || url.starts_with("data:") {
        return Ok(url.to_owned());
    }
    let mut name = url;
    while let Some(rest) = ["../", "./", "/"].iter().find_map(|prefix| name.strip_prefix(prefix)) {
        name = rest;
    }
    addresses.get(name).cloned().ok_or_else(|| BundleError::UnknownUrl { sheet: sheet.to_owned(), url: url.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses() -> BTreeMap<String, String> {
        BTreeMap::from([("fonts/regular.woff2".to_owned(), "/pkg/regular.0123.woff2".to_owned())])
    }

    #[test]
    fn a_font_gets_its_hashed_address() {
        for written in ["fonts/regular.woff2", "../fonts/regular.woff2", "/fonts/regular.woff2"] {
            let source = format!(r#"@font-face {{ font-family: "A"; src: url("{written}") format("woff2"); }}"#);
            let (css, _) = minified("base.css", &source, &addresses()).unwrap();
            assert!(css.contains("/pkg/regular.0123.woff2"), "{css}");
            assert!(!css.contains("fonts/"), "{css}");
        }
    }

    #[test]
    fn a_missing_font_is_named() {
        let error = minified("base.css", "a { background: url(no.png) }", &addresses()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the style sheet base.css asks for no.png, and the public folder has no such file"
        );
    }

    #[test]
    fn references_into_the_page_stay() {
        let (css, _) = minified("cup.css", ".water { fill: url(#water) }", &addresses()).unwrap();
        assert!(css.contains("#water"), "{css}");
    }

    #[test]
    fn sheets_follow_the_order_of_the_imports() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("main.css", "@layer tokens, pages;\n@import \"tokens.css\";\n@import \"./pages.css\";");
        write("tokens.css", "@layer tokens { :root { --ink: light-dark(#000000, #ffffff); } }");
        write("pages.css", "@layer pages { a { & b { color: var(--ink); } } }");
        let css = sheet(folder.path(), "main.css", &BTreeMap::new()).unwrap();
        assert!(css.starts_with("@layer tokens,pages;"), "{css}");
        assert!(css.contains("light-dark("), "modern CSS is kept: {css}");
        assert!(css.find("--ink:").unwrap() < css.find("var(--ink)").unwrap(), "{css}");
    }

    #[test]
    fn a_mistake_in_a_sheet_is_named() {
        let error = minified("pages.css", "a { color: red; } }", &BTreeMap::new()).unwrap_err();
        assert!(error.to_string().contains("pages.css"), "{error}");
    }
}
