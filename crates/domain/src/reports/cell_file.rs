//! Reading a cell: `[[cell]]` of a format file, and what grids share with it.

use super::cell::{Cell, Holds, Names, Print, Record};
use super::file::{Keys, Node};
use super::formula::Formula;
use super::formula_text;
use super::rows::{Rows, dimension, read_clauses, read_register};
use crate::bodies::BODIES;
use crate::law::{Codes, LawFault};
use crate::registers::{Column, Kind, Register};
use crate::says::Says;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The keys a `[[cell]]` may have.
pub(super) const CELL_KEYS: &[&str] = &[
    "code",
    "label",
    "unit",
    "count",
    "distinct",
    "sum",
    "list",
    "filled",
    "record",
    "formula",
    "column",
    "columns",
    "scope",
    "where",
    "digits",
    "round_down_to",
    "all_of",
    "names",
    "sort",
    "join",
    "last_join",
    "quote",
    "definition",
    "definition_en",
    "remark",
    "remark_en",
    "applies_to",
];

/// The keys that say what a cell holds; exactly one of them stands in a cell.
const HOLDS: [&str; 7] = ["count", "distinct", "sum", "list", "filled", "record", "formula"];

/// A cell, with the place where it is declared.
pub(super) fn read_cell<'a>(keys: &Keys<'a>, codes: &Codes) -> Result<(Cell, Node<'a>), LawFault> {
    let code = keys.need("code")?;
    let unit = keys.text_or_empty("unit")?;
    let (holds, how) = read_holds(keys, &unit, codes)?;
    let register = match &holds {
        Holds::Count(rows) | Holds::Sum(rows, ..) | Holds::List(rows, _) => Some(rows.register),
        _ => None,
    };
    let names = match (keys.get("names"), register) {
        (None, _) => match &holds {
            Holds::Distinct(rows, _) => Some(read_names(&keys.need("column")?, rows.register, keys, codes)?),
            _ => None,
        },
        (Some(node), Some(register)) => Some(read_names(&node, register, keys, codes)?),
        (Some(node), None) => {
            return Err(node.fault(Says::new(
                "只有 count、sum 的单元格可以列名称",
                "only a cell that counts or sums rows can name them",
            )));
        }
    };
    if names.is_none() && !matches!(holds, Holds::List(..) | Holds::Filled(..)) {
        refuse(keys, &["sort", "join", "last_join", "quote"], how)?;
    }
    let cell = Cell {
        code: read_code(&code)?.to_owned(),
        label: keys.need("label")?.text()?.to_owned(),
        unit,
        holds,
        print: read_print(keys)?,
        names,
        definition: read_says(keys, "definition", "definition_en")?,
        remark: read_says(keys, "remark", "remark_en")?,
        applies_to: keys
            .get("applies_to")
            .map_or(Ok(Vec::new()), |node| read_clauses(&BODIES, &node.any_keys()?, codes))?,
    };
    Ok((cell, code))
}

/// A code: letters, digits, `_` and `.`, beginning with a letter.
pub(super) fn read_code<'a>(node: &Node<'a>) -> Result<&'a str, LawFault> {
    let code = node.text()?;
    let good = code.starts_with(|mark: char| mark.is_ascii_alphabetic())
        && code.chars().all(|mark| mark.is_ascii_alphanumeric() || matches!(mark, '_' | '.'));
    if good {
        Ok(code)
    } else {
        Err(node.fault(Says::new(
            "代码由字母、数字、下划线和点组成，以字母开头",
            "a code is made of letters, digits, _ and ., and begins with a letter",
        )))
    }
}

