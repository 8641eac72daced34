//! Where the fonts are.

use crate::globals::Globals;
use std::path::{Path, PathBuf};

/// The folders fonts are read from.
///
/// What `--fonts` names is all there is. Otherwise the office's own fonts in the data directory come with those of the
/// release, which lie beside the program or in `../share/gongkai/fonts`; a program built from source finds those of
/// its source tree.
pub fn folders(globals: &Globals) -> Vec<PathBuf> {
    match &globals.fonts {
        Some(folder) => vec![folder.clone()],
        None => std::iter::once(globals.data_dir.join("fonts")).chain(shipped()).collect(),
    }
}

/// The first of the places where the fonts of a release may be; the one beside the program where there is none.
fn shipped() -> Option<PathBuf> {
    let places = places(std::env::current_exe().ok()?.parent()?);
    places.iter().find(|place| place.is_dir()).or_else(|| places.first()).cloned()
}

fn places(program: &Path) -> [PathBuf; 3] {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fonts");
    [program.join("fonts"), program.join("../share/gongkai/fonts"), source]
}
