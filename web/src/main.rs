//! The page: a Leptos application.

fn main() {}
