//! Amounts that add up: many plausible amounts whose sum is exactly the one reported.

use crate::chance::Chance;

/// Changes `amounts` so that they add up to `total` and stay multiples of `step`, nearly in proportion; all in fen.
///
/// What rounding leaves over is handed out one step at a time; what is less than a step goes to the largest.
pub fn scale_to(amounts: &mut [i64], total: i64, step: i64) {
    let sum: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum::<i128>().max(1);
    for amount in amounts.iter_mut() {
        let scaled = i128::from(*amount) * i128::from(total) / sum;
        *amount = (scaled as i64 / step) * step;
    }
    let mut missing = total - amounts.iter().sum::<i64>();
    for amount in amounts.iter_mut().filter(|amount| **amount > 0) {
        if missing >= step {
            *amount += step;
            missing -= step;
        }
    }
    if let Some(largest) = amounts.iter_mut().max() {
        *largest += missing;
    }
}

/// A purchase budget in fen as offices have them: mostly tens of thousands of yuan, seldom more than a million.
pub fn budget(chance: &mut Chance) -> i64 {
    let bell: f64 = (0..6).map(|_| chance.unit()).sum::<f64>() - 3.0;
    let yuan = (10.3 + bell * 1.45).exp();
    (yuan as i64).clamp(800, 1_900_000) * 100
}