fn read_holds(keys: &Keys<'_>, unit: &str, codes: &Codes) -> Result<(Holds, &'static str), LawFault> {
    let found: Vec<(&'static str, Node<'_>)> =
        HOLDS.iter().filter_map(|key| keys.get(key).map(|node| (*key, node))).collect();
    let [(how, node)] = found.as_slice() else {
        let list = HOLDS.join(", ");
        let says = Says::new(
            format!("每个单元格要写明且只写明一种内容：{list}"),
            format!("a cell holds exactly one thing: {list}"),
        );
        return Err(found
            .get(1)
            .map_or_else(|| keys.fault(says.clone()), |(_, node)| node.fault(says.clone())));
    };
    let holds = match *how {
        "record" => Holds::Record(read_record(node)?),
        "formula" => Holds::Formula(read_formula(node)?),
        how => {
            let register = read_register(node)?;
            let rows = Rows::read(register, keys, codes)?;
            read_counted(how, rows, keys, unit, codes)?
        }
    };
    match *how {
        "record" | "formula" => refuse(keys, &["column", "columns", "scope", "where"], how)?,
        "count" => refuse(keys, &["column", "columns"], how)?,
        "filled" => refuse(keys, &["column"], how)?,
        _ => refuse(keys, &["columns"], how)?,
    }
    Ok((holds, *how))
}

fn read_counted(
    how: &str,
    rows: Rows,
    keys: &Keys<'_>,
    unit: &str,
    codes: &Codes,
) -> Result<Holds, LawFault> {
    let register = rows.register;
    Ok(match how {
        "count" => Holds::Count(rows),
        "distinct" => {
            let node = keys.need("column")?;
            Holds::Distinct(rows, dimension(register, node.text()?, &node)?)
        }
        "sum" => {
            let (column, per_unit) = read_sum_column(register, keys, unit)?;
            Holds::Sum(rows, column, per_unit)
        }
        "list" => Holds::List(rows, read_names(&keys.need("column")?, register, keys, codes)?),
        _ => {
            let node = keys.need("columns")?;
            let columns =
                node.texts()?.into_iter().map(|(at, code)| shown_column(register, code, &at)).collect();
            Holds::Filled(rows, columns_of(columns)?)
        }
    })
}

fn columns_of(columns: Vec<Result<&'static Column, LawFault>>) -> Result<Vec<&'static Column>, LawFault> {
    columns.into_iter().collect()
}

/// The column to add up, and how many of its units make one unit of the cell.
pub(super) fn read_sum_column(
    register: &'static Register,
    keys: &Keys<'_>,
    unit: &str,
) -> Result<(&'static Column, Decimal), LawFault> {
    let node = keys.need("column")?;
    let code = node.text()?;
    let column = register.sums().find(|column| column.code == code).ok_or_else(|| {
        let known: Vec<&str> = register.sums().map(|column| column.code).collect();
        let (known, zh, en) = (known.join(", "), register.zh, register.en);
        node.fault(Says::new(
            format!("“{zh}”的列 {code} 不能求和；可求和的列：{known}"),
            format!("{code} of “{en}” cannot be added up; these can: {known}"),
        ))
    })?;
    let per_unit = match (column.kind, unit) {
        (Kind::Money, "元") => Decimal::from(100),
        (Kind::Money, "万元") => Decimal::from(1_000_000),
        (Kind::Money, "亿元") => Decimal::from(10_000_000_000_i64),
        (Kind::Money, _) => {
            return Err(keys.get("unit").unwrap_or(node).fault(Says::new(
                "金额的单位只能是元、万元或亿元",
                "the unit of money is 元, 万元 or 亿元",
            )));
        }
        _ => Decimal::ONE,
    };
    Ok((column, per_unit))
}

/// How rows are named by the columns of `node`.
fn read_names(
    node: &Node<'_>,
    register: &'static Register,
    keys: &Keys<'_>,
    codes: &Codes,
) -> Result<Names, LawFault> {
    let mut columns = Vec::new();
    let mut words = BTreeMap::new();
    for (at, code) in node.texts()? {
        let column = shown_column(register, code, &at)?;
        if let Kind::Code(list) = column.kind {
            for entry in codes.list(list).into_iter().flat_map(|list| &list.codes) {
                words.insert((column.code, entry.code.clone()), entry.zh.clone());
            }
        }
        columns.push(column);
    }
    let sort = keys
        .get("sort")
        .map(|node| node.text().and_then(|code| shown_column(register, code, &node)))
        .transpose()?;
    let text = |key: &str| keys.get(key).map(|node| node.text().map(str::to_owned)).transpose();
    Ok(Names {
        columns,
        sort,
        words,
        quote: keys.get("quote").map(|node| read_quote(&node)).transpose()?,
        join: text("join")?.unwrap_or_else(|| "、".to_owned()),
        last_join: text("last_join")?,
    })
}

fn read_quote(node: &Node<'_>) -> Result<(String, String), LawFault> {
    let marks: Vec<char> = node.text()?.chars().collect();
    match marks.as_slice() {
        [before, after] => Ok((before.to_string(), after.to_string())),
        _ => {
            Err(node
                .fault(Says::new("这里应是前后两个符号，如《》", "these must be two marks, such as 《》")))
        }
    }
}

/// A column of a register that may be shown: not personal.
fn shown_column(
    register: &'static Register,
    code: &str,
    node: &Node<'_>,
) -> Result<&'static Column, LawFault> {
    register.column(code).filter(|column| column.is_public()).ok_or_else(|| {
        let known: Vec<&str> =
            register.columns.iter().filter(|column| column.is_public()).map(|column| column.code).collect();
        let (known, zh, en) = (known.join(", "), register.zh, register.en);
        node.fault_in(
            code,
            Says::new(
                format!("“{zh}”没有可公开的列 {code}；可用的列：{known}"),
                format!("“{en}” has no column {code} that may be shown; it has: {known}"),
            ),
        )
    })
}

