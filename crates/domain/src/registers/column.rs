//! A column of a register: what it is called, what it holds, how it may be used.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Text of any length.
    LongText,
    /// A code of the list of this name in `law/codes/`.
    Code(&'static str),
    /// The code of a body (机构代码); ledgers may give its name.
    Body,
    /// A civil date in the office's time zone.
    Date,
    /// A year, such as 2016.
    Year,
    /// A whole number, not negative.
    Integer,
    /// Money, held in fen (分); ledgers give yuan (元) or ten thousand yuan (万元).
    Money,
    /// Yes or no (是/否).
    Boolean,
}

/// One column, declared with [`register!`](crate::registers).
#[derive(Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent word of the declaration")]
pub struct Column {
    /// Permanent name, also the name in the database.
    pub code: &'static str,
    /// Heading in Chinese ledgers.
    pub zh: &'static str,
    /// Heading in English.
    pub en: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether every row must fill it.
    pub required: bool,
    /// Personal data: stored sealed, never part of keys, digests, events or reports, never public.
    pub personal: bool,
    /// A dimension: reports may put conditions on it.
    pub tally: bool,
    /// Reports may add it up.
    pub sum: bool,
    /// Kept inside the office, though not personal.
    pub internal: bool,
    /// Worked out by the domain, so absent from ledgers.
    pub computed: bool,
    /// How to fill it in, in Chinese, for the template's notes.
    pub hint: &'static str,
}

impl Column {
    /// A column with no flags.
    pub const fn new(code: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Self {
        Self {
            code,
            zh,
            en,
            kind,
            required: false,
            personal: false,
            tally: false,
            sum: false,
            internal: false,
            computed: false,
            hint: "",
        }
    }

    /// Every row must fill it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Personal data.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }

    /// A dimension of reports.
    #[must_use]
    pub const fn tally(mut self) -> Self {
        self.tally = true;
        self
    }

    /// May be added up.
    #[must_use]
    pub const fn sum(mut self) -> Self {
        self.sum = true;
        self
    }

    /// Not shown to the public.
    #[must_use]
    pub const fn internal(mut self) -> Self {
        self.internal = true;
        self
    }

    /// Worked out, not imported.
    #[must_use]
    pub const fn computed(mut self) -> Self {
        self.computed = true;
        self
    }

    /// How to fill it in.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// Whether the public may read it.
    pub const fn is_public(&self) -> bool {
        !self.personal && !self.internal
    }

    /// Whether it holds a document number (发文字号), to be written with 〔〕: its heading says 文号 or 文书号.
    pub fn is_document_number(&self) -> bool {
        self.kind == Kind::Text && (self.zh.ends_with("文号") || self.zh.ends_with("文书号"))
    }

    /// Name of the database column a dimension is tallied by: the year beside a date, otherwise the column.
    pub fn dimension_column(&self) -> String {
        match self.kind {
            Kind::Date => format!("{}_year", self.code),
            _ => self.code.to_owned(),
        }
    }
}
