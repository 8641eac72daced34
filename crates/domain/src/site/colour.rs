//! A colour that can be read: as words on paper, and as paper under words.

use crate::says::Says;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The colour of an institution, dark enough for words on white and white words on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour([u8; 3]);

/// Least contrast with white (WCAG 2.2, 1.4.3), so that small words are read.
const LEAST: f64 = 4.5;
const WHITE: [u8; 3] = [255; 3];

impl Colour {
    /// Reads `#a4161a`.
    ///
    /// # Errors
    /// What is no colour, and what is too light to be read.
    pub fn read(text: &str) -> Result<Self, Says> {
        let digits = text.trim().trim_start_matches('#');
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let (Some(red), Some(green), Some(blue), 6) = (part(0), part(2), part(4), digits.len()) else {
            return Err(Says::new(
                format!("“{}”不是颜色；请写成 #a4161a 这样", text.trim()),
                format!("“{}” is no colour; write it like #a4161a", text.trim()),
            ));
        };
        let colour = Self([red, green, blue]);
        let contrast = colour.contrast();
        if contrast < LEAST {
            return Err(Says::new(
                format!("这个颜色太浅，和白色的对比只有 {contrast:.1}，要到 {LEAST}；请选深一些的"),
                format!(
                    "it is too light: its contrast with white is {contrast:.1} and must be {LEAST}; choose a darker one"
                ),
            ));
        }
        Ok(colour)
    }

    /// Contrast with white, from 1 to 21.
    pub fn contrast(self) -> f64 {
        (luminance(WHITE) + 0.05) / (luminance(self.0) + 0.05)
    }

    /// A darker one, for what is pressed or visited.
    #[must_use]
    pub fn deep(self) -> Self {
        Self(self.0.map(|part| (f64::from(part) * 0.74).round() as u8))
    }

    /// A very light one, for what words of this colour stand on.
    #[must_use]
    pub fn wash(self) -> Self {
        Self(self.0.map(|part| (255.0 - (255.0 - f64::from(part)) * 0.06).round() as u8))
    }

    /// The style sheet that puts it in the place of the usual red; `within` is what it holds for.
    pub fn style(self, within: &str) -> String {
        format!("{within}{{--red:{self};--red-deep:{};--red-wash:{}}}", self.deep(), self.wash())
    }
}

/// Relative luminance (WCAG 2.2).
fn luminance(parts: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    parts.map(linear).iter().zip([0.2126, 0.7152, 0.0722]).map(|(part, weight)| part * weight).sum()
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::read(&text).map_err(|says| says.en)
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colours_that_can_be_read_are_taken() {
        assert_eq!(Colour::read("#A4161A").unwrap().to_string(), "#a4161a");
        assert_eq!(Colour::read(" 1b4f86 ").unwrap().to_string(), "#1b4f86");
        assert!((Colour::read("#a4161a").unwrap().contrast() - 7.8).abs() < 0.1);
        for wrong in ["#ffd700", "#fff", "red", "#a4161", "", "#a4161a;}", "#字字字"] {
            assert!(Colour::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn its_words_can_be_read_on_its_wash() {
        for text in ["#a4161a", "#1b4f86", "#1e6a43", "#767676", "#000000"] {
            let colour = Colour::read(text).unwrap();
            let contrast = (luminance(colour.wash().0) + 0.05) / (luminance(colour.0) + 0.05);
            assert!(contrast >= 4.0, "{text}: {contrast}");
            assert!(colour.deep().contrast() >= colour.contrast());
        }
    }
}
