//! What people type into a field of one line.

/// The words on one line: what would begin another one, or is no letter at all, becomes a space.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ").trim().to_owned()
}
