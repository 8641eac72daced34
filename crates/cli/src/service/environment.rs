//! `/etc/gongkai/gongkai.env`: the options of the service, as the administrator keeps them.

use std::collections::BTreeMap;
use std::fs;

/// Where the file is, below the root of the system.
pub const FILE: &str = "etc/gongkai/gongkai.env";

/// The options of the service installed on this machine; none where there is no service, or for who may not read them.
pub fn installed() -> BTreeMap<String, String> {
    read(&fs::read_to_string(format!("/{FILE}")).unwrap_or_default())
}

/// Lines `NAME=value` or `NAME="value"`, as systemd reads them; `#` begins a comment.
fn read(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';']));
    lines
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), unquoted(value.trim())))
        .collect()
}

/// A value as it stands in the file.
pub fn quoted(value: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-:@%+,=?&".contains(letter);
    if value.chars().all(plain) {
        return value.to_owned();
    }
    let mut text = String::from("\"");
    for letter in value.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            text.push('\\');
        }
        text.push(letter);
    }
    text + "\""
}

fn unquoted(text: &str) -> String {
    let Some(inside) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return text.to_owned();
    };
    let mut value = String::new();
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => value.extend(letters.next()),
            _ => value.push(letter),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{quoted, read};

    #[test]
    fn what_is_written_is_read_again() {
        for value in
            ["/var/lib/gongkai", "数据", "with space", "a\"b\\c$d`e", "postgres://u:p%40@h/d?x=1&y=2", ""]
        {
            let text = format!("# a comment\n\nGONGKAI_X={}\n", quoted(value));
            assert_eq!(read(&text).get("GONGKAI_X").map(String::as_str), Some(value), "{text}");
        }
        assert_eq!(quoted("0.0.0.0:80"), "0.0.0.0:80");
    }
}
