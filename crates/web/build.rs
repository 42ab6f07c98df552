//! Embeds the front-end files and turns the texts of `locales/` into typed functions.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// The style sheets, in the order of the cascade; joined into one.
const SHEETS: &str = "tokens base icon button field menu dialog mark person card row board thread composer palette \
                      feedback code chart property rule prose chat project layout-agent layout-customer layout-admin \
                      layout-guide guides layout-community layout-report portals enhance";

fn main() -> ExitCode {
    if let Err(error) = embed() {
        eprintln!("front-end files: {error}");
        return ExitCode::FAILURE;
    }
    // Isolation marks would end up in attributes, subjects and `mailto:` links.
    fluent_typed::build_from_locales_folder(fluent_typed::BuildOptions::default().without_bidi_isolation())
}

/// Writes a table of all files and a version that changes with any of them.
fn embed() -> io::Result<()> {
    println!("cargo::rerun-if-changed=assets");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("assets");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut sheet = String::new();
    for name in SHEETS.split_whitespace() {
        sheet.push_str(&fs::read_to_string(root.join("css").join(name).with_extension("css"))?);
    }
    fs::write(out.join("guichet.css"), &sheet)?;
    let mut files = vec![("guichet.css".to_owned(), out.join("guichet.css"))];
    collect(&root, &root, &mut files)?;
    files.sort();
    let mut version = Sha256::new();
    let mut table = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in &files {
        version.update(name.as_bytes());
        version.update(fs::read(path)?);
        let _ = writeln!(table, "    ({name:?}, include_bytes!({:?})),", path.display().to_string());
    }
    let version: String = version.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let _ = writeln!(table, "];\npub(super) const VERSION: &str = {version:?};");
    fs::write(out.join("assets.rs"), table)
}

fn collect(root: &Path, dir: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            if name != "css" {
                collect(root, &path, files)?;
            }
        } else if !name.ends_with(".md") {
            files.push((name, path));
        }
    }
    Ok(())
}
