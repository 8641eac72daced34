use crate::figures::LEDGERS;
use gongkai_demo_data::world::World;
use gongkai_demo_data::{folder, writing};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_same_ledger_gives_the_same_bytes() {
    let world = World::read().unwrap();
    let small: Vec<_> = LEDGERS.iter().filter(|file| file.rows.rows.len() < 1_600).collect();
    assert!(small.len() > 60);
    for file in small {
        let once = writing::bytes(file, &world.vocabulary()).unwrap();
        let again = writing::bytes(&file.clone(), &World::read().unwrap().vocabulary()).unwrap();
        assert!(once == again, "{}", file.path);
    }
}

/// The whole folder takes long to write unoptimised; `cargo xtask demo-data --check` compares all of it.
#[test]
fn the_committed_folder_has_exactly_these_ledgers_and_the_small_ones_are_as_generated() {
    let world = World::read().unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo");
    let small: Vec<_> = LEDGERS.iter().filter(|file| file.rows.rows.len() < 200).cloned().collect();
    let mut contents = folder::contents(&world, &small).unwrap();
    for file in LEDGERS.iter().filter(|file| file.rows.rows.len() >= 200) {
        contents.insert(file.path.clone(), std::fs::read(demo.join(&file.path)).unwrap());
    }
    contents.remove("ledgers.toml");
    let differences = folder::differences(&demo, &contents).unwrap();
    assert_eq!(differences, ["ledgers.toml: is not generated"]);
}

#[test]
fn the_order_file_names_every_ledger_once_and_bodies_first() {
    #[derive(serde::Deserialize)]
    struct Order {
        ledger: Vec<BTreeMap<String, toml::Value>>,
    }
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo");
    let order: Order = toml::from_str(&std::fs::read_to_string(demo.join("ledgers.toml")).unwrap()).unwrap();
    let named: Vec<_> = order.ledger.iter().map(|ledger| ledger["file"].as_str().unwrap()).collect();
    let wanted: Vec<_> = LEDGERS.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(named, wanted);
    assert_eq!(order.ledger[0]["register"].as_str(), Some("bodies"));
    for ledger in &order.ledger {
        let register = ledger["register"].as_str().unwrap();
        assert!(gongkai_domain::registers::find(register).is_some(), "{register}");
    }
}

#[test]
fn a_changed_missing_or_stray_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let contents: BTreeMap<String, Vec<u8>> =
        [("a.csv".to_owned(), b"1".to_vec()), ("b/c.csv".to_owned(), b"2".to_vec())].into();
    folder::write(folder.path(), &contents).unwrap();
    assert!(folder::differences(folder.path(), &contents).unwrap().is_empty());
    std::fs::write(folder.path().join("a.csv"), "x").unwrap();
    std::fs::write(folder.path().join("b/stray.csv"), "x").unwrap();
    std::fs::remove_file(folder.path().join("b/c.csv")).unwrap();
    let told = folder::differences(folder.path(), &contents).unwrap();
    assert_eq!(told.len(), 3, "{told:?}");
}
