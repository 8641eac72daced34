//! Use cases: load, ask the domain, save, record the act — one transaction each.

pub mod sealing;
