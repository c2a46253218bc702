//! Gradient descent: plain, with momentum, Adam, AdamW; clipping of gradients.

use super::Recorder;
use super::calculate::{
    add, constant, divide, maximum, minimum, multiply, number, sqrt, square, subtract, sum,
};
use super::step::step;
use crate::array::Array;
use crate::dtype::DType;
use crate::error::{Error, Result};

/// `parameter - rate * gradient` for each.
///
/// # Errors
/// `ValueError` as broadcasting words it, or if there are not as many gradients as parameters; `MemoryError`.
///
/// Source: H. Robbins and S. Monro, "A Stochastic Approximation Method" (1951).
///
/// ```
/// use ndgym_core::{Array, ml::optimizer::sgd};
/// let (parameter, gradient) = (Array::from_slice(&[1], &[1.0]).unwrap(), Array::from_slice(&[1], &[4.0]).unwrap());
/// assert_eq!(sgd(&[parameter], &[gradient], 0.5, &mut ()).unwrap()[0].to_vec::<f64>(), [-1.0]);
/// ```
pub fn sgd(
    parameters: &[Array],
    gradients: &[Array],
    rate: f64,
    recorder: &mut impl Recorder,
) -> Result<Vec<Array>> {
    same_number(parameters, gradients)?;
    let mut moved = Vec::with_capacity(parameters.len());
    for (parameter, gradient) in parameters.iter().zip(gradients) {
        let after = subtract(parameter, multiply(gradient, number(rate))?)?;
        step!(
            recorder, "Step against the gradient", r"\theta \leftarrow \theta - \eta\, g", "parameter = parameter - rate * g",
            ["parameter" ["…"] parameter, "g" ["…"] gradient] => ["parameter" ["…"] &after],
            "The same rate for every direction: where the loss is steep across and flat along, a rate that is safe across is slow along."
        );
        moved.push(after);
    }
    Ok(moved)
}

fn same_number(parameters: &[Array], gradients: &[Array]) -> Result<()> {
    if parameters.len() == gradients.len() {
        return Ok(());
    }
    Err(Error::value("zip() argument 2 has another length than argument 1"))
}

/// Gradient descent with momentum: `v = momentum * v + gradient`, then `parameter - rate * v`.
///
/// Source: B. Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
#[derive(Clone, Debug)]
pub struct Momentum {
    /// Learning rate.
    pub rate: f64,
    /// How much of the velocity stays at each step.
    pub momentum: f64,
    velocities: Vec<Array>,
}

impl Momentum {
    /// At rest.
    pub fn new(rate: f64, momentum: f64) -> Momentum {
        Momentum { rate, momentum, velocities: Vec::new() }
    }

    /// Parameters after a step along gradients of the same shapes.
    ///
    /// # Errors
    /// As [`sgd`].
    ///
    /// ```
    /// use ndgym_core::{Array, ml::optimizer::Momentum};
    /// let gradient = [Array::from_slice(&[1], &[1.0]).unwrap()];
    /// let mut descent = Momentum::new(0.1, 0.5);
    /// let once = descent.step(&[Array::from_slice(&[1], &[0.0]).unwrap()], &gradient, &mut ()).unwrap();
    /// let twice = descent.step(&once, &gradient, &mut ()).unwrap();
    /// assert!((twice[0].to_vec::<f64>()[0] + 0.1 + 0.15).abs() < 1e-12);
    /// ```
    pub fn step(
        &mut self,
        parameters: &[Array],
        gradients: &[Array],
        recorder: &mut impl Recorder,
    ) -> Result<Vec<Array>> {
        same_number(parameters, gradients)?;
        if self.velocities.is_empty() {
            let zeros = |array: &Array| Array::zeros(array.shape(), array.dtype());
            self.velocities = gradients.iter().map(zeros).collect::<Result<_>>()?;
        }
        same_number(&self.velocities, gradients)?;
        let mut moved = Vec::with_capacity(parameters.len());
        for ((parameter, gradient), velocity) in parameters.iter().zip(gradients).zip(&mut self.velocities) {
            let faster = add(multiply(&*velocity, number(self.momentum))?, gradient)?;
            step!(
                recorder, "Keep some of the velocity", r"v \leftarrow \mu v + g", "v = momentum * v + g",
                ["v" ["…"] velocity, "g" ["…"] gradient] => ["v" ["…"] &faster],
                "Gradients that agree add up to 1 / (1 - momentum) times one of them; those that flip their sign cancel."
            );
            let after = subtract(parameter, multiply(&faster, number(self.rate))?)?;
            step!(
                recorder, "Step along the velocity", r"\theta \leftarrow \theta - \eta\, v", "parameter = parameter - rate * v",
                ["parameter" ["…"] parameter, "v" ["…"] &faster] => ["parameter" ["…"] &after],
                "A raised momentum wants a lowered rate: the steps are longer by the same factor."
            );
            *velocity = faster;
            moved.push(after);
        }
        Ok(moved)
    }
}

