//! Tests about the workspace as a whole.
#![expect(clippy::expect_used, reason = "a test that finds no workspace has nothing to test")]

mod dependency_direction;
