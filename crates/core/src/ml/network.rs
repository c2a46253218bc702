//! A network of two layers: ReLU between, softmax and cross-entropy at the end.

use super::Recorder;
use super::calculate::{
    add, generator, greater, matmul, max, maximum, mean, multiply, number, square, standard_normal, subtract,
    sum, transposed,
};
use super::loss::{cross_entropy_from_logits, cross_entropy_gradient};
use super::optimizer::sgd;
use super::softmax::softmax;
use super::step::step;
use crate::array::Array;
use crate::error::Result;
use crate::random::continuous::{Modern, Standard};
use crate::reduce::argmax;

/// How large weights start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initialization {
    /// Variance `2 / inputs`, which ReLU halves to `1 / inputs`. K. He et al., ICCV (2015).
    He,
    /// Variance `1 / inputs`. X. Glorot and Y. Bengio, AISTATS (2010).
    Xavier,
    /// This standard deviation whatever the number of inputs: what goes wrong.
    Fixed(f64),
}

impl Initialization {
    /// The standard deviation of weights into a layer with so many inputs.
    pub fn deviation(self, inputs: usize) -> f64 {
        let inputs = inputs.max(1) as f64;
        match self {
            Initialization::He => (2.0 / inputs).sqrt(),
            Initialization::Xavier => (1.0 / inputs).sqrt(),
            Initialization::Fixed(deviation) => deviation,
        }
    }
}

/// Mean square of what reaches each of `depth` ReLU layers of `width` units, before the first and after each: depth + 1
/// values for each way to begin, for `rows` inputs from the standard normal distribution, all drawn from
/// `default_rng(seed)`, inputs first.
///
/// # Errors
/// `MemoryError`.
///
/// ```
/// use ndgym_core::ml::network::{Initialization, signal_strengths};
/// let strengths = &signal_strengths(64, 100, 8, &[Initialization::Fixed(0.01)], 0).unwrap()[0];
/// assert!(strengths.len() == 9 && strengths[8] < 1e-12); // the signal is gone
/// ```
pub fn signal_strengths(
    rows: usize,
    width: usize,
    depth: usize,
    initializations: &[Initialization],
    seed: u64,
) -> Result<Vec<Vec<f64>>> {
    let mut source = generator(seed);
    let strength = |signal: &Array| -> Result<f64> {
        let mean = mean(&square(signal)?, &[0, 1], false)?.to_vec::<f64>();
        Ok(mean.first().copied().unwrap_or(f64::NAN))
    };
    let mut signal = standard_normal(&mut source, &[rows, width])?;
    let mut strengths = vec![strength(&signal)?];
    let he = Initialization::He.deviation(width);
    for _ in 0..depth {
        let weights = multiply(standard_normal(&mut source, &[width, width])?, number(he))?;
        signal = maximum(matmul(&signal, &weights)?, number(0.0))?;
        strengths.push(strength(&signal)?);
    }
    // ReLU of a multiple is the multiple of ReLU: another deviation only scales what each layer gives.
    let scaled = |initialization: &Initialization| {
        let scale = (initialization.deviation(width) / he).powi(2);
        strengths.iter().zip(0..).map(|(strength, layer)| strength * scale.powi(layer)).collect()
    };
    Ok(initializations.iter().map(scaled).collect())
}

/// Weights and biases: (D, H), (H,), (H, C), (C,).
#[derive(Clone, Debug)]
pub struct TwoLayerNet {
    /// `W1, b1, W2, b2`
    pub parameters: [Array; 4],
}

/// What the backward pass needs.
#[derive(Clone, Debug)]
pub struct Cache {
    inputs: Array,
    hidden: Array,
    logits: Array,
}

impl Cache {
    /// What the hidden units gave: (N, H).
    pub fn hidden(&self) -> &Array {
        &self.hidden
    }
}

/// `hidden.var()`: how much the values of a layer (N, H) differ.
///
/// # Errors
/// `MemoryError`.
pub fn variance(hidden: &Array) -> Result<f64> {
    let first = |array: &Array| array.to_vec::<f64>().first().copied().unwrap_or(f64::NAN);
    let apart = subtract(hidden, mean(hidden, &[0, 1], true)?)?;
    Ok(first(&mean(&square(&apart)?, &[0, 1], false)?))
}

/// `(hidden == 0).all(axis=0).sum()`: units of a ReLU layer (N, H) that are shut for every row, and so learn nothing.
///
/// # Errors
/// `MemoryError`.
pub fn shut_units(hidden: &Array) -> Result<usize> {
    Ok(max(hidden, &[0], false)?.to_vec::<f64>().into_iter().filter(|most| *most == 0.0).count())
}

