//! The layers' widths and heights, computed at the first draw.
//!
//! Streams equal NumPy's only if the tables do, to the last bit. Its tables for the normal distribution follow from the
//! recurrence in double precision, those for the exponential one from the same in higher precision; where a published
//! entry deviates from that by a rounding, a line here says so.

use crate::double_double::DoubleDouble;
use crate::random::math::{exp, ln};
use std::array::from_fn;

const LAYERS: usize = 256;
/// Where the normal distribution's tail begins.
pub(super) const NORMAL_EDGE: f64 = 3.654_152_885_361_009;
/// Area of each of its layers.
const NORMAL_AREA: f64 = 0.004_928_673_233_974_652;
/// Where the exponential distribution's tail begins, with what a double leaves over.
pub(super) const EXPONENTIAL_EDGE: f64 = 7.697_117_470_131_05;
const EXPONENTIAL_EDGE_REST: f64 = -3.624_870_366_240_596e-16;

/// The layers of one distribution, for draws of type `K` and results of type `T`. Layer 0 is the base strip with the tail.
pub(super) struct Layers<K, T> {
    /// A draw below this lies inside the rectangle.
    pub(super) inside: [K; LAYERS],
    /// What a draw is multiplied by.
    pub(super) width: [T; LAYERS],
    /// The curve's height at the layer's edge.
    pub(super) height: [T; LAYERS],
}

/// The layers of all distributions.
pub(super) struct Tables {
    pub(super) normal: Layers<u64, f64>,
    pub(super) normal_f32: Layers<u32, f32>,
    pub(super) exponential: Layers<u64, f64>,
    pub(super) exponential_f32: Layers<u32, f32>,
}

/// Calls with the tables.
#[inline]
pub(super) fn with_tables<T>(use_tables: impl FnOnce(&Tables) -> T) -> T {
    thread_local! {
        static TABLES: Tables = Tables::new();
    }
    TABLES.with(use_tables)
}

fn two_to(power: i32) -> f64 {
    2.0_f64.powi(power)
}

impl Tables {
    fn new() -> Tables {
        let (edge, height) = normal_layers();
        let ratio = |i: usize| match i {
            0 => edge[LAYERS - 1] / edge[0],
            1 => 0.0,
            _ => edge[i - 1] / edge[i],
        };
        let normal = Layers {
            inside: from_fn(|i| (ratio(i) * two_to(52)).round_ties_even() as u64),
            width: from_fn(|i| edge[i] / two_to(52)),
            height,
        };
        let normal_f32 = Layers {
            inside: from_fn(|i| (ratio(i) * two_to(23)).round_ties_even() as u32),
            width: edge.map(|edge| (edge / two_to(23)) as f32),
            height: height.map(|height| height as f32),
        };
        let (edge, height) = exponential_layers();
        let ratio = |i: usize| match i {
            0 => edge[LAYERS - 1] / edge[0],
            1 => 0.0.into(),
            _ => edge[i - 1] / edge[i],
        };
        let exponential = Layers {
            inside: from_fn(|i| 2 * (ratio(i) * two_to(52).into()).floor() as u64),
            width: from_fn(|i| edge[i].high / two_to(53)),
            height: height.map(|height| height.high),
        };
        let mut exponential_f32 = Layers {
            inside: from_fn(|i| (ratio(i).high * two_to(23)).round_ties_even() as u32),
            width: edge.map(|edge| (edge.high / two_to(23)) as f32),
            height: height.map(|height| height.high as f32),
        };
        // Almost halfway between two numbers of single precision, and published as the other one.
        let up = &mut exponential_f32.width[226];
        *up = up.next_up();
        for (layer, published) in [(128, 0.188_181_19), (154, 0.132_445_34), (171, 0.101_322_99)] {
            exponential_f32.height[layer] = published;
        }
        Tables { normal, normal_f32, exponential, exponential_f32 }
    }
}

/// The layers' edges and the curve's heights there. Layer 0 is as wide as a rectangle of the same area would be.
fn normal_layers() -> ([f64; LAYERS], [f64; LAYERS]) {
    let density = |x: f64| exp(-0.5 * x * x);
    let (mut edge, mut height) = ([0.0; LAYERS], [1.0; LAYERS]);
    edge[LAYERS - 1] = NORMAL_EDGE;
    height[LAYERS - 1] = density(NORMAL_EDGE);
    edge[0] = NORMAL_AREA / height[LAYERS - 1];
    for i in (1..LAYERS - 1).rev() {
        edge[i] = (-2.0 * ln(NORMAL_AREA / edge[i + 1] + height[i + 1])).sqrt();
        height[i] = density(edge[i]);
        if i == 38 {
            height[i] = height[i].next_up();
        }
    }
    (edge, height)
}

fn exponential_layers() -> ([DoubleDouble; LAYERS], [DoubleDouble; LAYERS]) {
    let last = DoubleDouble::new(EXPONENTIAL_EDGE, EXPONENTIAL_EDGE_REST);
    let (mut edge, mut height) = ([last; LAYERS], [DoubleDouble::from(1.0); LAYERS]);
    height[LAYERS - 1] = (-last).exp();
    let area = (last + 1.0.into()) * height[LAYERS - 1];
    edge[0] = area / height[LAYERS - 1];
    for i in (1..LAYERS - 1).rev() {
        height[i] = area / edge[i + 1] + height[i + 1];
        edge[i] = -height[i].ln();
    }
    (edge, height)
}
