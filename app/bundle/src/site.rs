//! The site folder: gathers all assets in the order in which they name each other, compresses them and
//! writes them. Running it again with the same sources rewrites nothing that is already there.

use crate::{
    asset::{Asset, integrity, short_hash},
    compress,
    error::{BundleError, read},
    manifest::{self, File, Manifest},
    sprite, style, template, wasm,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Folders and files of `public/` that get a special treatment; everything else keeps its name.
const FONTS: &str = "fonts/";
const PICTOGRAMS: &str = "pictograms/";
/// Scripts that get a hashed name, each after the ones that it names.
const SCRIPTS: [&str; 6] = ["device.js", "steady.js", "pins.js", "lock.js", "unlock.js", "start.js"];

pub struct Sources<'a> {
    pub wasm: &'a [PathBuf],
    pub style: &'a Path,
    pub public: &'a Path,
    pub optimiser: Option<&'a Path>,
}

/// Makes the whole site in `out` and returns its list of files.
pub fn make(sources: &Sources<'_>, out: &Path) -> Result<Manifest, BundleError> {
    refuse_foreign_folder(out)?;
    let (assets, build, precache) = gather(sources)?;
    let files = write_all(&assets, out)?;
    let manifest = Manifest { build, files, precache };
    let json = serde_json::to_vec_pretty(&manifest)
        .map_err(|cause| BundleError::Manifest { path: out.join(manifest::FILE), cause })?;
    write(&out.join(manifest::FILE), &json)?;
    remove_leftovers(out, &manifest)?;
    Ok(manifest)
}

/// Compares the folder with its list.
pub fn verify(site: &Path, manifest: &Manifest) -> Result<(), BundleError> {
    for (name, file) in &manifest.files {
        if integrity(&read(&place(site, &file.path))?) != file.integrity {
            return Err(BundleError::Changed { file: name.clone() });
        }
    }
    Ok(())
}

fn gather(sources: &Sources<'_>) -> Result<(Vec<Asset>, String, Vec<String>), BundleError> {
    let mut public = Vec::new();
    read_folder(sources.public, "", &mut public)?;

    let mut assets = Vec::new();
    let mut drawings = Vec::new();
    let mut rest = Vec::new();
    let mut scripts = BTreeMap::new();
    for (name, content) in public {
        if name.starts_with(FONTS) && name.ends_with(".woff2") {
            assets.push(Asset::hashed(&name, content));
        } else if let Some(drawing) = name.strip_prefix(PICTOGRAMS).and_then(|file| file.strip_suffix(".svg")) {
            drawings.push((drawing.to_owned(), text(sources.public, &name, content)?));
        } else if SCRIPTS.contains(&name.as_str()) {
            let script = text(sources.public, &name, content)?;
            scripts.insert(name, script);
        } else {
            rest.push((name, content));
        }
    }
    if !drawings.is_empty() {
        let sprite = sprite::sprite(&drawings)?;
        assets.push(Asset::hashed("pictograms.svg", sprite.into_bytes()));
    }
    let css = style::sheet(sources.style, "main.css", &addresses(&assets))?;
    assets.push(Asset::hashed("style.css", css.into_bytes()));
    for program in sources.wasm {
        assets.extend(wasm::client(program, sources.optimiser)?);
    }
    for name in SCRIPTS {
        if let Some(script) = scripts.get(name) {
            let script = template::fill(name, &template::without_comments(script), &addresses(&assets))?;
            assets.push(Asset::hashed(name, script.into_bytes()));
        }
    }

    let mut precache: Vec<String> = assets.iter().map(|asset| asset.path.clone()).collect();
    precache.sort();
    let kept = precache.join(" ");
    // A change of the service worker alone is a new build too.
    let mut parts = kept.clone().into_bytes();
    rest.iter().for_each(|(name, content)| parts.extend([name.as_bytes(), content].concat()));
    let build = short_hash(&parts);

    let mut values = addresses(&assets);
    values.insert("build".to_owned(), build.clone());
    values.insert("precache".to_owned(), kept);
    for (name, content) in rest {
        let content = if name.ends_with(".js") {
            let script = template::without_comments(&text(sources.public, &name, content)?);
            template::fill(&name, &script, &values)?.into_bytes()
        } else if name.ends_with(".webmanifest") {
            template::fill(&name, &text(sources.public, &name, content)?, &values)?.into_bytes()
        } else {
            content
        };
        assets.push(Asset::named(&name, content));
    }
    Ok((assets, build, precache))
}

