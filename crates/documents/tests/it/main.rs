//! Files as people bring them: each kind read back, and none that can do harm.

#![expect(clippy::unwrap_used, reason = "what fails to be made fails the test")]

mod docx;
mod html;
mod kinds;
mod mutations;
mod office;
mod pdf;
mod shown;
mod xlsx;
