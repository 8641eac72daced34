//! Every register, in the order an office would look for them.

use super::Register;
use crate::{
    bodies, bulletins, catalogue, channels, credit, engagement, fees, inquiries, modules, petitions, powers,
    procurement, remedies, requests, resources, rules, services, supervision, texts,
};

/// All registers.
pub static ALL: &[&Register] = &[
    &bodies::BODIES,
    &catalogue::ITEMS,
    &channels::PLACEMENTS,
    &requests::REQUESTS,
    &fees::REQUEST_FEES,
    &remedies::RECONSIDERATIONS,
    &remedies::LAWSUITS,
    &remedies::COMPLAINTS,
    &inquiries::INQUIRIES,
    &engagement::HOT_TOPICS,
    &engagement::RESPONSES,
    &engagement::PRESS_CONFERENCES,
    &engagement::INTERVIEWS,
    &engagement::INTERPRETATIONS,
    &engagement::CONSULTATIONS,
    &engagement::LIVELIHOOD_PROJECTS,
    &petitions::PETITIONS,
    &petitions::PAGE_VIEWS,
    &bulletins::BULLETINS,
    &procurement::PROJECTS,
    &procurement::GUIDES,
    &powers::POWER_LISTS,
    &powers::POWER_ITEMS,
    &services::SERVICE_ITEMS,
    &services::CENTRES,
    &services::RESIDENTS,
    &services::WINDOWS,
    &services::BATCHES,
    &services::EXCLUSIONS,
    &services::DECISIONS,
    &credit::LICENCES,
    &credit::PENALTIES,
    &credit::COERCIVE_MEASURES,
    &credit::CHARGES,
    &rules::RULES,
    &rules::REFERENCE_DOCUMENTS,
    &modules::MODULES,
    &supervision::TRAININGS,
    &resources::STAFF,
    &resources::FUNDS,
    &resources::VIEWING_POINTS,
    &supervision::ASSESSMENT_GROUPS,
    &supervision::ASSESSMENT_MEMBERS,
    &supervision::ASSESSMENTS,
    &supervision::FINDINGS,
    &texts::REPORT_TEXTS,
    &texts::REPORT_OVERRIDES,
    &texts::REPORT_NOT_APPLICABLE,
];

/// The register called `code`.
pub fn find(code: &str) -> Option<&'static Register> {
    ALL.iter().copied().find(|register| register.code == code)
}