/// Adam, and AdamW where `decay` is not 0.
///
/// Sources: D. Kingma and J. Ba, "Adam", ICLR (2015); I. Loshchilov and F. Hutter, "Decoupled Weight Decay
/// Regularization", ICLR (2019).
#[derive(Clone, Debug)]
pub struct Adam {
    /// Learning rate.
    pub rate: f64,
    /// How much of the mean gradient stays at each step.
    pub beta1: f64,
    /// How much of the mean square stays at each step.
    pub beta2: f64,
    /// Keeps the quotient finite.
    pub eps: f64,
    /// Weight decay, apart from the gradient.
    pub decay: f64,
    steps: i32,
    moments: Vec<(Array, Array)>,
}

impl Adam {
    /// With the paper's constants.
    pub fn new(rate: f64) -> Adam {
        Adam { rate, beta1: 0.9, beta2: 0.999, eps: 1e-8, decay: 0.0, steps: 0, moments: Vec::new() }
    }

    /// Parameters after a step along gradients of the same shapes.
    ///
    /// # Errors
    /// As [`sgd`].
    ///
    /// ```
    /// use ndgym_core::{Array, ml::optimizer::Adam};
    /// let parameter = Array::from_slice(&[1], &[1.0]).unwrap();
    /// let gradient = Array::from_slice(&[1], &[1e-3]).unwrap();
    /// let moved = Adam::new(0.1).step(&[parameter], &[gradient], &mut ()).unwrap();
    /// assert!((moved[0].to_vec::<f64>()[0] - 0.9).abs() < 1e-5); // the first step is the rate, whatever the gradient's size
    /// ```
    pub fn step(
        &mut self,
        parameters: &[Array],
        gradients: &[Array],
        recorder: &mut impl Recorder,
    ) -> Result<Vec<Array>> {
        same_number(parameters, gradients)?;
        if self.moments.is_empty() {
            let zeros = |array: &Array| Array::zeros(array.shape(), array.dtype());
            self.moments =
                parameters.iter().map(|array| Ok((zeros(array)?, zeros(array)?))).collect::<Result<_>>()?;
        }
        self.steps += 1;
        let mut moved = Vec::with_capacity(parameters.len());
        for (at, (parameter, gradient)) in parameters.iter().zip(gradients).enumerate() {
            moved.push(self.move_one(at, parameter, gradient, recorder)?);
        }
        Ok(moved)
    }

