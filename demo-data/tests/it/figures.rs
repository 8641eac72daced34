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

#[test]
fn nothing_of_the_years_around_it_touches_2016() {
    let ledgers = Ledgers::new(&LEDGERS);
    let office = |register| ledgers.of_office(register);
    for year in [2014, 2015, 2017, 2018, 2019, 2020] {
        assert!(office("items").in_year("published_on", year).rows() > 40, "{year}");
        assert!(office("requests").in_year("received_on", year).rows() > 10, "{year}");
    }
    for (register, column) in [
        ("reconsiderations", "received_on"),
        ("reconsiderations", "decided_on"),
        ("lawsuits", "received_on"),
        ("lawsuits", "decided_on"),
        ("complaints", "received_on"),
    ] {
        assert_eq!(office(register).in_year(column, 2016).rows(), 0, "{register}");
    }
}

/// Open at the end of a year is what the next year takes over; between 2015 and 2016, and 2016 and 2017, nothing is.
#[test]
fn requests_are_carried_over_but_not_into_or_out_of_2016() {
    let ledgers = Ledgers::new(&LEDGERS);
    let open = |year| {
        let received = ledgers.of_office("requests").by_end_of("received_on", year);
        received.not_by_end_of("decided_on", year).rows()
    };
    let by_year: Vec<i64> = (2013..=2020).map(open).collect();
    assert_eq!(by_year, [0, 2, 0, 0, 3, 3, 4, 4]);
}

/// What a page and a printed report must not lose stands where names are public.
#[test]
fn rare_characters_stand_in_public_names() {
    let ledgers = Ledgers::new(&LEDGERS);
    let mut names = String::new();
    for (register, column) in [
        ("bodies", "leader"),
        ("press-conferences", "speakers"),
        ("interviews", "guest"),
        ("report-texts", "text"),
    ] {
        let values = ledgers.of_region(register).values(column);
        let rare = values.iter().filter(|value| value.contains('某')).cloned().collect::<String>();
        assert!(!rare.is_empty(), "{register}");
        names.push_str(&rare);
    }
    for rare in ['喆', '堃', '赟', '䶮'] {
        assert!(names.contains(rare), "{rare}");
    }
}
