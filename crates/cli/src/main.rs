//! ndgym on the command line: run a file, check a solution.

fn main() {}
