//! What a learner can set.

use crate::labs::LabState;
use ndgym_core::ml::network::Initialization;
use serde::{Deserialize, Serialize};

/// Points lie between minus and plus this, in hundredths.
pub(super) const LIMIT: i16 = 300;
/// As many points as there can be.
const MOST_POINTS: usize = 80;
/// As many steps as there can be.
pub(super) const MOST_STEPS: u32 = 300;
/// Learning rates to choose from.
pub(super) const RATES: [f64; 6] = [0.01, 0.03, 0.1, 0.3, 1.0, 2.0];

/// How the weights begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Start {
    He,
    Xavier,
    Tiny,
    Huge,
}

impl Start {
    pub(super) fn initialization(self) -> Initialization {
        match self {
            Start::He => Initialization::He,
            Start::Xavier => Initialization::Xavier,
            Start::Tiny => Initialization::Fixed(0.001),
            Start::Huge => Initialization::Fixed(4.0),
        }
    }

    /// The deviation of weights from so many inputs, as the program has it.
    pub(super) fn text(self, inputs: usize) -> String {
        match self {
            Start::He => format!("np.sqrt(2 / {inputs})"),
            Start::Xavier => format!("np.sqrt(1 / {inputs})"),
            Start::Tiny => "0.001".to_owned(),
            Start::Huge => "4.0".to_owned(),
        }
    }
}

/// How the weights move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Optimizer {
    Sgd,
    Adam,
    AdamW,
}

/// Points, network, optimiser, and how far it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    /// x and y in hundredths, and the class.
    pub(super) points: Vec<[i16; 3]>,
    pub(super) hidden: usize,
    pub(super) start: Start,
    pub(super) optimizer: Optimizer,
    /// Which of [`RATES`].
    pub(super) rate: usize,
    pub(super) seed: u64,
    pub(super) steps: u32,
}

impl Default for State {
    fn default() -> State {
        State {
            points: moons(),
            hidden: 8,
            start: Start::He,
            optimizer: Optimizer::Sgd,
            rate: 3,
            seed: 1,
            steps: 0,
        }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        let inside = |point: &[i16; 3]| {
            point[0].abs() <= LIMIT && point[1].abs() <= LIMIT && (0..3).contains(&point[2])
        };
        (1..=MOST_POINTS).contains(&self.points.len())
            && self.points.iter().all(inside)
            && (1..=32).contains(&self.hidden)
            && self.rate < RATES.len()
            && self.seed <= 1000
            && self.steps <= MOST_STEPS
    }
}

impl State {
    pub(super) fn rate(&self) -> f64 {
        RATES[self.rate.min(RATES.len() - 1)]
    }

    /// One more than the highest class, at least two.
    pub(super) fn classes(&self) -> usize {
        self.points.iter().map(|point| point[2] as usize + 1).max().unwrap_or(2).max(2)
    }

    pub(super) fn add(&mut self, point: [i16; 3]) {
        if self.points.len() < MOST_POINTS {
            self.points.push(point);
        }
    }

    /// The last point stays: a network needs something to learn from.
    pub(super) fn remove(&mut self, at: usize) {
        if self.points.len() > 1 && at < self.points.len() {
            self.points.remove(at);
        }
    }
}

fn point(x: f64, y: f64, class: i16) -> [i16; 3] {
    [(x * 100.0).round() as i16, (y * 100.0).round() as i16, class]
}

/// Two half circles, one in the other's arms.
pub(super) fn moons() -> Vec<[i16; 3]> {
    (0..30)
        .map(|i| {
            let (class, turn) = (i % 2, f64::from(i / 2) / 14.0 * std::f64::consts::PI);
            let wobble = 0.16 * (f64::from(i) * 2.7).sin();
            let (x, y) = (1.5 * turn.cos() + wobble, 1.5 * turn.sin() - wobble);
            if class == 0 { point(x - 0.7, y - 0.4, 0) } else { point(0.7 - x, 0.4 - y, 1) }
        })
        .collect()
}

/// A group with a ring around it.
pub(super) fn rings() -> Vec<[i16; 3]> {
    (0..32)
        .map(|i| {
            let (class, turn) = (i16::from(i % 2 == 1), f64::from(i) * 0.41);
            let radius = if class == 0 {
                0.5 + 0.3 * (f64::from(i) * 1.9).sin()
            } else {
                2.1 + 0.25 * (f64::from(i) * 1.3).sin()
            };
            point(radius * turn.cos(), radius * turn.sin(), class)
        })
        .collect()
}

/// Three groups that touch.
pub(super) fn spread() -> Vec<[i16; 3]> {
    (0..36)
        .map(|i| {
            let class = i % 3;
            let (turn, radius) = (f64::from(i) * 2.4, 0.95 * (f64::from(i) * 1.7).sin().abs());
            let (x, y) = [(-1.2, 0.8), (1.2, 0.9), (0.0, -1.2)][class as usize];
            point(x + radius * turn.cos(), y + radius * turn.sin(), class as i16)
        })
        .collect()
}
