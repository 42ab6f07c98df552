//! Turns the texts of `locales/` into typed functions.

fn main() -> std::process::ExitCode {
    // Isolation marks would end up in attributes, subjects and `mailto:` links.
    fluent_typed::build_from_locales_folder(fluent_typed::BuildOptions::default().without_bidi_isolation())
}