    fn move_one(
        &mut self,
        at: usize,
        parameter: &Array,
        gradient: &Array,
        recorder: &mut impl Recorder,
    ) -> Result<Array> {
        let Some((mean, mean_square)) = self.moments.get(at) else {
            return Err(Error::value("zip() argument 2 has another length than argument 1"));
        };
        let blended = |old: &Array, beta: f64, new: &Array| {
            add(multiply(old, number(beta))?, multiply(new, number(1.0 - beta))?)
        };
        let mean = blended(mean, self.beta1, gradient)?;
        let mean_square = blended(mean_square, self.beta2, &square(gradient)?)?;
        step!(
            recorder, "Running means", r"m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2",
            "m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2",
            ["g" ["…"] gradient] => ["m" ["…"] &mean, "v" ["…"] &mean_square],
            "Two arrays as large as the parameters: Adam's state is twice the model."
        );
        let corrected = divide(&mean, number(1.0 - self.beta1.powi(self.steps)))?;
        let corrected_square = divide(&mean_square, number(1.0 - self.beta2.powi(self.steps)))?;
        let direction = divide(&corrected, add(&sqrt(&corrected_square)?, number(self.eps))?)?;
        step!(
            recorder, "Correct the bias towards 0", r"\hat{m} = \frac{m}{1 - \beta_1^t}, \quad \hat{v} = \frac{v}{1 - \beta_2^t}",
            "direction = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)",
            ["m" ["…"] &mean, "v" ["…"] &mean_square] => ["direction" ["…"] &direction],
            "Both means start at 0; without the correction the first steps are far too large, for v lags behind m."
        );
        let decayed = multiply(parameter, number(1.0 - self.rate * self.decay))?;
        let moved = subtract(&decayed, multiply(&direction, number(self.rate))?)?;
        step!(
            recorder, "Decay, then step", r"\theta \leftarrow (1 - \eta \lambda)\,\theta - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
            "parameter = parameter * (1 - rate * decay) - rate * direction",
            ["parameter" ["…"] parameter, "direction" ["…"] &direction] => ["parameter" ["…"] &moved],
            "Decay put into the gradient would be divided by the root of v and so decay rare weights most."
        );
        self.moments[at] = (mean, mean_square);
        Ok(moved)
    }
}

/// Gradients scaled so that their common length is at most `max_norm`, and the length before.
///
/// # Errors
/// `MemoryError`.
///
/// Source: R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks", ICML (2013).
///
/// ```
/// use ndgym_core::{Array, ml::optimizer::clip_by_norm};
/// let gradients = [Array::from_slice(&[1], &[3.0]).unwrap(), Array::from_slice(&[1], &[4.0]).unwrap()];
/// let (clipped, norm) = clip_by_norm(&gradients, 1.0, &mut ()).unwrap();
/// assert_eq!(norm, 5.0);
/// assert!((clipped[0].to_vec::<f64>()[0] - 0.6).abs() < 1e-5);
/// ```
pub fn clip_by_norm(
    gradients: &[Array],
    max_norm: f64,
    recorder: &mut impl Recorder,
) -> Result<(Vec<Array>, f64)> {
    let mut total = 0.0;
    for gradient in gradients {
        let axes: Vec<i64> = (0..gradient.rank() as i64).collect();
        total += sum(&square(gradient)?, &axes, false)?.to_vec::<f64>().first().copied().unwrap_or(0.0);
    }
    let norm = f64::sqrt(total);
    let length = || constant(norm, DType::Float64);
    if let Some(first) = gradients.first() {
        step!(
            recorder, "One length for all gradients", r"\lVert g \rVert = \sqrt{\sum_k \sum_i g_{ki}^2}",
            "norm = np.sqrt(sum((g**2).sum() for g in gradients))",
            ["gradients[0]" ["…"] first] => ["norm" [] &length()?],
            "Over all parameters together; clipping each array by its own length would turn the step."
        );
    }
    let scale = if norm > max_norm { max_norm / (norm + 1e-6) } else { 1.0 };
    let mut clipped = Vec::with_capacity(gradients.len());
    for gradient in gradients {
        let after = multiply(gradient, number(scale))?;
        step!(
            recorder, "One factor for all", r"g \leftarrow g \min\left(1, \frac{c}{\lVert g \rVert}\right)",
            "clipped = g * min(1, max_norm / (norm + 1e-6))",
            ["g" ["…"] gradient, "norm" [] &length()?] => ["clipped" ["…"] &after],
            "The direction is kept, only the length is bounded: one exploding batch moves the weights no farther than any other."
        );
        clipped.push(after);
    }
    Ok((clipped, norm))
}

