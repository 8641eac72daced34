//! How an office writes a ledger: format, headings, order, dates and amounts its own way, totals, merged cells.

/// The looks of one ledger file.
#[derive(Clone, Debug)]
pub struct Look {
    /// File format.
    pub form: Form,
    /// Lines above the headings; the first is the title.
    pub above: Vec<String>,
    /// Lines below the rows, as offices sign their ledgers.
    pub below: Vec<String>,
    /// Whether the workbook has a sheet of remarks (填报说明) that holds no rows.
    pub remarks: bool,
    /// Whether rows carry a running number (序号) in front.
    pub serial: bool,
    /// Columns, in the order and manner written.
    pub columns: Vec<Shown>,
    /// Which rows go on which sheet.
    pub sheets: Sheets,
    /// Column whose equal neighbours share one merged cell, and whose groups end in a 小计 row if amounts are added.
    pub merged: Option<&'static str>,
    /// Column that is added up in 小计 and 合计 rows.
    pub total: Option<&'static str>,
    /// Every how many rows one is hidden; 0 hides none.
    pub hide_each: usize,
    /// The body all rows belong to, when the ledger does not say so itself.
    pub body: Option<&'static str>,
    /// The year all rows belong to, when that is so.
    pub year: Option<i16>,
}

/// File format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A workbook.
    Xlsx,
    /// Comma-separated, in GBK (GB 18030), as Chinese spreadsheet programs save it.
    GbkCsv,
    /// Comma-separated, in UTF-8 with a byte-order mark.
    Utf8Csv,
}

/// Which rows go on which sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sheets {
    /// All on one sheet of this name.
    One(&'static str),
    /// One for each month of this date column.
    Month(&'static str),
    /// One for each body, by short name.
    Body,
}

/// One column as written.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Code of the register's column.
    pub column: &'static str,
    /// Heading; the register's Chinese label unless changed.
    pub heading: Option<&'static str>,
    /// How its cells are written.
    pub writing: Writing,
}

/// How the cells of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// As the register says: ISO dates, 是/否, words of code lists, names of bodies, amounts in yuan with two decimals.
    Plain,
    /// Codes of bodies or code lists instead of their words.
    Code,
    /// A real spreadsheet date.
    SheetDate,
    /// 2016年1月5日.
    ChineseDate,
    /// 2016.1.5.
    DottedDate,
    /// 2016/1/5.
    SlashedDate,
    /// 20160105.
    CompactDate,
    /// Each row in another of the writings of dates, some in full-width digits.
    AnyDate,
    /// Digits in full width (１２３).
    FullWidth,
    /// Amounts in yuan with thousands separators: 12,345.00.
    Thousands,
    /// Amounts in ten thousand yuan (万元), as numbers.
    TenThousand,
    /// The first alias of a code, or the short name of a body.
    Alias,
}

impl Look {
    /// A plain look with all columns that are not worked out, in the register's order.
    pub fn plain(register: &gongkai_domain::registers::Register) -> Self {
        let columns = register
            .columns
            .iter()
            .filter(|column| !column.computed)
            .map(|column| Shown { column: column.code, heading: None, writing: Writing::Plain })
            .collect();
        Self {
            form: Form::Xlsx,
            above: Vec::new(),
            below: Vec::new(),
            remarks: false,
            serial: false,
            columns,
            sheets: Sheets::One("台账"),
            merged: None,
            total: None,
            hide_each: 0,
            body: None,
            year: None,
        }
    }

    /// With this file format.
    #[must_use]
    pub fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// With title lines above the headings and running numbers.
    #[must_use]
    pub fn titled<const N: usize>(mut self, above: [&str; N]) -> Self {
        self.above = above.iter().map(|&line| line.to_owned()).collect();
        self.serial = true;
        self
    }

    /// With a line below the rows.
    #[must_use]
    pub fn signed(mut self, line: &str) -> Self {
        self.below.push(line.to_owned());
        self
    }

    /// With a sheet of remarks in front.
    #[must_use]
    pub fn remarks(mut self) -> Self {
        self.remarks = true;
        self
    }

    /// With a column written another way.
    #[must_use]
    pub fn writing(mut self, column: &str, writing: Writing) -> Self {
        for shown in self.columns.iter_mut().filter(|shown| shown.column == column) {
            shown.writing = writing;
        }
        self
    }

    /// With every date column written in one way.
    #[must_use]
    pub fn dates(mut self, writing: Writing) -> Self {
        for shown in self.columns.iter_mut().filter(|shown| shown.column.ends_with("_on")) {
            shown.writing = writing;
        }
        self
    }

    /// With another heading.
    #[must_use]
    pub fn heading(mut self, column: &str, heading: &'static str) -> Self {
        for shown in self.columns.iter_mut().filter(|shown| shown.column == column) {
            shown.heading = Some(heading);
        }
        self
    }

    /// Without these columns, which the office leaves empty.
    #[must_use]
    pub fn without(mut self, columns: &[&str]) -> Self {
        self.columns.retain(|shown| !columns.contains(&shown.column));
        self
    }

    /// With these columns first.
    #[must_use]
    pub fn first(mut self, columns: &[&str]) -> Self {
        let place =
            |shown: &Shown| columns.iter().position(|code| *code == shown.column).unwrap_or(columns.len());
        self.columns.sort_by_key(place);
        self
    }

    /// With its rows on these sheets.
    #[must_use]
    pub fn sheets(mut self, sheets: Sheets) -> Self {
        self.sheets = sheets;
        self
    }

    /// With equal neighbours of a column merged into one cell.
    #[must_use]
    pub fn merged(mut self, column: &'static str) -> Self {
        self.merged = Some(column);
        self
    }

    /// With a column added up below (合计) and after each merged group (小计).
    #[must_use]
    pub fn total(mut self, column: &'static str) -> Self {
        self.total = Some(column);
        self
    }

    /// With one row in `each` hidden.
    #[must_use]
    pub fn hiding(mut self, each: usize) -> Self {
        self.hide_each = each;
        self
    }

    /// With the body said outside the ledger, so that it has no column for it.
    #[must_use]
    pub fn body(mut self, body: &'static str) -> Self {
        self.body = Some(body);
        self.without(&["body"])
    }

    /// With the year all rows belong to.
    #[must_use]
    pub fn year(mut self, year: i16) -> Self {
        self.year = Some(year);
        self
    }
}
