//! The page: a Leptos application. It draws what the core and the engine's worker say, and computes nothing itself.

#![allow(unreachable_pub, reason = "Leptos makes the properties of every component public")]

mod app;
mod components;
mod diagrams;
mod engine;
mod labs;
mod pages;
mod parts;
mod share;
mod site;
mod storage;
mod theme;

fn main() {
    console_error_panic_hook::set_once();
    site::fix_base();
    leptos::mount::mount_to_body(app::App);
}
