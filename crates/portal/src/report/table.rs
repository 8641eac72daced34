//! A table of a report as HTML needs it: heads with their scopes, groups of rows, links for the cells.

use gongkai_domain::reports::{ReportRow, ReportTable, TableFigure, TableHead};
use gongkai_web::{Markup, markup};

/// Columns from which a table scrolls in its own region.
const WIDE: usize = 6;

/// A table ready to be laid out.
#[derive(Debug)]
pub(super) struct TableView {
    /// Id of its caption.
    pub id: String,
    /// Title.
    pub title: String,
    /// Unit beside the title.
    pub unit: String,
    /// Remark below.
    pub note: String,
    /// Rows of column heads at the top.
    pub heads: Vec<Vec<Head>>,
    /// Groups of rows: each head that reaches over several rows has its own.
    pub groups: Vec<Vec<Row>>,
    /// Columns in all.
    pub columns: usize,
}

/// A head of a column or row.
#[derive(Debug)]
pub(super) struct Head {
    /// What it says.
    pub text: String,
    /// Columns covered.
    pub columns: usize,
    /// Rows covered.
    pub rows: usize,
    /// `col`, `colgroup`, `row` or `rowgroup`.
    pub scope: &'static str,
    /// Class.
    pub class: &'static str,
}

/// A row below the heads.
#[derive(Debug)]
pub(super) struct Row {
    /// Class: a total, or a part of the total above.
    pub class: &'static str,
    /// Its heads.
    pub heads: Vec<Head>,
    /// Its figures.
    pub cells: Vec<Cell>,
}

/// A figure in a table.
#[derive(Debug)]
pub(super) struct Cell {
    /// Address of its page.
    pub href: String,
    /// What the link says when pointed at.
    pub title: String,
    /// The printed value.
    pub printed: Markup,
    /// Columns covered.
    pub columns: usize,
}

impl TableView {
    pub(super) fn of(
        table: &ReportTable,
        href: impl Fn(&str) -> String,
        title: impl Fn(&str) -> String,
    ) -> Self {
        let is_head = |row: &&ReportRow| matches!(row, ReportRow::Heads(_));
        let top: Vec<&ReportRow> = table.rows.iter().take_while(is_head).collect();
        let below = &table.rows[top.len()..];
        let cell = |figure: &TableFigure| Cell {
            href: href(&figure.cell),
            title: title(&figure.cell),
            printed: markup::printed(&figure.text),
            columns: figure.columns,
        };
        let mut view = Self {
            id: table.id.clone(),
            title: table.title.clone(),
            unit: table.unit.clone(),
            note: table.note.clone(),
            heads: top.iter().map(|row| heads_of(row)).collect(),
            groups: Vec::new(),
            columns: table.rows.iter().map(columns_of).max().unwrap_or_default(),
        };
        let parts = part_classes(below);
        let mut reaching = 0;
        let mut after_single = false;
        for (row, class) in below.iter().zip(parts) {
            let heads = heads_of(row);
            let reach = heads.iter().map(|head| head.rows).max().unwrap_or(1);
            if reaching == 0 && (reach > 1 || !after_single) {
                view.groups.push(Vec::new());
            }
            after_single = reaching == 0 && reach == 1;
            reaching = reaching.max(reach) - 1;
            let (class, cells) = match row {
                ReportRow::Heads(_) => ("heads", Vec::new()),
                ReportRow::Figures { cells, .. } => (class, cells.iter().map(cell).collect()),
            };
            if let Some(group) = view.groups.last_mut() {
                group.push(Row { class, heads, cells });
            }
        }
        view
    }

    /// Whether it is a list of labels with one figure each.
    pub(super) fn is_list(&self) -> bool {
        self.columns == 2 && self.groups.iter().flatten().all(|row| row.heads.len() == 1)
    }

    /// Whether it needs a region of its own to scroll in.
    pub(super) const fn is_wide(&self) -> bool {
        self.columns >= WIDE
    }
}

fn columns_of(row: &ReportRow) -> usize {
    let covered = |heads: &[TableHead]| heads.iter().map(|head| head.columns).sum::<usize>();
    match row {
        ReportRow::Heads(heads) => covered(heads),
        ReportRow::Figures { heads, cells } => {
            covered(heads) + cells.iter().map(|cell| cell.columns).sum::<usize>()
        }
    }
}