fn addresses(assets: &[Asset]) -> BTreeMap<String, String> {
    assets.iter().map(|asset| (asset.name.clone(), asset.path.clone())).collect()
}

fn text(folder: &Path, name: &str, content: Vec<u8>) -> Result<String, BundleError> {
    String::from_utf8(content).map_err(|error| BundleError::Read {
        path: folder.join(name),
        cause: std::io::Error::new(std::io::ErrorKind::InvalidData, error),
    })
}

/// All files below `folder` with their names from there, sorted, hidden ones left out.
fn read_folder(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>) -> Result<(), BundleError> {
    let unreadable = |cause| BundleError::Read { path: folder.to_owned(), cause };
    let mut entries: Vec<(String, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            entries.push((name, entry.path()));
        }
    }
    entries.sort();
    for (name, path) in entries {
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), found)?;
        } else {
            found.push((name, read(&path)?));
        }
    }
    Ok(())
}

/// One thread per asset: the program takes longest, everything else fits beside it.
fn write_all(assets: &[Asset], out: &Path) -> Result<BTreeMap<String, File>, BundleError> {
    let written: Vec<Result<(String, File), BundleError>> = std::thread::scope(|scope| {
        let threads: Vec<_> = assets.iter().map(|asset| scope.spawn(move || write_asset(asset, out))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or(Err(BundleError::Interrupted))).collect()
    });
    let mut files = BTreeMap::new();
    for file in written {
        let (name, file) = file?;
        if files.insert(name.clone(), file).is_some() {
            return Err(BundleError::SameName(name));
        }
    }
    Ok(files)
}

fn write_asset(asset: &Asset, out: &Path) -> Result<(String, File), BundleError> {
    let target = place(out, &asset.path);
    let is_new = fs::read(&target).ok().as_deref() != Some(&asset.content);
    if is_new {
        write(&target, &asset.content)?;
    }
    let beside = |ending: &str, make: fn(&[u8]) -> Result<Vec<u8>, BundleError>| {
        if !asset.is_compressible() {
            return Ok(None);
        }
        let path =
            target.with_file_name(format!("{}.{ending}", target.file_name().unwrap_or_default().to_string_lossy()));
        if !is_new && let Ok(existing) = fs::metadata(&path) {
            return Ok(usize::try_from(existing.len()).ok());
        }
        let compressed = make(&asset.content)?;
        write(&path, &compressed)?;
        Ok(Some(compressed.len()))
    };
    let file = File {
        path: asset.path.clone(),
        content_type: asset.content_type().to_owned(),
        immutable: asset.immutable,
        integrity: asset.integrity(),
        bytes: asset.content.len(),
        gzip: beside("gz", compress::gzip)?,
        brotli: beside("br", compress::brotli)?,
    };
    Ok((asset.name.clone(), file))
}

/// The whole file or none of it, also when the machine stops halfway.
fn write(path: &Path, content: &[u8]) -> Result<(), BundleError> {
    let failed = |cause| BundleError::Write { path: path.to_owned(), cause };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let unfinished = path.with_file_name(format!(".{}.part", path.file_name().unwrap_or_default().to_string_lossy()));
    fs::write(&unfinished, content).map_err(failed)?;
    fs::rename(&unfinished, path).map_err(failed)
}

fn place(site: &Path, address: &str) -> PathBuf {
    site.join(address.trim_start_matches('/'))
}

fn refuse_foreign_folder(out: &Path) -> Result<(), BundleError> {
    let is_ours = out.join(manifest::FILE).exists();
    let is_empty = fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if is_ours || is_empty { Ok(()) } else { Err(BundleError::ForeignFolder(out.to_owned())) }
}

