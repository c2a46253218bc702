//! The web worker: owns the Python VM, answers requests.

fn main() {}
