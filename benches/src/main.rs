//! Benches
fn main(){}
