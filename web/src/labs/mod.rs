//! The labs: one idea each, moved with one's own hands. Every number on a lab comes from the core.
//!
//! A lab is a file (or a folder, if it is large) with a `LAB` and a component that stand in [`ENTRIES`], a state
//! ([`LabState`]), pictures made of `crate::diagrams`, and a [`LabFrame`] around them, which brings presets, link, reset,
//! challenge and code. Its path goes into `xtask/src/site.rs`.

mod attention;
mod axes;
mod broadcasting;
mod calibration;
mod clusters;
mod convolution;
mod einsum;
mod fields;
mod frame;
mod indexing;
mod initialisation;
mod leakage;
mod memory;
mod neighbours;
mod normalization;
mod optimisers;
mod softmax;
mod state;
mod steps;
mod top_k;
mod training;

pub(crate) use broadcasting::link as broadcasting_link;
pub(crate) use frame::{Challenge, LabFrame, Preset};
pub(crate) use memory::link as memory_link;
pub(crate) use state::{LabState, LabStore};
pub(crate) use steps::{Notes, StepByStep};

use leptos::prelude::*;
use ndgym_core::Array;
use ndgym_core::format::{PrintOptions, array_str};

/// What the list of labs and a lab's own page say of it.
#[derive(Clone, Copy)]
pub(crate) struct Lab {
    /// Its path under `labs/`.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) title: &'static str,
    /// One sentence: what can be seen there.
    pub(crate) summary: &'static str,
    /// Where the list has it.
    pub(crate) group: Group,
}

/// The parts of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Shapes, memory, indices.
    Arrays,
    /// Layers of networks, one step at a time.
    Layers,
    /// Training, clusters, scores.
    Learning,
}

impl Group {
    /// All, in order.
    pub(crate) const ALL: [Group; 3] = [Group::Arrays, Group::Layers, Group::Learning];

    /// Its heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Group::Arrays => "Arrays",
            Group::Layers => "Layers, step by step",
            Group::Learning => "Learning and scoring",
        }
    }
}

/// A lab and what draws it.
type Entry = (Lab, fn() -> AnyView);

/// All labs, in the list's order.
const ENTRIES: &[Entry] = &[
    (broadcasting::LAB, || view! { <broadcasting::BroadcastingLab /> }.into_any()),
    (memory::LAB, || view! { <memory::MemoryLab /> }.into_any()),
    (axes::LAB, || view! { <axes::AxesLab /> }.into_any()),
    (indexing::LAB, || view! { <indexing::IndexingLab /> }.into_any()),
    (einsum::LAB, || view! { <einsum::EinsumLab /> }.into_any()),
    (softmax::LAB, || view! { <softmax::SoftmaxLab /> }.into_any()),
    (attention::LAB, || view! { <attention::AttentionLab /> }.into_any()),
    (normalization::LAB, || view! { <normalization::NormalizationLab /> }.into_any()),
    (convolution::LAB, || view! { <convolution::ConvolutionLab /> }.into_any()),
    (training::LAB, || view! { <training::TrainingLab /> }.into_any()),
    (initialisation::LAB, || view! { <initialisation::InitialisationLab /> }.into_any()),
    (optimisers::LAB, || view! { <optimisers::OptimisersLab /> }.into_any()),
    (clusters::LAB, || view! { <clusters::ClustersLab /> }.into_any()),
    (neighbours::LAB, || view! { <neighbours::NeighboursLab /> }.into_any()),
    (top_k::LAB, || view! { <top_k::TopKLab /> }.into_any()),
    (calibration::LAB, || view! { <calibration::CalibrationLab /> }.into_any()),
    (leakage::LAB, || view! { <leakage::LeakageLab /> }.into_any()),
];

/// What is said of all labs, in the list's order. Without what draws them: who lists them need not load them.
pub(crate) const LABS: [Lab; ENTRIES.len()] = {
    let mut labs = [ENTRIES[0].0; ENTRIES.len()];
    let mut at = 0;
    while at < labs.len() {
        labs[at] = ENTRIES[at].0;
        at += 1;
    }
    labs
};

/// Draws the lab of this path.
pub(crate) fn lab(id: &str) -> Option<AnyView> {
    ENTRIES.iter().find(|(lab, _)| lab.id == id).map(|(_, view)| view())
}

/// The page's clock, in milliseconds.
pub(crate) fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Numbers as NumPy prints an array of them after `np.set_printoptions(precision=4)`.
pub(crate) fn digits4(values: &[f64]) -> String {
    Array::from_slice(&[values.len()], values)
        .map_or_else(|error| error.message, |array| array_digits4(&array))
}

/// An array as NumPy prints it after `np.set_printoptions(precision=4)`.
pub(crate) fn array_digits4(array: &Array) -> String {
    array_str(array, &PrintOptions { precision: 4, ..PrintOptions::default() })
}