fn read_record(node: &Node<'_>) -> Result<Record, LawFault> {
    let text = node.text()?;
    let fault = || {
        node.fault(Says::new(
            "记录只能是 year、tables、body.列名、own.位置 或 headings.位置",
            "a record is year, tables, body.COLUMN, own.PLACE or headings.PLACE",
        ))
    };
    match (text, text.split_once('.')) {
        ("year", _) => Ok(Record::Year),
        ("tables", _) => Ok(Record::Tables),
        (_, Some(("body", column))) => shown_column(&BODIES, column, node).map(Record::Body),
        (_, Some(("own", place))) => Ok(Record::Own(place.to_owned())),
        (_, Some(("headings", place))) => Ok(Record::Headings(place.to_owned())),
        _ => Err(fault()),
    }
}

/// Reads a formula of a key.
pub(super) fn read_formula(node: &Node<'_>) -> Result<Formula, LawFault> {
    formula_text::parse(node.text()?).map_err(|fault| {
        node.fault_in(
            &fault.word,
            Says::new(
                "算式写法有误；可用 + - * / ( )、sum(F14:F20)、previous(F13) 和单元格代码",
                "the formula is not right; it may use + - * / ( ), sum(F14:F20), previous(F13) and cell codes",
            ),
        )
    })
}

/// Reads how a value is printed.
pub(super) fn read_print(keys: &Keys<'_>) -> Result<Print, LawFault> {
    let step = keys.get("round_down_to").map(|node| node.number().map(|step| (node, step))).transpose()?;
    if let Some((node, 0)) = step {
        return Err(node.fault(Says::new("取整的步长要大于零", "the step must be greater than 0")));
    }
    Ok(Print {
        digits: keys.get("digits").map(|node| node.number()).transpose()?,
        round_down_to: step.map(|(_, step)| Decimal::from(step)),
        all_of: keys.get("all_of").map(|node| node.text().map(str::to_owned)).transpose()?,
    })
}

/// A sentence in both languages; where one is given, so must be the other.
pub(super) fn read_says(keys: &Keys<'_>, zh: &str, en: &str) -> Result<Option<Says>, LawFault> {
    if keys.get(zh).is_none() && keys.get(en).is_none() {
        return Ok(None);
    }
    Ok(Some(Says::new(keys.need(zh)?.text()?, keys.need(en)?.text()?)))
}

fn refuse(keys: &Keys<'_>, unfit: &[&str], how: &str) -> Result<(), LawFault> {
    match unfit.iter().find_map(|key| keys.get(key)) {
        None => Ok(()),
        Some(node) => Err(node.fault(Says::new(
            format!("这个键不能与 {how} 一起用"),
            format!("this key does not go with {how}"),
        ))),
    }
}
