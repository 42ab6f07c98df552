//! Which files a mail carries: as many as its receivers take.

/// Bytes kept for headers, the words of the template, a signature and cards of files.
const AROUND: u64 = 256 * 1024;

/// Bytes that a byte of words becomes at most in a mail (quoted-printable).
const WORDS_GROW: u64 = 3;

/// The room that the words of a message leave to its files in a mail of so many bytes.
pub(super) fn room(bytes_max: u64, text: &str, html: &str) -> u64 {
    let words = u64::try_from(text.len() + html.len()).unwrap_or(u64::MAX);
    bytes_max.saturating_sub(AROUND).saturating_sub(words.saturating_mul(WORDS_GROW))
}

/// Of each file whether it fits, when the largest stay behind until the others do.
pub(super) fn fitting(sizes: &[u64], room: u64) -> Vec<bool> {
    let mut fits = vec![true; sizes.len()];
    let mut sum = sizes.iter().fold(0_u64, |sum, size| sum.saturating_add(encoded(*size)));
    let mut largest: Vec<(u64, &mut bool)> = sizes.iter().copied().zip(fits.iter_mut()).collect();
    largest.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    for (size, fits) in largest {
        if sum <= room {
            break;
        }
        *fits = false;
        sum = sum.saturating_sub(encoded(size));
    }
    fits
}

/// Bytes of a file in a mail: base64 in lines of 76 characters, and its headers.
fn encoded(size: u64) -> u64 {
    let letters = size.div_ceil(3).saturating_mul(4);
    letters.saturating_add(letters / 38).saturating_add(1024)
}

#[cfg(test)]
mod tests {
    use super::{encoded, fitting, room};

    #[test]
    fn the_largest_stay_behind_until_the_others_fit() {
        let mb = 1024 * 1024;
        assert_eq!(fitting(&[mb, 2 * mb], 15 * mb), [true, true]);
        assert_eq!(fitting(&[mb, 12 * mb, 2 * mb], 15 * mb), [true, false, true]);
        assert_eq!(fitting(&[6 * mb, 6 * mb], 15 * mb), [false, true], "the sum counts, one is enough");
        assert_eq!(fitting(&[1, mb], 0), [false, false], "no room at all");
        assert!(fitting(&[], 0).is_empty());
    }

    #[test]
    fn files_grow_on_their_way_and_words_need_room() {
        assert!(encoded(3_000_000) > 4_100_000);
        assert_eq!(room(1_000_000, "abc", "d"), 1_000_000 - 256 * 1024 - 12);
        assert_eq!(room(10, "abc", "d"), 0);
    }
}
