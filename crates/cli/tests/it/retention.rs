//! What is due is listed, looked at without doing anything, and archived from the command line; its address answers.

use crate::program::Program;

const ITEMS: &str = "发布机构,索引号,名称,信息类别,公开属性,发布日期,正文
某区人民政府办公室,A-1,春节值班的通知,动态类信息,主动公开,2005-02-01,值班安排
某区人民政府办公室,A-2,新近的动态,动态类信息,主动公开,2025-02-01,新的
";

#[test]
fn what_is_due_is_archived_from_the_command_line() {
    let program = Program::with_office();
    let items = program.file("目录.csv", ITEMS);
    program.run(&["import", "items", &items]).done();
    let listed = program.run(&["retention", "list"]).done();
    listed.says(&["A-1", "2015-12-31", "工作动态、一般事务", "次年起算 10 年"]);
    let program_says = program.run(&["retention", "list", "--json"]).done();
    assert_eq!(program_says.out.lines().count(), 1, "{}", program_says.out);
    program.run(&["retention", "run", "--dry-run"]).done().says(&["A-1"]);
    program.run(&["retention", "run", "--body", "nowhere"]).bad_use().says(&["nowhere"]);
    program.run(&["retention", "run"]).done().says(&["已提请，等批准"]);
    program.run(&["retention", "run"]).problems();
    program.run(&["retention", "list"]).done().says(&["A-1"]);
    program.verified();

    let other = Program::with_office();
    let items = other.file("目录.csv", ITEMS);
    other.run(&["import", "items", &items]).done();
    other.run(&["retention", "run", "--alone", "只有一人在岗"]).done().says(&["处置〔", "1号"]);
    let left = other.run(&["retention", "list", "--json"]).done();
    assert_eq!(left.out.trim(), "");
    let address = gongkai_domain::catalogue::short_id("office/A-1");
    let list = String::from_utf8(other.served(&["serve"], &["/zfxxgk/fdzdgknr/"]).remove(0)).unwrap();
    assert!(list.contains("新近的动态") && !list.contains("春节值班的通知"), "{list}");
    let path = format!("/zfxxgk/doc/{address}");
    let page = String::from_utf8(other.served(&["serve"], &[&path]).remove(0)).unwrap();
    for words in ["200 OK", "已归档", "值班安排", "noindex"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    other.run(&["retention", "reckon", "--anew"]).done().says(&["已计算 2"]);
    other.verified();
}