fn heads_of(row: &ReportRow) -> Vec<Head> {
    let (heads, is_column) = match row {
        ReportRow::Heads(heads) => (heads, true),
        ReportRow::Figures { heads, .. } => (heads, false),
    };
    let last = heads.len().saturating_sub(1);
    heads
        .iter()
        .enumerate()
        .map(|(at, head)| Head {
            text: head.text.clone(),
            columns: head.columns,
            rows: head.rows,
            scope: match (is_column, head.columns, head.rows) {
                (true, 1, _) => "col",
                (true, ..) => "colgroup",
                (false, _, 1) => "row",
                (false, ..) => "rowgroup",
            },
            class: match (is_column, head.rows) {
                (true, _) => "",
                (false, 1) if at == last => "stay",
                (false, _) => "grp",
            },
        })
        .collect()
}

/// Which rows are totals and which are their parts (其中：), by the words every format uses.
fn part_classes(rows: &[ReportRow]) -> Vec<&'static str> {
    let label = |row: &ReportRow| match row {
        ReportRow::Heads(_) => String::new(),
        ReportRow::Figures { heads, .. } => heads.last().map(|head| head.text.clone()).unwrap_or_default(),
    };
    let labels: Vec<String> = rows.iter().map(label).collect();
    let mut inside = false;
    labels
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let is_first = label.starts_with("其中");
            inside = is_first || inside && label.starts_with(|letter: char| letter.is_ascii_digit());
            let has_parts = labels.get(at + 1).is_some_and(|next| next.starts_with("其中"));
            match (is_first, inside, has_parts || label.contains("总计")) {
                (true, ..) => "sub of",
                (_, true, _) => "sub",
                (_, _, true) => "total",
                _ => "",
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str, columns: usize, rows: usize) -> TableHead {
        TableHead { text: text.to_owned(), columns, rows }
    }

    fn row(heads: Vec<TableHead>, codes: &[&str]) -> ReportRow {
        let figure = |code: &&str| TableFigure { cell: (*code).to_owned(), text: "0".to_owned(), columns: 1 };
        let cells = codes.iter().map(figure).collect();
        ReportRow::Figures { heads, cells }
    }

    fn view(rows: Vec<ReportRow>) -> TableView {
        let table = ReportTable {
            id: "t".to_owned(),
            title: "表".to_owned(),
            unit: String::new(),
            note: String::new(),
            rows,
        };
        TableView::of(&table, |code| format!("/{code}"), str::to_owned)
    }

    #[test]
    fn a_head_that_reaches_down_keeps_its_rows_in_one_group() {
        let view = view(vec![
            ReportRow::Heads(vec![head("", 2, 2), head("申请人", 2, 1)]),
            ReportRow::Heads(vec![head("自然人", 1, 1), head("法人", 1, 1)]),
            row(vec![head("一、新收", 2, 1)], &["a", "b"]),
            row(vec![head("二、结转", 2, 1)], &["c", "d"]),
            row(vec![head("三、结果", 1, 2), head("（一）", 1, 1)], &["e", "f"]),
            row(vec![head("（二）", 1, 1)], &["g", "h"]),
            row(vec![head("四、总计", 2, 1)], &["i", "j"]),
        ]);
        let sizes: Vec<usize> = view.groups.iter().map(Vec::len).collect();
        assert_eq!((view.heads.len(), view.columns, sizes), (2, 4, vec![2, 2, 1]));
        assert_eq!(view.groups[1][0].heads[0].scope, "rowgroup");
        assert_eq!(view.groups[1][1].heads[0].class, "stay");
        assert_eq!(view.heads[0][1].scope, "colgroup");
        assert!(!view.is_list());
    }

    #[test]
    fn parts_hang_below_their_total() {
        let one = |text: &str| row(vec![head(text, 1, 1)], &["x"]);
        let view = view(vec![
            ReportRow::Heads(vec![head("指标", 1, 1), head("数量", 1, 1)]),
            one("目录数"),
            one("申请总数"),
            one("其中：1. 网上"),
            one("2. 信函"),
            one("答复总数"),
        ]);
        let classes: Vec<&str> = view.groups.iter().flatten().map(|row| row.class).collect();
        assert_eq!(classes, ["", "total", "sub of", "sub", ""]);
        assert!(view.is_list());
    }
}
