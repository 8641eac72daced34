#![allow(clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::print_stdout, missing_docs)]
use gongkai_domain::law::{BUILT_IN, Codes};
use gongkai_domain::reports::formats;
use gongkai_report_check::{CellState, check};
fn main() {
    let formats = formats(BUILT_IN, &Codes::read(BUILT_IN).unwrap()).unwrap();
    for path in std::env::args().skip(1) {
        let document = gongkai_documents::read(&path, &std::fs::read(&path).unwrap()).unwrap();
        let checked = check(&document, &formats, None);
        let json = format!("{}.json", path.rsplit_once('.').unwrap().0);
        let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
        let r = &checked.reading;
        println!(
            "== {} {:?} {:?} {:?} findings {}",
            path.rsplit('/').next().unwrap(),
            r.format,
            r.year,
            r.body,
            checked.findings.len()
        );
        let mut n = 0;
        let mut ok = true;
        let fid = json["format"].as_str().unwrap();
        let f = formats.iter().find(|f| f.id == fid).unwrap();
        let in_tables: std::collections::BTreeSet<&str> =
            f.tables.iter().flat_map(|t| &t.rows).flat_map(|r| &r.cells).map(|c| c.0.as_str()).collect();
        for cell in json["cells"].as_array().unwrap() {
            if !in_tables.contains(cell["code"].as_str().unwrap()) {
                continue;
            }
            n += 1;
            let code = cell["code"].as_str().unwrap();
            let want = cell["value"].as_f64();
            let got = r.cells.get(code).map(|c| (c.state, c.printed.clone(), c.place));
            let same = match (want, &got) {
                (Some(w), Some((CellState::Number(d), ..))) => {
                    d.to_string().parse::<f64>().unwrap() == w
                        || cell["printed"].as_str().is_some_and(|p| p.replace(",", "") == d.to_string())
                }
                (None, None | Some((CellState::Blank | CellState::NotApplicable, ..))) => true,
                _ => false,
            };
            if !same {
                ok = false;
                println!("   {code}: {got:?} want {}", cell["value"]);
            }
        }
        println!("   {n} cells {}", if ok { "same" } else { "DIFFER" });
        for f in &checked.findings {
            if format!("{:?}", f.kind) == "Date" || format!("{:?}", f.kind) == "Template" {
                continue;
            }
            println!("   {:?} {:?} {:?} {}", f.severity, f.kind, f.place, f.says.zh);
        }
    }
}
