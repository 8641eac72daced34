//! Prints the `create table` and `create index` of registers, to start a migration from a declaration:
//! `cargo run -p gongkai-storage --example register_ddl -- [REGISTER…]` (all without arguments).
#![expect(clippy::print_stdout, reason = "its whole work is to print")]

use gongkai_domain::registers::{ALL, Register};
use gongkai_storage::tables;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for register in
        ALL.iter().filter(|register| wanted.is_empty() || wanted.iter().any(|code| code == register.code))
    {
        println!("{}", ddl(register));
    }
}

fn ddl(register: &Register) -> String {
    let table = tables::of_register(register);
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|(name, kind)| {
            let rest = match name.as_str() {
                "key" => " primary key",
                name if register.column(name).is_some_and(|column| column.required && !column.personal) => {
                    " not null"
                }
                "edition" | "short_id" => " not null",
                _ => "",
            };
            format!("    \"{name}\" {}{rest}", kind.sql())
        })
        .collect();
    let dimensions: Vec<String> = register
        .dimensions()
        .map(gongkai_domain::registers::Column::dimension_column)
        .chain(register.sums().map(|column| column.code.to_owned()))
        .map(|name| format!("\"{name}\""))
        .collect();
    format!(
        "create table {0} (\n{1}\n);\ncreate index {0}_tally on {0} ({2});\n",
        table.name,
        columns.join(",\n"),
        dimensions.join(", ")
    )
}
