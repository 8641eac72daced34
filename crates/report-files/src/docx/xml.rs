//! Well-formed XML by construction: an element is open only while its content is written.

use crate::text::printable;

/// A part, or a stretch of one, being written.
#[derive(Debug, Default)]
pub(super) struct Xml {
    text: String,
}

impl Xml {
    /// A part, with its declaration.
    pub(super) fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned() }
    }

    /// An element with content.
    pub(super) fn within(&mut self, tag: &str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Self)) {
        self.begin(tag, attributes);
        self.text.push('>');
        content(self);
        self.text.push_str("</");
        self.text.push_str(tag);
        self.text.push('>');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.begin(tag, attributes);
        self.text.push_str("/>");
    }

    /// An element without content and with one `w:val`.
    pub(super) fn value(&mut self, tag: &str, value: &str) {
        self.empty(tag, &[("w:val", value)]);
    }

    /// An element that holds only words.
    pub(super) fn words(&mut self, tag: &str, attributes: &[(&str, &str)], words: &str) {
        self.within(tag, attributes, |xml| xml.escaped(words));
    }

    /// Words, escaped; characters XML cannot hold are replaced.
    pub(super) fn escaped(&mut self, words: &str) {
        for letter in printable(words).chars() {
            match letter {
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '&' => self.text.push_str("&amp;"),
                '"' => self.text.push_str("&quot;"),
                _ => self.text.push(letter),
            }
        }
    }

    /// XML that was written before.
    pub(super) fn written(&mut self, xml: &str) {
        self.text.push_str(xml);
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn begin(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(tag);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escaped(&value.replace(['\n', '\r', '\t'], " "));
            self.text.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_escaped() {
        let mut xml = Xml::new();
        xml.within("w:p", &[("a", "<\"\n")], |xml| xml.words("w:t", &[], "1 < 2 & 3\u{1}"));
        let text = xml.finish();
        let body = text.split_once('\n').unwrap().1;
        assert_eq!(body, "<w:p a=\"&lt;&quot; \"><w:t>1 &lt; 2 &amp; 3\u{fffd}</w:t></w:p>");
    }
}
