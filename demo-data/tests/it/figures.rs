use gongkai_demo_data::figures::{Ledgers, of_2016};
use gongkai_demo_data::files;
use gongkai_demo_data::ledger::LedgerFile;
use gongkai_demo_data::world::World;
use std::sync::LazyLock;

/// All ledgers, made once for every test.
pub static LEDGERS: LazyLock<Vec<LedgerFile>> = LazyLock::new(made);

fn made() -> Vec<LedgerFile> {
    match World::read() {
        Ok(world) => files::all(&world),
        Err(error) => panic!("{error:#}"),
    }
}

#[test]
fn every_figure_of_the_report_is_what_the_rows_give() {
    let wrong: Vec<_> = of_2016(&LEDGERS).into_iter().filter(|(_, found, wanted)| found != wanted).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn approximate_figures_lie_where_the_report_says() {
    let ledgers = Ledgers::new(&LEDGERS);
    let views = ledgers.of_region("page-views").one_of("page", &["petition_hall"]).sum("views");
    assert!((5_101..5_200).contains(&views), "{views}");
    let petitions = ledgers.of_region("petitions").in_year("accepted_on", 2016).rows();
    assert!((91..100).contains(&petitions), "{petitions}");
}

#[test]
fn what_must_not_count_is_there_to_be_left_out() {
    let ledgers = Ledgers::new(&LEDGERS);
    assert!(ledgers.of_authorized("items").rows() > 0);
    assert!(ledgers.of_authorized("placements").rows() > 0);
    assert!(ledgers.of_authorized("procurement-projects").in_year("signed_on", 2016).rows() > 0);
    assert!(ledgers.of_region("procurement-projects").not_by_end_of("signed_on", 2016).rows() > 0);
    assert!(ledgers.of_region("service-items").not_by_end_of("online_on", 2016).rows() > 0);
    assert!(ledgers.of_region("petitions").not_by_end_of("accepted_on", 2016).rows() > 0);
}

#[test]
fn bulletins_are_numbered_without_gaps() {
    let ledgers = Ledgers::new(&LEDGERS);
    let numbers = ledgers.of_office("bulletins").in_year("issue_year", 2016).values("issue_number");
    let wanted: std::collections::BTreeSet<String> = (1..=35).map(|number: i32| number.to_string()).collect();
    assert_eq!(numbers, wanted);
}

#[test]
fn later_years_have_something_to_count_and_to_carry_over() {
    let ledgers = Ledgers::new(&LEDGERS);
    for year in 2021..=2024 {
        let received = ledgers.of_office("requests").in_year("received_on", year).rows();
        assert!((30..=60).contains(&received), "{year}: {received}");
        let carried =
            ledgers.of_office("requests").by_end_of("received_on", year).not_by_end_of("decided_on", year);
        assert!(carried.rows() >= 2, "{year}: {}", carried.rows());
        assert!(ledgers.of_office("licences").in_year("decided_on", year).rows() >= 100);
        assert!(ledgers.of_office("penalties").in_year("decided_on", year).rows() > 0);
        assert!(ledgers.of_office("administrative-charges").in_year("charge_year", year).sum("amount") > 0);
        let valid = ledgers
            .of_office("normative-documents")
            .by_end_of("issued_on", year)
            .not_by_end_of("repealed_on", year);
        assert!(valid.rows() > 0);
    }
}

#[test]
fn every_outcome_of_the_regulation_of_2019_occurs() {
    let ledgers = Ledgers::new(&LEDGERS);
    let codes = World::read().unwrap().codes;
    let occur = ledgers.of_office("requests").values("outcome");
    let missing: Vec<_> = codes
        .list("outcomes")
        .unwrap()
        .codes
        .iter()
        .filter(|code| code.code != "no_special_need" && !occur.contains(&code.code))
        .map(|code| &code.code)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