impl TwoLayerNet {
    /// Weights drawn from `default_rng(seed)`, biases of 0.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new(
        inputs: usize,
        hidden: usize,
        classes: usize,
        initialization: Initialization,
        seed: u64,
    ) -> Result<Self> {
        let mut source = generator(seed);
        let mut weights = |rows: usize, columns: usize| {
            let deviation = initialization.deviation(rows);
            let drawn: Vec<f64> =
                (0..rows * columns).map(|_| deviation * Modern(&mut source).normal()).collect();
            Array::from_slice(&[rows, columns], &drawn)
        };
        let zeros = |size| Array::from_slice(&[size], &vec![0.0; size]);
        let (first, second) = (weights(inputs, hidden)?, weights(hidden, classes)?);
        Ok(TwoLayerNet { parameters: [first, zeros(hidden)?, second, zeros(classes)?] })
    }

    /// Mean loss of inputs (N, D) with labels (N,), and what to go back with.
    ///
    /// # Errors
    /// `ValueError` as `matmul` words it; `IndexError` for labels that are no class; `MemoryError`.
    pub fn forward(
        &self,
        inputs: &Array,
        labels: &Array,
        recorder: &mut impl Recorder,
    ) -> Result<(Array, Cache)> {
        let [w1, b1, w2, b2] = &self.parameters;
        let hidden = maximum(add(matmul(inputs, w1)?, b1)?, number(0.0))?;
        step!(
            recorder, "Hidden layer", r"H = \max(0, X W_1 + b_1)", "hidden = np.maximum(0, X @ W1 + b1)",
            ["X" ["N", "D"] inputs, "W1" ["D", "H"] w1, "b1" ["H"] b1] => ["hidden" ["N", "H"] &hidden],
            "Without the bend between them two layers are one matrix."
        );
        let logits = add(matmul(&hidden, w2)?, b2)?;
        step!(
            recorder, "Output layer", r"Z = H W_2 + b_2", "logits = hidden @ W2 + b2",
            ["hidden" ["N", "H"] &hidden, "W2" ["H", "C"] w2, "b2" ["C"] b2] => ["logits" ["N", "C"] &logits],
            "Logits stay raw: softmax belongs to the loss, where it can be taken in logarithms."
        );
        let loss = cross_entropy_from_logits(&logits, labels, recorder)?;
        Ok((loss, Cache { inputs: inputs.clone(), hidden, logits }))
    }

    /// Gradients of the loss by `W1, b1, W2, b2`.
    ///
    /// # Errors
    /// As [`TwoLayerNet::forward`].
    pub fn backward(
        &self,
        cache: &Cache,
        labels: &Array,
        recorder: &mut impl Recorder,
    ) -> Result<[Array; 4]> {
        let Cache { inputs, hidden, logits } = cache;
        let by_logits = cross_entropy_gradient(logits, labels, recorder)?;
        let by_w2 = matmul(&transposed(hidden)?, &by_logits)?;
        let by_b2 = sum(&by_logits, &[0], false)?;
        let by_hidden = matmul(&by_logits, &transposed(&self.parameters[2])?)?;
        step!(
            recorder, "Back through the output layer", r"\nabla W_2 = H^\top G, \quad \nabla H = G W_2^\top",
            "dW2, db2, dhidden = hidden.T @ gradient, gradient.sum(axis=0), gradient @ W2.T",
            ["gradient" ["N", "C"] &by_logits, "hidden" ["N", "H"] hidden, "W2" ["H", "C"] &self.parameters[2]]
                => ["dW2" ["H", "C"] &by_w2, "db2" ["C"] &by_b2, "dhidden" ["N", "H"] &by_hidden],
            "Shapes decide: a gradient has its parameter's shape, and only one product of the two factors has it."
        );
        let open = greater(hidden, number(0.0))?.as_dtype(by_hidden.dtype())?;
        let by_sums = multiply(&by_hidden, &open)?;
        let by_w1 = matmul(&transposed(inputs)?, &by_sums)?;
        let by_b1 = sum(&by_sums, &[0], false)?;
        step!(
            recorder, "Back through the bend", r"\nabla S = \nabla H \odot [H > 0], \quad \nabla W_1 = X^\top \nabla S",
            "dsums = dhidden * (hidden > 0); dW1, db1 = X.T @ dsums, dsums.sum(axis=0)",
            ["dhidden" ["N", "H"] &by_hidden, "hidden" ["N", "H"] hidden, "X" ["N", "D"] inputs]
                => ["dsums" ["N", "H"] &by_sums, "dW1" ["D", "H"] &by_w1, "db1" ["H"] &by_b1],
            "Where ReLU was shut nothing flows; a unit shut for all inputs never learns again."
        );
        Ok([by_w1, by_b1, by_w2, by_b2])
    }

    /// Probabilities of the classes for inputs (N, D): (N, C).
    ///
    /// # Errors
    /// `ValueError` as `matmul` words it; `MemoryError`.
    pub fn probabilities(&self, inputs: &Array) -> Result<Array> {
        let [w1, b1, w2, b2] = &self.parameters;
        let hidden = maximum(add(matmul(inputs, w1)?, b1)?, number(0.0))?;
        softmax(&add(matmul(&hidden, w2)?, b2)?, &mut ())
    }

    /// How many rows of inputs (N, D) have their label (N,) as the most probable class.
    ///
    /// # Errors
    /// As [`TwoLayerNet::probabilities`].
    pub fn hits(&self, inputs: &Array, labels: &Array) -> Result<usize> {
        let best = argmax(&self.probabilities(inputs)?, Some(1), false)?.to_vec::<i64>();
        Ok(best.into_iter().zip(labels.to_vec::<i64>()).filter(|(best, label)| best == label).count())
    }

    /// A step of gradient descent.
    ///
    /// # Errors
    /// `ValueError` for gradients of other shapes; `MemoryError`.
    pub fn step(&mut self, gradients: &[Array; 4], rate: f64) -> Result<()> {
        let moved = sgd(&self.parameters, gradients, rate, &mut ())?;
        self.parameters.iter_mut().zip(moved).for_each(|(parameter, moved)| *parameter = moved);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::loss::numerical_gradient;
    use super::*;

    fn data() -> (Array, Array) {
        let values: Vec<f64> = (0..24).map(|i| (f64::from(i * i) * 2.1).sin()).collect();
        // Which of three numbers is largest.
        let largest = |row: &[f64]| (0..3).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap() as i64;
        let labels: Vec<i64> = values.chunks(3).map(largest).collect();
        (Array::from_slice(&[8, 3], &values).unwrap(), Array::from_slice(&[8], &labels).unwrap())
    }

    #[test]
    fn gradients_are_those_of_the_loss() {
        let (x, y) = data();
        let net = TwoLayerNet::new(3, 5, 3, Initialization::He, 42).unwrap();
        let (_, cache) = net.forward(&x, &y, &mut ()).unwrap();
        let gradients = net.backward(&cache, &y, &mut ()).unwrap();
        for (at, gradient) in gradients.iter().enumerate() {
            let loss = |parameter: &Array| {
                let mut net = net.clone();
                net.parameters[at] = parameter.clone();
                net.forward(&x, &y, &mut ()).unwrap().0.to_vec::<f64>()[0]
            };
            let expected = numerical_gradient(&net.parameters[at], loss);
            for (found, expected) in gradient.to_vec::<f64>().iter().zip(expected) {
                assert!((found - expected).abs() < 1e-7, "parameter {at}: {found} {expected}");
            }
        }
    }

    #[test]
    fn he_keeps_the_signal_and_xavier_halves_it_at_each_relu() {
        let per_layer = |initialization| {
            let strengths = &signal_strengths(200, 200, 10, &[initialization], 3).unwrap()[0];
            (strengths[10] / strengths[0]).powf(0.1)
        };
        assert!((per_layer(Initialization::He) - 1.0).abs() < 0.1);
        assert!((per_layer(Initialization::Xavier) - 0.5).abs() < 0.05);
        assert!(per_layer(Initialization::Fixed(0.2)) > 3.0); // 200 · 0.04 / 2
    }

    #[test]
    fn probabilities_have_the_loss_that_forward_reports() {
        let (x, y) = data();
        let net = TwoLayerNet::new(3, 5, 3, Initialization::Xavier, 4).unwrap();
        let loss = net.forward(&x, &y, &mut ()).unwrap().0.to_vec::<f64>()[0];
        let p = net.probabilities(&x).unwrap().to_vec::<f64>();
        let labels = y.to_vec::<i64>();
        let expected: f64 =
            labels.iter().enumerate().map(|(i, label)| -p[i * 3 + *label as usize].ln()).sum();
        assert!((loss - expected / 8.0).abs() < 1e-12);
        assert!(net.hits(&x, &y).unwrap() <= 8);
        let hidden = Array::from_slice(&[2, 3], &[0.0, 1.0, 0.0, 0.0, 3.0, 2.0]).unwrap();
        assert_eq!((variance(&hidden).unwrap(), shut_units(&hidden).unwrap()), (4.0 / 3.0, 1));
    }

    #[test]
    fn it_learns_what_it_is_shown() {
        let (x, y) = data();
        let mut net = TwoLayerNet::new(3, 32, 3, Initialization::He, 1).unwrap();
        let loss = |net: &TwoLayerNet| net.forward(&x, &y, &mut ()).unwrap().0.to_vec::<f64>()[0];
        let before = loss(&net);
        for _ in 0..500 {
            let (_, cache) = net.forward(&x, &y, &mut ()).unwrap();
            let gradients = net.backward(&cache, &y, &mut ()).unwrap();
            net.step(&gradients, 0.5).unwrap();
        }
        assert!(loss(&net) < before / 5.0, "{before} {}", loss(&net));
    }
}
