//! How a site presents itself (站点设置): its name and codes, its colour, the lines of its footer.

mod colour;

pub use colour::Colour;

use crate::says::Says;
use serde::{Deserialize, Serialize};

/// What an administrator sets of the public site; everything may be left empty.
///
/// Name, site code and domain are what every page of a government website must name in its head (政府网站发展指引,
/// 国办发〔2017〕47号, annex); the registrations stand in the footer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteSettings {
    /// Name of the website (网站名称); the body's own where it is empty.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// Code of the website (网站标识码), 10 characters.
    pub code: String,
    /// Registration with the telecommunications authority (ICP 备案号).
    pub icp: String,
    /// Registration with the police (公安备案号).
    pub police: String,
    /// Further lines of the footer.
    pub footer: Vec<String>,
    /// The institution's colour; red where none is chosen.
    pub colour: Option<Colour>,
    /// The emblem (徽标) as PNG in base64.
    pub emblem: Option<String>,
}

/// Longest of the texts, in characters.
const LONGEST: usize = 60;
/// Most further lines of the footer.
const MOST_LINES: usize = 6;
/// Largest emblem, in bytes, and its longest side, in pixels.
const LARGEST_EMBLEM: usize = 200 << 10;
const LONGEST_SIDE: u32 = 1_000;

impl SiteSettings {
    /// What is wrong with the texts, each with the field it is wrong in.
    pub fn faults(&self) -> Vec<(&'static str, Says)> {
        let mut faults = Vec::new();
        let too_long = || Says::new(format!("最多 {LONGEST} 个字"), format!("at most {LONGEST} characters"));
        let texts =
            [("name", &self.name), ("name_en", &self.name_en), ("icp", &self.icp), ("police", &self.police)];
        let long = texts.into_iter().filter(|(_, text)| text.chars().count() > LONGEST);
        faults.extend(long.map(|(field, _)| (field, too_long())));
        if !self.code.is_empty()
            && (self.code.len() != 10 || !self.code.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        {
            let says = Says::new(
                "网站标识码是 10 位字母或数字，如 4401170001",
                "a site code has 10 letters or digits, such as 4401170001",
            );
            faults.push(("code", says));
        }
        if self.footer.len() > MOST_LINES {
            faults.push((
                "footer",
                Says::new(format!("最多 {MOST_LINES} 行"), format!("at most {MOST_LINES} lines")),
            ));
        }
        if self.footer.iter().any(|line| line.chars().count() > LONGEST) {
            faults.push(("footer", too_long()));
        }
        faults
    }

    /// The lines of the footer: registrations, code, what else is to stand there.
    pub fn footer_lines(&self) -> Vec<String> {
        let code = Some(&self.code).filter(|code| !code.is_empty()).map(|code| format!("网站标识码：{code}"));
        let registered = [&self.icp, &self.police].into_iter().filter(|text| !text.is_empty()).cloned();
        registered.chain(code).chain(self.footer.iter().cloned()).collect()
    }
}

/// What is wrong with the bytes of an emblem; `None` when it will do.
pub fn emblem_fault(bytes: &[u8]) -> Option<Says> {
    const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
    if bytes.len() > LARGEST_EMBLEM {
        let most = LARGEST_EMBLEM >> 10;
        return Some(Says::new(format!("徽标最大 {most} KB"), format!("an emblem has at most {most} KB")));
    }
    let side = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let is_png = bytes.starts_with(SIGNATURE) && bytes.get(12..16) == Some(b"IHDR");
    let (Some(width), Some(height), true) = (side(16), side(20), is_png) else {
        return Some(Says::new("徽标要是 PNG 图片", "an emblem is a PNG picture"));
    };
    if width == 0 || height == 0 || width > LONGEST_SIDE || height > LONGEST_SIDE {
        return Some(Says::new(
            format!("徽标的边长不超过 {LONGEST_SIDE} 像素，这张是 {width}×{height}"),
            format!("an emblem has at most {LONGEST_SIDE} pixels a side; this one has {width}×{height}"),
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_stand_on_a_site_is_told_by_its_field() {
        let fields = |settings: &SiteSettings| -> Vec<&str> {
            settings.faults().iter().map(|(field, _)| *field).collect()
        };
        assert_eq!(fields(&SiteSettings::default()), [""; 0]);
        let wrong = SiteSettings {
            name: "字".repeat(61),
            code: "44011700".to_owned(),
            footer: vec![String::new(); 7],
            ..SiteSettings::default()
        };
        assert_eq!(fields(&wrong), ["name", "code", "footer"]);
        assert_eq!(
            fields(&SiteSettings { code: "bm01000001".to_owned(), ..SiteSettings::default() }),
            [""; 0]
        );
    }

    #[test]
    fn only_small_png_pictures_are_emblems() {
        let png = |width: u32| {
            let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
            bytes.extend(width.to_be_bytes());
            bytes.extend(80_u32.to_be_bytes());
            bytes
        };
        assert_eq!(emblem_fault(&png(80)), None);
        for wrong in [
            png(0),
            png(5_000),
            b"<svg onload=alert(1)>".to_vec(),
            Vec::new(),
            b"\x89PNG\r\n\x1a\n".to_vec(),
            vec![0; 300_000],
        ] {
            assert!(emblem_fault(&wrong).is_some());
        }
    }
}
