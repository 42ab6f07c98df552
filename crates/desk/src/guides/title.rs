//! The order of titles: as people count and spell.

/// What lists sort a title by: "2." stands before "10.", "É" beside "E", signs do not count.
#[must_use]
pub fn sort_key(title: &str) -> String {
    let title: String = title.chars().filter(|c| !c.is_control()).collect();
    let folded = store::search::folded(&title);
    let mut out = String::with_capacity(folded.len() + 8);
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let mut number = String::from(c);
            while let Some(next) = chars.next_if(char::is_ascii_digit) {
                number.push(next);
            }
            let number = number.trim_start_matches('0');
            // Longer numbers are larger; the length goes first, as a letter that sorts.
            out.push_str(&format!("{:03}{number}", number.len().min(999)));
        } else if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    // What looks the same keeps an order of its own.
    format!("{out}\u{1}{title}")
}

#[cfg(test)]
mod tests {
    use super::sort_key;

    #[test]
    fn titles_stand_as_people_count_and_spell() {
        let sorted = [
            "1. Get your badge",
            "2. Opening hours",
            "10. Car park",
            "A. Change your plan",
            "a. Changes",
            "B. Invite",
            "Eau",
            "Écran",
            "Écrire",
            "« Entrer »",
            "Step 2",
            "Step 02b",
            "Step 10",
        ];
        let mut shuffled: Vec<&str> = sorted.iter().rev().copied().collect();
        shuffled.sort_by_key(|title| sort_key(title));
        assert_eq!(shuffled, sorted);
    }
}
