//! `gongkai.toml` of the data directory: what belongs to the machine and not to the office, and is therefore in no backup.

use crate::said::bad_use;
use anyhow::{Context, Result};
use gongkai_app::attachments::ScannerAddress;
use serde::{Deserialize, Deserializer};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Name of the file.
pub const FILE: &str = "gongkai.toml";

/// The whole file; every part may be left out, and so may the file.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `[attachments]`.
    #[serde(default)]
    pub attachments: Attachments,
    /// `[scanner]`.
    pub scanner: Option<Scanner>,
}

/// Where attachments are kept.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    /// The folder, as it is or below the data directory.
    pub folder: Option<PathBuf>,
}

/// The virus scanner.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scanner {
    /// Where ClamAV listens.
    #[serde(deserialize_with = "address")]
    pub address: ScannerAddress,
}

fn address<'de, D: Deserializer<'de>>(given: D) -> Result<ScannerAddress, D::Error> {
    String::deserialize(given)?.parse().map_err(serde::de::Error::custom)
}

impl Settings {
    /// Reads the file of a data directory.
    pub fn read(data_dir: &Path) -> Result<Self> {
        let path = data_dir.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("设置文件读不出：{} / the settings cannot be read", path.display())
                });
            }
        };
        Self::parse(&text).map_err(|fault| {
            let path = path.display();
            bad_use(
                format!("设置文件“{path}”有误：{fault}"),
                format!("there is a mistake in “{path}”: {fault}"),
            )
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|fault| fault.to_string().trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_as_usual() {
        assert_eq!(Settings::parse(""), Ok(Settings::default()));
        let read = Settings::parse(
            "[attachments]\nfolder = \"/srv/files\"\n[scanner]\naddress = \"unix:/run/clamd\"",
        );
        let read = read.unwrap();
        assert_eq!(read.attachments.folder, Some(PathBuf::from("/srv/files")));
        assert_eq!(read.scanner.unwrap().address.to_string(), "unix:/run/clamd");
    }

    #[test]
    fn mistakes_are_told() {
        for (text, told) in [
            ("[scanner]\naddress = \"clamd\"", "unix:/run/clamav/clamd.ctl"),
            ("[scanner]", "address"),
            ("[scaner]", "scaner"),
            ("folder", "line 1"),
        ] {
            let fault = Settings::parse(text).unwrap_err();
            assert!(fault.contains(told), "{text}: {fault}");
        }
    }
}
