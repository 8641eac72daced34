//! Named, timed steps that stop at the first failure.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What has run so far, for the summary at the end.
#[derive(Default)]
pub struct Steps {
    done: Vec<Step>,
    remarks: Vec<String>,
}

struct Step {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// Runs one step under its name; the caller's `?` makes the first failure the last step.
    pub fn run<T>(&mut self, name: &'static str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n── {name}");
        let started = Instant::now();
        let outcome = step();
        self.done.push(Step { name, took: started.elapsed(), passed: outcome.is_ok() });
        outcome.with_context(|| format!("the step “{name}” failed"))
    }

    /// A line to end on, after the table.
    pub fn remark(&mut self, remark: String) {
        self.remarks.push(remark);
    }

    /// Every step with its verdict and time, then the remarks.
    pub fn summarise(&self) {
        println!();
        for Step { name, took, passed } in &self.done {
            println!(
                "{} {name:<28} {:>7.1} s",
                if *passed { "ok    " } else { "FAILED" },
                took.as_secs_f64()
            );
        }
        let total: Duration = self.done.iter().map(|step| step.took).sum();
        println!("       {:<28} {:>7.1} s", "in all", total.as_secs_f64());
        for remark in &self.remarks {
            println!("{remark}");
        }
    }
}
