//! Licence expressions (SPDX): may we use this under the licences we accept?

use anyhow::{Result, bail};

/// Whether `expression` can be met with nothing but `allowed` licences. The `/` of old manifests means “or”.
pub fn is_met(expression: &str, allowed: &[String]) -> Result<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allowed };
    let met = reader.either()?;
    match reader.words {
        [] => Ok(met),
        [first, ..] => bail!("cannot read `{first}` in the licence expression `{expression}`"),
    }
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a [String],
}

impl<'a> Reader<'a> {
    fn either(&mut self) -> Result<bool> {
        let mut met = self.all()?;
        while self.take("OR") {
            met |= self.all()?;
        }
        Ok(met)
    }

    fn all(&mut self) -> Result<bool> {
        let mut met = self.one()?;
        while self.take("AND") {
            met &= self.one()?;
        }
        Ok(met)
    }

    fn one(&mut self) -> Result<bool> {
        if self.take("(") {
            let met = self.either()?;
            if !self.take(")") {
                bail!("a bracket is not closed");
            }
            return Ok(met);
        }
        let licence = self.next()?;
        // An exception only grants more, but deny.toml lists it with its licence, so that both tools read it alike.
        let licence =
            if self.take("WITH") { format!("{licence} WITH {}", self.next()?) } else { licence.to_owned() };
        Ok(self.allowed.contains(&licence))
    }

    fn next(&mut self) -> Result<&'a str> {
        match self.words {
            [first, rest @ ..] if !["OR", "AND", "WITH", "(", ")"].contains(first) => {
                self.words = rest;
                Ok(first)
            }
            [first, ..] => bail!("a licence is missing before `{first}`"),
            [] => bail!("a licence is missing at the end"),
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let taken = self.words.first() == Some(&word);
        if taken {
            self.words = &self.words[1..];
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let allowed = ["MIT", "Apache-2.0", "Unicode-3.0", "ISC"].map(String::from);
        for (expression, met) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("MIT OR GPL-3.0-only", true),
            ("MIT AND GPL-3.0-only", false),
            ("Unlicense/MIT", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(GPL-2.0-only OR Apache-2.0) AND BSD-3-Clause", false),
            ("MPL-2.0 OR MIT AND ISC", true),
            ("Apache-2.0 WITH LLVM-exception", false),
            ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
        ] {
            assert_eq!(is_met(expression, &allowed).unwrap(), met, "{expression}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for expression in ["", "MIT OR", "(MIT", "MIT ISC", "OR MIT", "MIT)"] {
            assert!(is_met(expression, &["MIT".to_owned()]).is_err(), "{expression}");
        }
    }
}
