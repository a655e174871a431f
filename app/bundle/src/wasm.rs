//! From the compiler's WebAssembly to what a browser can load: the module and its JavaScript glue,
//! made by the official wasm-bindgen library, which must have exactly the version the client was built with.

use crate::{
    asset::Asset,
    error::{BundleError, read},
};
use std::{path::Path, process::Command};
use wasm_bindgen_cli_support::Bindgen;

/// The module (`shop.wasm`), its glue (`shop.js`) and the small scripts that libraries brought along.
pub fn client(wasm: &Path, optimiser: Option<&Path>) -> Result<Vec<Asset>, BundleError> {
    let failed = |cause: String| BundleError::Wasm { path: wasm.to_owned(), cause };
    let name = wasm.file_stem().unwrap_or_default().to_string_lossy();
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(&name, read(wasm)?)
        .web(true)
        .map_err(|error| failed(format!("{error:#}")))?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen.generate_output().map_err(|error| failed(format!("{error:#}")))?;

    if let Some(package) = output.npm_dependencies().keys().next() {
        return Err(failed(format!("it needs the node package {package}, which the site does not carry")));
    }

    let mut assets = Vec::new();
    let mut glue = output.js().to_owned();
    let mut snippets: Vec<(String, String)> = Vec::new();
    for (library, scripts) in output.snippets() {
        for (number, script) in scripts.iter().enumerate() {
            snippets.push((format!("{library}/inline{number}.js"), script.clone()));
        }
    }
    for (path, script) in output.local_modules() {
        snippets.push((path.clone(), script.clone()));
    }
    snippets.sort();
    for (path, script) in snippets {
        let name = format!("snippet-{}", path.replace('/', "-"));
        let asset = Asset::hashed(&name, script.into_bytes());
        glue = glue.replace(&format!("./snippets/{path}"), &asset.path);
        assets.push(asset);
    }

    let mut module = output.wasm_mut().emit_wasm();
    if let Some(program) = optimiser {
        module = optimise(program, &module)?;
    }
    assets.push(Asset::hashed(&format!("{name}.wasm"), module));
    assets.push(Asset::hashed(&format!("{name}.js"), glue.into_bytes()));
    Ok(assets)
}

/// A release step. `-O1` is meant: `-Oz` makes the module smaller and its compressed form 6 % larger (measured).
fn optimise(program: &Path, module: &[u8]) -> Result<Vec<u8>, BundleError> {
    let failed = |cause: String| BundleError::Optimiser { program: program.to_owned(), cause };
    let folder = tempfile::tempdir().map_err(|cause| failed(cause.to_string()))?;
    let (input, output) = (folder.path().join("in.wasm"), folder.path().join("out.wasm"));
    std::fs::write(&input, module).map_err(|cause| failed(cause.to_string()))?;
    let status = Command::new(program)
        .arg("-O1")
        .args([
            "--enable-bulk-memory",
            "--enable-nontrapping-float-to-int",
            "--enable-sign-ext",
            "--enable-mutable-globals",
            "--enable-reference-types",
            "--enable-multivalue",
        ])
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .status();
    match status {
        Ok(status) if status.success() => read(&output),
        Ok(status) => Err(failed(format!("it ended with {status}"))),
        Err(cause) => Err(failed(cause.to_string())),
    }
}
