//! The training itself, kept between two looks at it so that a further step costs one step.

use super::state::{LIMIT, Optimizer, State};
use crate::diagrams::{Field, StepPicture};
use crate::labs::Notes;
use ndgym_core::ml::calculate::max;
use ndgym_core::ml::network::{TwoLayerNet, shut_units, variance};
use ndgym_core::ml::optimizer::{Adam, clip_by_norm};
use ndgym_core::reduce::argmax;
use ndgym_core::{Array, Result};
use std::fmt::Write;

/// How strongly AdamW shrinks the weights.
pub(super) const DECAY: f64 = 0.01;

/// A network on its way.
pub(super) struct Training {
    /// The state that it began with, of which the number of steps does not count.
    origin: State,
    net: TwoLayerNet,
    adam: Adam,
    inputs: Array,
    labels: Array,
    losses: Vec<f64>,
    done: u32,
}

/// A look at the network after so many steps.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    /// The most probable class all over the plot, and how sure the network is.
    pub(super) ground: Field,
    /// Before the first step and after each.
    pub(super) losses: Vec<f64>,
    /// Lengths of the gradients of `W1, b1, W2, b2`.
    pub(super) norms: [f64; 4],
    /// Points whose most probable class is their own.
    pub(super) right: usize,
    /// Variance of the hidden values.
    pub(super) variance: f64,
    /// Hidden units that are 0 for every point.
    pub(super) shut: usize,
}

/// Points as arrays (N, 2) and (N,).
fn arrays(state: &State) -> Result<(Array, Array)> {
    let points = &state.points;
    let places: Vec<f64> =
        points.iter().flat_map(|point| [point[0], point[1]].map(|x| f64::from(x) / 100.0)).collect();
    let classes: Vec<i64> = points.iter().map(|point| i64::from(point[2])).collect();
    Ok((Array::from_slice(&[points.len(), 2], &places)?, Array::from_slice(&[points.len()], &classes)?))
}

impl Training {
    pub(super) fn begin(state: &State) -> Result<Training> {
        let (inputs, labels) = arrays(state)?;
        let net =
            TwoLayerNet::new(2, state.hidden, state.classes(), state.start.initialization(), state.seed)?;
        let mut adam = Adam::new(state.rate());
        adam.decay = if state.optimizer == Optimizer::AdamW { DECAY } else { 0.0 };
        Ok(Training { origin: state.clone(), net, adam, inputs, labels, losses: Vec::new(), done: 0 })
    }

    /// Whether going on from here comes to that state.
    pub(super) fn leads_to(&self, state: &State) -> bool {
        self.done <= state.steps && State { steps: self.origin.steps, ..state.clone() } == self.origin
    }

    /// Goes on to the state's number of steps while there is time; whether it has come there.
    pub(super) fn go_on(&mut self, state: &State, has_time: impl Fn() -> bool) -> Result<bool> {
        while self.done < state.steps {
            if !has_time() {
                return Ok(false);
            }
            let (gradients, _) = self.pass()?;
            self.done += 1;
            match state.optimizer {
                Optimizer::Sgd => self.net.step(&gradients, state.rate())?,
                Optimizer::Adam | Optimizer::AdamW => {
                    let moved = self.adam.step(&self.net.parameters, &gradients, &mut Notes::none())?;
                    self.net.parameters = moved.try_into().unwrap_or_else(|_| self.net.parameters.clone());
                }
            }
        }
        Ok(true)
    }

    /// Gradients and hidden values where it stands; the loss is kept.
    fn pass(&mut self) -> Result<([Array; 4], Array)> {
        let (loss, cache) = self.net.forward(&self.inputs, &self.labels, &mut Notes::none())?;
        let gradients = self.net.backward(&cache, &self.labels, &mut Notes::none())?;
        // The last look's loss is there already.
        if self.losses.len() == self.done as usize {
            self.losses.push(loss.to_vec::<f64>().first().copied().unwrap_or(f64::NAN));
        }
        Ok((gradients, cache.hidden().clone()))
    }

    /// One pass forward and back from where it stands.
    pub(super) fn steps(&self) -> Result<Vec<StepPicture>> {
        let mut notes = Notes::all();
        let (_, cache) = self.net.forward(&self.inputs, &self.labels, &mut notes)?;
        self.net.backward(&cache, &self.labels, &mut notes)?;
        notes.pictures(&["hidden", "labels", "probabilities", "loss", "weights"])
    }

    /// What there is to see where it stands.
    pub(super) fn look(&mut self) -> Result<Seen> {
        let (gradients, hidden) = self.pass()?;
        let mut norms = [0.0; 4];
        for (norm, gradient) in norms.iter_mut().zip(&gradients) {
            *norm = clip_by_norm(std::slice::from_ref(gradient), f64::INFINITY, &mut Notes::none())?.1;
        }
        Ok(Seen {
            ground: ground(&self.net)?,
            losses: self.losses.clone(),
            norms,
            right: self.net.hits(&self.inputs, &self.labels)?,
            variance: variance(&hidden)?,
            shut: shut_units(&hidden)?,
        })
    }
}

impl Seen {
    pub(super) fn loss(&self) -> f64 {
        self.losses.last().copied().unwrap_or(f64::NAN)
    }

    /// What the program prints.
    pub(super) fn printed(&self) -> String {
        let mut text = format!(
            "loss {:.4} at first, {:.4} after {} steps\n",
            self.losses[0],
            self.loss(),
            self.losses.len() - 1
        );
        for (name, norm) in ["W1", "b1", "W2", "b2"].into_iter().zip(self.norms) {
            let _ = writeln!(text, "gradient of {name} {norm:.4}");
        }
        let _ = writeln!(text, "right {}", self.right);
        let _ = writeln!(text, "hidden variance {:.4}, shut units {}", self.variance, self.shut);
        text
    }
}

/// Cells of the ground on which the boundary is drawn.
const COLUMNS: usize = 80;
const ROWS: usize = 60;

fn ground(net: &TwoLayerNet) -> Result<Field> {
    let limit = f64::from(LIMIT) / 100.0;
    let at = |cell: usize, cells: usize| ((cell as f64 + 0.5) / cells as f64 * 2.0 - 1.0) * limit;
    let places: Vec<f64> = (0..ROWS)
        .flat_map(|row| (0..COLUMNS).flat_map(move |column| [at(column, COLUMNS), -at(row, ROWS)]))
        .collect();
    let probabilities = net.probabilities(&Array::from_slice(&[ROWS * COLUMNS, 2], &places)?)?;
    let even = 1.0 / probabilities.shape()[1] as f64;
    let sure = max(&probabilities, &[1], false)?.to_vec::<f64>();
    let classes = argmax(&probabilities, Some(1), false)?.to_vec::<i64>();
    Ok(Field {
        columns: COLUMNS,
        regions: classes.into_iter().map(|class| class as u8).collect(),
        strengths: sure.into_iter().map(|p| ((p - even) / (1.0 - even)) as f32).collect(),
        one_colour: false,
    })
}

/// The loss that the state's network ends with.
pub(super) fn last_loss(state: &State) -> Option<f64> {
    let mut training = Training::begin(state).ok()?;
    training.go_on(state, || true).ok()?;
    training.pass().ok()?;
    training.losses.last().copied()
}
