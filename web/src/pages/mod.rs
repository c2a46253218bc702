//! The pages. A new one needs a route in `app` and its path in `xtask/src/site.rs`.

mod data;
mod home;
mod lab;
mod not_found;
mod playground;
mod problem_list;
mod quiz;
mod race;
mod workspace;

pub(crate) use data::DataPage;
pub(crate) use home::HomePage;
pub(crate) use lab::{LabListPage, LabPage};
pub(crate) use not_found::NotFoundPage;
pub(crate) use playground::PlaygroundPage;
pub(crate) use problem_list::ProblemListPage;
pub(crate) use quiz::QuizPage;
pub(crate) use race::RacePage;
pub(crate) use workspace::WorkspacePage;
