//! What a cell means, in words: register, scope, conditions, and how it is printed.

use super::cell::{Cell, Holds, Names, Record};
use super::plan::Plan;
use super::rows::{Clause, ClauseTest, Rows};
use crate::registers::{Column, Test};
use crate::says::Says;

impl Plan<'_> {
    /// The definition of a cell for this body and year.
    pub(super) fn definition(&self, cell: &Cell) -> Says {
        let mut says = match &cell.definition {
            Some(written) => self.filled_in(written),
            None => self.generated(cell),
        };
        let step = cell.print.round_down_to.map(|step| {
            Says::new(
                format!("打印时舍到{step}的整数倍，有舍去的加“多”字。"),
                format!("Printed rounded down to a multiple of {step}, with 多 where cut off."),
            )
        });
        for more in cell.remark.iter().map(|remark| self.filled_in(remark)).chain(step) {
            says = Says::new(format!("{}{}", says.zh, more.zh), format!("{} {}", says.en, more.en));
        }
        says
    }

    fn filled_in(&self, says: &Says) -> Says {
        let fill = |words: &str| {
            words.replace("{year}", &self.year.to_string()).replace("{body}", &self.territory.body_name())
        };
        Says::new(fill(&says.zh), fill(&says.en))
    }

    fn generated(&self, cell: &Cell) -> Says {
        match &cell.holds {
            Holds::Count(rows) => {
                let unit = rows.register.unit;
                self.about(rows, &format!("一条记录计1{unit}"), "each row counts once")
            }
            Holds::Distinct(rows, column) => self.about(
                rows,
                &format!("按“{}”去重，相同的只计一次", column.zh),
                &format!("each “{}” counts once", column.en),
            ),
            Holds::Sum(rows, column, _) => self.about(
                rows,
                &format!("“{}”相加，以{}计", column.zh, cell.unit),
                &format!("“{}” added up, in {}", column.en, cell.unit),
            ),
            Holds::List(rows, names) => self.listed(rows, names),
            Holds::Filled(rows, columns) => self.about(
                rows,
                &format!("列出其中有任何一条填写的栏目，共查{}栏", columns.len()),
                &format!("of {} columns, those any row fills in", columns.len()),
            ),
            Holds::Record(record) => self.recorded(record),
            Holds::Formula(formula) => {
                // A total over a row repeats the row's label in every operand; once is enough.
                let row = cell.label.split_once('·').map_or("", |(row, _)| row);
                let label = |code: &str, _| {
                    let label = self.format.cell(code).map_or(code, |cell| cell.label.as_str());
                    let own = label.strip_prefix(row).and_then(|label| label.strip_prefix('·'));
                    format!("{}（{code}）", own.unwrap_or(label))
                };
                Says::new(
                    format!("由其他单元格算出：{}。", formula.written(&label)),
                    format!("Worked out from other cells: {}.", formula.written(&|code, _| code.to_owned())),
                )
            }
        }
    }

    fn listed(&self, rows: &Rows, names: &Names) -> Says {
        let zh: Vec<&str> = names.columns.iter().map(|column| column.zh).collect();
        let en: Vec<&str> = names.columns.iter().map(|column| column.en).collect();
        self.about(
            rows,
            &format!("列出“{}”，相同的只列一次", zh.join("”或“")),
            &format!("“{}” listed, each once", en.join("” or “")),
        )
    }

    fn about(&self, rows: &Rows, zh: &str, en: &str) -> Says {
        let scope = self.territory.says(rows.scope, &self.format.excluded);
        let of_body = rows.of_body.iter().map(|clause| {
            let says = self.says(clause);
            Says::new(format!("所属机构的{}", says.zh), format!("of a body whose {}", says.en))
        });
        let clauses: Vec<Says> = rows.clauses.iter().map(|clause| self.says(clause)).chain(of_body).collect();
        let join = |pick: fn(&Says) -> &str, by: &str| clauses.iter().map(pick).collect::<Vec<_>>().join(by);
        let colon = |words: String, mark: &str| {
            if words.is_empty() { String::new() } else { format!("{mark}{words}") }
        };
        Says::new(
            format!(
                "“{}”中属于{}的记录{}。{zh}。",
                rows.register.zh,
                scope.zh,
                colon(join(|says| &says.zh, "；"), "：")
            ),
            format!(
                "Rows of “{}” of {}{}; {en}.",
                rows.register.en,
                scope.en,
                colon(join(|says| &says.en, "; "), ": ")
            ),
        )
    }

    fn says(&self, clause: &Clause) -> Says {
        let column = name(clause.column);
        let (zh, en, words) = (&column.zh, &column.en, &clause.words);
        match &clause.test {
            ClauseTest::When(time) => time.says(&column, self.year),
            ClauseTest::Always(Test::OneOf(_)) => {
                Says::new(format!("{zh}为{}", words.zh), format!("{en} is {}", words.en))
            }
            ClauseTest::Always(Test::NoneOf(_)) => {
                Says::new(format!("{zh}不是{}", words.zh), format!("{en} is not {}", words.en))
            }
            ClauseTest::Always(Test::Present | Test::Year { .. }) => {
                Says::new(format!("已填{zh}"), format!("{en} is filled in"))
            }
            ClauseTest::Always(Test::Absent) => {
                Says::new(format!("未填{zh}"), format!("{en} is not filled in"))
            }
        }
    }

    fn recorded(&self, record: &Record) -> Says {
        let label = |place: &str| {
            let found = self.format.places.iter().find(|known| known.id == place);
            found.map_or_else(|| place.to_owned(), |place| place.label.clone())
        };
        match record {
            Record::Year => Says::new("本报告的年度。", "The year of this report."),
            Record::Tables => Says::new("本报告附表的张数。", "The number of tables of this report."),
            Record::Body(column) => Says::new(
                format!("“机构名录”中{}的“{}”。", self.territory.body_name(), column.zh),
                format!("“{}” of {} in the register of bodies.", column.en, self.territory.body_name()),
            ),
            Record::Own(place) => Says::new(
                format!("单位自撰文字“{}”。", label(place)),
                format!("The office's own words at “{place}”."),
            ),
            Record::Headings(place) => Says::new(
                format!("单位自撰文字“{}”中（一）（二）……小标题的个数。", label(place)),
                format!("The number of headings （一）（二）… in the office's own words at “{place}”."),
            ),
        }
    }
}

fn name(column: &Column) -> Says {
    Says::new(column.zh, format!("“{}”", column.en))
}
