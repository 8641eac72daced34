//! SQL taken apart into words, signs and strings; comments are dropped.

/// One token and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    pub line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A keyword or a bare name.
    Word,
    /// A name in double quotes, or the place a name is put in: `{columns}`.
    Name,
    /// A string in single quotes; the text is its content.
    Text,
    Number,
    /// `$1`, or `${}` where the number is put in.
    Parameter,
    Sign,
}

impl Token {
    /// Whether it is this word or sign, whatever the case.
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Sign) && self.text.eq_ignore_ascii_case(text)
    }
}

/// Signs of more than one character, the longest first; the others stand alone.
const SIGNS: &[&str] = &[
    "->>", "#>>", "!~*", "<->", "<=>", "->", "#>", "@>", "<@", "@@", "::", "<=", ">=", "<>", "!=", "==",
    "||", "!~", "~*", "&&", "<<", ">>",
];

/// The tokens of a text that begins on `line`.
pub fn tokens(text: &str, line: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = line;
    while !rest.is_empty() {
        let (kind, length) = next(rest);
        if let Some(kind) = kind {
            let text = match kind {
                Kind::Text => rest[1..length].trim_end_matches('\''),
                _ => &rest[..length],
            };
            tokens.push(Token { kind, text: text.to_owned(), line });
        }
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// The kind of what comes first (none for space and comments) and its length.
fn next(rest: &str) -> (Option<Kind>, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    let until = |pattern: &str, from: usize| {
        rest[from..].find(pattern).map_or(rest.len(), |at| from + at + pattern.len())
    };
    let while_true = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
    match first {
        c if c.is_whitespace() => (None, while_true(char::is_whitespace)),
        '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (None, until("*/", 2)),
        '\'' => (Some(Kind::Text), quoted_length(rest, '\'')),
        '"' => (Some(Kind::Name), quoted_length(rest, '"')),
        '{' => (Some(Kind::Name), until("}", 1)),
        c if c.is_alphabetic() || c == '_' => {
            (Some(Kind::Word), while_true(|c| c.is_alphanumeric() || c == '_'))
        }
        c if c.is_ascii_digit() => (Some(Kind::Number), while_true(|c| c.is_ascii_digit() || c == '.')),
        '$' if rest.starts_with("${") => (Some(Kind::Parameter), until("}", 2)),
        '$' => (
            Some(Kind::Parameter),
            1 + rest[1..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - 1),
        ),
        c => {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            (Some(Kind::Sign), sign.map_or(c.len_utf8(), |sign| sign.len()))
        }
    }
}

/// To the closing quote; a doubled quote is part of the text.
fn quoted_length(rest: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(close) = rest[at..].find(quote) {
        at += close + 1;
        if !rest[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_with_its_line() {
        let text =
            "select a.b, '它''s' -- now()\n/* like\n*/ from \"T\" where c->>'x' >= $12::text and {more} 1.5";
        let found: Vec<_> = tokens(text, 10).into_iter().map(|t| (t.kind, t.text, t.line)).collect();
        let expected = [
            (Kind::Word, "select", 10),
            (Kind::Word, "a", 10),
            (Kind::Sign, ".", 10),
            (Kind::Word, "b", 10),
            (Kind::Sign, ",", 10),
            (Kind::Text, "它''s", 10),
            (Kind::Word, "from", 12),
            (Kind::Name, "\"T\"", 12),
            (Kind::Word, "where", 12),
            (Kind::Word, "c", 12),
            (Kind::Sign, "->>", 12),
            (Kind::Text, "x", 12),
            (Kind::Sign, ">=", 12),
            (Kind::Parameter, "$12", 12),
            (Kind::Sign, "::", 12),
            (Kind::Word, "text", 12),
            (Kind::Word, "and", 12),
            (Kind::Name, "{more}", 12),
            (Kind::Number, "1.5", 12),
        ];
        assert_eq!(found, expected.map(|(kind, text, line)| (kind, text.to_owned(), line)));
    }

    #[test]
    fn text_cut_short_is_read_to_its_end() {
        for text in ["'open", "\"open", "/* open", "{open", "$", "'", "-- x"] {
            tokens(text, 1);
        }
    }
}