/// Each element kept within `-limit` and `limit`, which may bend the direction.
///
/// # Errors
/// `MemoryError`.
///
/// Source: T. Mikolov, "Statistical Language Models Based on Neural Networks" (2012).
///
/// ```
/// use ndgym_core::{Array, ml::optimizer::clip_by_value};
/// let gradient = Array::from_slice(&[2], &[3.0, -0.5]).unwrap();
/// assert_eq!(clip_by_value(&[gradient], 1.0, &mut ()).unwrap()[0].to_vec::<f64>(), [1.0, -0.5]);
/// ```
pub fn clip_by_value(gradients: &[Array], limit: f64, recorder: &mut impl Recorder) -> Result<Vec<Array>> {
    let mut clipped = Vec::with_capacity(gradients.len());
    for gradient in gradients {
        let after = minimum(maximum(gradient, number(-limit))?, number(limit))?;
        step!(
            recorder, "Keep each number within the limit", r"g_i \leftarrow \max(-c, \min(c, g_i))", "clipped = np.clip(g, -limit, limit)",
            ["g" ["…"] gradient] => ["clipped" ["…"] &after],
            "Large numbers are cut and small ones are not, so the step turns towards the small ones: cheaper than the norm, but another direction."
        );
        clipped.push(after);
    }
    Ok(clipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adam_finds_the_bottom_of_a_bowl() {
        let mut parameters = vec![Array::from_slice(&[2], &[3.0, -4.0]).unwrap()];
        let mut adam = Adam::new(0.05);
        for _ in 0..1000 {
            let gradients = [multiply(&parameters[0], number(2.0)).unwrap()];
            parameters = adam.step(&parameters, &gradients, &mut ()).unwrap();
        }
        assert!(parameters[0].to_vec::<f64>().iter().all(|x| x.abs() < 1e-3));
    }

    #[test]
    fn decay_shrinks_what_has_no_gradient() {
        let parameter = Array::from_slice(&[1], &[2.0]).unwrap();
        let gradient = Array::from_slice(&[1], &[0.0]).unwrap();
        let mut adam = Adam::new(0.1);
        adam.decay = 0.5;
        assert_eq!(adam.step(&[parameter], &[gradient], &mut ()).unwrap()[0].to_vec::<f64>(), [1.9]);
    }

    #[test]
    fn momentum_finds_the_bottom_of_a_bowl() {
        let mut parameters = vec![Array::from_slice(&[2], &[3.0, -4.0]).unwrap()];
        let mut descent = Momentum::new(0.02, 0.9);
        for _ in 0..500 {
            let gradients = [multiply(&parameters[0], number(2.0)).unwrap()];
            parameters = descent.step(&parameters, &gradients, &mut ()).unwrap();
        }
        assert!(parameters[0].to_vec::<f64>().iter().all(|x| x.abs() < 1e-6));
        assert!(descent.step(&parameters, &[], &mut ()).is_err());
    }

    #[test]
    fn a_short_gradient_is_left_alone() {
        let gradients = [Array::from_slice(&[2], &[0.3, -0.4]).unwrap()];
        assert_eq!(clip_by_norm(&gradients, 1.0, &mut ()).unwrap().0[0].to_vec::<f64>(), [0.3, -0.4]);
        assert_eq!(clip_by_value(&gradients, 0.35, &mut ()).unwrap()[0].to_vec::<f64>(), [0.3, -0.35]);
        assert!(sgd(&gradients, &[], 0.1, &mut ()).is_err());
    }
}
