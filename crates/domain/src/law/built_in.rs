//! The files of `law/` as they were when the program was built; the data directory may replace any of them.

use super::LawText;

/// Every file of `law/`, in order of path.
pub const BUILT_IN: &[LawText<'static>] = &[
    LawText { path: "calendars/cn.csv", text: include_str!("../../../../law/calendars/cn.csv") },
    LawText {
        path: "catalogue/publication.toml",
        text: include_str!("../../../../law/catalogue/publication.toml"),
    },
    LawText {
        path: "codes/article-20-topics.toml",
        text: include_str!("../../../../law/codes/article-20-topics.toml"),
    },
    LawText {
        path: "codes/batch-statuses.toml",
        text: include_str!("../../../../law/codes/batch-statuses.toml"),
    },
    LawText { path: "codes/body-kinds.toml", text: include_str!("../../../../law/codes/body-kinds.toml") },
    LawText { path: "codes/body-levels.toml", text: include_str!("../../../../law/codes/body-levels.toml") },
    LawText { path: "codes/channels.toml", text: include_str!("../../../../law/codes/channels.toml") },
    LawText {
        path: "codes/coercive-kinds.toml",
        text: include_str!("../../../../law/codes/coercive-kinds.toml"),
    },
    LawText {
        path: "codes/complaint-kinds.toml",
        text: include_str!("../../../../law/codes/complaint-kinds.toml"),
    },
    LawText {
        path: "codes/disclosure-classes.toml",
        text: include_str!("../../../../law/codes/disclosure-classes.toml"),
    },
    LawText { path: "codes/fee-kinds.toml", text: include_str!("../../../../law/codes/fee-kinds.toml") },
    LawText { path: "codes/grades.toml", text: include_str!("../../../../law/codes/grades.toml") },
    LawText { path: "codes/group-kinds.toml", text: include_str!("../../../../law/codes/group-kinds.toml") },
    LawText {
        path: "codes/inquiry-channels.toml",
        text: include_str!("../../../../law/codes/inquiry-channels.toml"),
    },
    LawText {
        path: "codes/interpretation-forms.toml",
        text: include_str!("../../../../law/codes/interpretation-forms.toml"),
    },
    LawText {
        path: "codes/item-categories.toml",
        text: include_str!("../../../../law/codes/item-categories.toml"),
    },
    LawText {
        path: "codes/licence-categories.toml",
        text: include_str!("../../../../law/codes/licence-categories.toml"),
    },
    LawText {
        path: "codes/module-statuses.toml",
        text: include_str!("../../../../law/codes/module-statuses.toml"),
    },
    LawText {
        path: "codes/normative-kinds.toml",
        text: include_str!("../../../../law/codes/normative-kinds.toml"),
    },
    LawText { path: "codes/outcomes.toml", text: include_str!("../../../../law/codes/outcomes.toml") },
    LawText { path: "codes/pages.toml", text: include_str!("../../../../law/codes/pages.toml") },
    LawText {
        path: "codes/penalty-categories.toml",
        text: include_str!("../../../../law/codes/penalty-categories.toml"),
    },
    LawText {
        path: "codes/petition-channels.toml",
        text: include_str!("../../../../law/codes/petition-channels.toml"),
    },
    LawText {
        path: "codes/petition-kinds.toml",
        text: include_str!("../../../../law/codes/petition-kinds.toml"),
    },
    LawText {
        path: "codes/platform-modules.toml",
        text: include_str!("../../../../law/codes/platform-modules.toml"),
    },
    LawText { path: "codes/power-kinds.toml", text: include_str!("../../../../law/codes/power-kinds.toml") },
    LawText {
        path: "codes/procurement-methods.toml",
        text: include_str!("../../../../law/codes/procurement-methods.toml"),
    },
    LawText {
        path: "codes/procurement-objects.toml",
        text: include_str!("../../../../law/codes/procurement-objects.toml"),
    },
    LawText {
        path: "codes/reference-matters.toml",
        text: include_str!("../../../../law/codes/reference-matters.toml"),
    },
    LawText {
        path: "codes/remedy-results.toml",
        text: include_str!("../../../../law/codes/remedy-results.toml"),
    },
    LawText {
        path: "codes/request-channels.toml",
        text: include_str!("../../../../law/codes/request-channels.toml"),
    },
    LawText {
        path: "codes/request-states.toml",
        text: include_str!("../../../../law/codes/request-states.toml"),
    },
    LawText {
        path: "codes/request-subjects.toml",
        text: include_str!("../../../../law/codes/request-subjects.toml"),
    },
    LawText {
        path: "codes/requester-kinds.toml",
        text: include_str!("../../../../law/codes/requester-kinds.toml"),
    },
    LawText {
        path: "codes/response-channels.toml",
        text: include_str!("../../../../law/codes/response-channels.toml"),
    },
    LawText {
        path: "codes/service-item-kinds.toml",
        text: include_str!("../../../../law/codes/service-item-kinds.toml"),
    },
    LawText {
        path: "codes/service-levels.toml",
        text: include_str!("../../../../law/codes/service-levels.toml"),
    },
    LawText { path: "codes/timeliness.toml", text: include_str!("../../../../law/codes/timeliness.toml") },
    LawText {
        path: "codes/training-kinds.toml",
        text: include_str!("../../../../law/codes/training-kinds.toml"),
    },
    LawText {
        path: "codes/viewing-point-kinds.toml",
        text: include_str!("../../../../law/codes/viewing-point-kinds.toml"),
    },
    LawText {
        path: "codes/window-kinds.toml",
        text: include_str!("../../../../law/codes/window-kinds.toml"),
    },
    LawText {
        path: "codes/withholding-grounds.toml",
        text: include_str!("../../../../law/codes/withholding-grounds.toml"),
    },
    LawText { path: "ledgers/bodies.toml", text: include_str!("../../../../law/ledgers/bodies.toml") },
    LawText { path: "ledgers/items.toml", text: include_str!("../../../../law/ledgers/items.toml") },
    LawText { path: "ledgers/licences.toml", text: include_str!("../../../../law/ledgers/licences.toml") },
    LawText {
        path: "ledgers/normative-documents.toml",
        text: include_str!("../../../../law/ledgers/normative-documents.toml"),
    },
    LawText { path: "ledgers/penalties.toml", text: include_str!("../../../../law/ledgers/penalties.toml") },
    LawText { path: "ledgers/petitions.toml", text: include_str!("../../../../law/ledgers/petitions.toml") },
    LawText {
        path: "ledgers/placements.toml",
        text: include_str!("../../../../law/ledgers/placements.toml"),
    },
    LawText {
        path: "ledgers/procurement-projects.toml",
        text: include_str!("../../../../law/ledgers/procurement-projects.toml"),
    },
    LawText { path: "ledgers/requests.toml", text: include_str!("../../../../law/ledgers/requests.toml") },
    LawText {
        path: "ledgers/service-items.toml",
        text: include_str!("../../../../law/ledgers/service-items.toml"),
    },
    LawText { path: "reading/old-sites.toml", text: include_str!("../../../../law/reading/old-sites.toml") },
    LawText {
        path: "reading/secrecy-marks.toml",
        text: include_str!("../../../../law/reading/secrecy-marks.toml"),
    },
    LawText {
        path: "reading/text-figures.toml",
        text: include_str!("../../../../law/reading/text-figures.toml"),
    },
    LawText { path: "regimes/cn-2008.toml", text: include_str!("../../../../law/regimes/cn-2008.toml") },
    LawText { path: "regimes/cn-2019.toml", text: include_str!("../../../../law/regimes/cn-2019.toml") },
    LawText { path: "reports/gz-2016.toml", text: include_str!("../../../../law/reports/gz-2016.toml") },
    LawText {
        path: "reports/national-2014.toml",
        text: include_str!("../../../../law/reports/national-2014.toml"),
    },
    LawText {
        path: "reports/national-2019.toml",
        text: include_str!("../../../../law/reports/national-2019.toml"),
    },
    LawText {
        path: "reports/national-2021.toml",
        text: include_str!("../../../../law/reports/national-2021.toml"),
    },
    LawText { path: "retention/cn-2006.toml", text: include_str!("../../../../law/retention/cn-2006.toml") },
    LawText { path: "security/sign-in.toml", text: include_str!("../../../../law/security/sign-in.toml") },
    LawText {
        path: "series/annual-reports.toml",
        text: include_str!("../../../../law/series/annual-reports.toml"),
    },
];

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files_below(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "csv") {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_file_of_law_is_built_in() {
        let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
        let mut found = Vec::new();
        files_below(&law, &mut found);
        let mut paths: Vec<String> = found
            .iter()
            .map(|path| path.strip_prefix(&law).unwrap().to_str().unwrap().replace('\\', "/"))
            .collect();
        paths.sort();
        let built_in: Vec<&str> = super::BUILT_IN.iter().map(|text| text.path).collect();
        assert_eq!(built_in, paths, "law/ and crates/domain/src/law/built_in.rs must list the same files");
    }
}