/// Files of earlier builds go; the folder holds exactly one version.
fn remove_leftovers(out: &Path, manifest: &Manifest) -> Result<(), BundleError> {
    let mut wanted = BTreeSet::from([manifest::FILE.to_owned()]);
    for file in manifest.files.values() {
        let name = file.path.trim_start_matches('/').to_owned();
        if file.gzip.is_some() {
            wanted.insert(format!("{name}.gz"));
        }
        if file.brotli.is_some() {
            wanted.insert(format!("{name}.br"));
        }
        wanted.insert(name);
    }
    let mut found = Vec::new();
    read_folder(out, "", &mut found)?;
    for (name, _) in found {
        if !wanted.contains(&name) {
            let path = out.join(&name);
            fs::remove_file(&path).map_err(|cause| BundleError::Write { path, cause })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client that does nothing: the four magic bytes and the version.
    const EMPTY_WASM: &[u8] = b"\0asm\x01\0\0\0";

    struct Checkout {
        folder: tempfile::TempDir,
    }

    impl Checkout {
        fn new() -> Self {
            let checkout = Self { folder: tempfile::tempdir().unwrap() };
            checkout
                .file("shop.wasm", EMPTY_WASM)
                .file("ward.wasm", EMPTY_WASM)
                .file("style/main.css", b"@import \"base.css\";")
                .file("style/base.css", b"@font-face { font-family: A; src: url(fonts/a.woff2); }")
                .file("public/fonts/a.woff2", b"font")
                .file("public/pictograms/cup.svg", b"<svg viewBox=\"0 0 1 1\"><path d=\"M0,0Z\"/></svg>")
                .file("public/device.js", b"export const device = {};")
                .file("public/start.js", b"import('{{shop.js}}'); import('{{ward.js}}'); import('{{device.js}}')")
                .file("public/sw.js", b"const keep = '{{precache}}'.split(' ');")
                .file("public/icons/cup.png", b"png");
            checkout
        }

        fn file(&self, name: &str, content: &[u8]) -> &Self {
            let path = self.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
            self
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn make(&self) -> Result<Manifest, BundleError> {
            let sources = Sources {
                wasm: &[self.path("shop.wasm"), self.path("ward.wasm")],
                style: &self.path("style"),
                public: &self.path("public"),
                optimiser: None,
            };
            make(&sources, &self.path("site"))
        }

        fn written(&self, address: &str) -> String {
            fs::read_to_string(place(&self.path("site"), address)).unwrap()
        }
    }

    #[test]
    fn every_file_names_the_hashed_address_of_the_others() {
        let checkout = Checkout::new();
        let manifest = checkout.make().unwrap();
        let path = |name: &str| manifest.files[name].path.clone();
        assert!(checkout.written(&path("style.css")).contains(&path("fonts/a.woff2")));
        assert!(checkout.written(&path("start.js")).contains(&path("ward.js")));
        assert!(checkout.written(&path("start.js")).contains(&path("device.js")));
        assert!(checkout.written("/sw.js").contains(&path("start.js")));
        assert_eq!(path("icons/cup.png"), "/icons/cup.png");
        verify(&checkout.path("site"), &manifest).unwrap();
        assert_eq!(Manifest::read(&checkout.path("site")).unwrap(), manifest);
    }

    #[test]
    fn a_tablet_keeps_what_it_needs_to_start_and_nothing_named() {
        let manifest = Checkout::new().make().unwrap();
        for name in ["shop.js", "shop.wasm", "ward.wasm", "start.js", "style.css", "pictograms.svg", "fonts/a.woff2"] {
            assert!(manifest.precache.contains(&manifest.files[name].path), "{name}");
        }
        assert!(!manifest.precache.contains(&"/sw.js".to_owned()));
    }

    #[test]
    fn the_build_changes_with_a_file_and_the_old_file_is_gone() {
        let checkout = Checkout::new();
        let first = checkout.make().unwrap();
        assert_eq!(checkout.make().unwrap(), first);
        checkout.file("public/fonts/a.woff2", b"other font");
        let second = checkout.make().unwrap();
        assert_ne!(first.build, second.build);
        assert_ne!(first.files["style.css"].path, second.files["style.css"].path);
        assert!(!place(&checkout.path("site"), &first.files["fonts/a.woff2"].path).exists());
    }

    #[test]
    fn another_service_worker_is_another_build() {
        let checkout = Checkout::new();
        let first = checkout.make().unwrap();
        checkout.file("public/sw.js", b"const keep = '{{precache}}'.split(' '); // better");
        let second = checkout.make().unwrap();
        assert_ne!(first.build, second.build);
        assert_eq!(first.precache, second.precache);
    }

    #[test]
    fn a_changed_file_is_noticed() {
        let checkout = Checkout::new();
        let manifest = checkout.make().unwrap();
        checkout.file("site/sw.js", b"something else");
        let error = verify(&checkout.path("site"), &manifest).unwrap_err();
        assert!(error.to_string().contains("sw.js"), "{error}");
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let checkout = Checkout::new();
        checkout.file("site/holiday.jpg", b"precious");
        assert!(matches!(checkout.make(), Err(BundleError::ForeignFolder(_))));
        assert!(checkout.path("site/holiday.jpg").exists());
    }
}
