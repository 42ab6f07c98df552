//! The colour of mails: dark enough to carry white words, and a lighter sister for readers in the dark.

/// A colour that white words can be read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent([u8; 3]);

/// Contrast that words need (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;
const WHITE: [u8; 3] = [255, 255, 255];
/// The card in the dark.
const DARK: [u8; 3] = [0x18, 0x1b, 0x20];

impl Default for Accent {
    fn default() -> Self {
        Self([0x24, 0x57, 0xc5])
    }
}

impl Accent {
    /// Reads `#rrggbb`; none when it is something else, or too light.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let colour = [channel(0)?, channel(2)?, channel(4)?];
        (contrast(colour, WHITE) >= CONTRAST).then_some(Self(colour))
    }

    /// `#rrggbb`.
    #[must_use]
    pub fn code(self) -> String {
        hex(self.0)
    }

    /// The same hue, light enough for words on a dark card.
    pub(super) fn in_the_dark(self) -> String {
        let mixed = (0..=10).map(|tenths| self.0.map(|channel| channel + (255 - channel) / 10 * tenths));
        hex(mixed.into_iter().find(|colour| contrast(*colour, DARK) >= CONTRAST + 1.0).unwrap_or(WHITE))
    }
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Contrast ratio (WCAG 2.2).
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
