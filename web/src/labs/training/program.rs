//! The NumPy program of the same training.

use super::run::DECAY;
use super::state::{Optimizer, State};
use std::fmt::Write;

/// The program: it prints what the lab shows.
pub(super) fn code(state: &State) -> String {
    let (hidden, classes) = (state.hidden, state.classes());
    let mut text = String::from("import numpy as np\n\nX = np.array([");
    for (at, [x, y, _]) in state.points.iter().enumerate() {
        text += if at % 5 == 0 { "\n    " } else { " " };
        let _ = write!(text, "[{}, {}],", f64::from(*x) / 100.0, f64::from(*y) / 100.0);
    }
    let labels: Vec<String> = state.points.iter().map(|point| point[2].to_string()).collect();
    let _ = write!(
        text,
        "\n])\ny = np.array([{}])\nN = len(y)\n\nrng = np.random.default_rng({})\nW1 = rng.standard_normal((2, {hidden})) * {}\nW2 = rng.standard_normal(({hidden}, {classes})) * {}\nparameters = [W1, np.zeros({hidden}), W2, np.zeros({classes})]\n",
        labels.join(", "),
        state.seed,
        state.start.text(2),
        state.start.text(hidden)
    );
    text += FORWARD;
    text += "\n\nfirst = loss_and_gradients(*parameters)[0]\n";
    text += &match state.optimizer {
        Optimizer::Sgd => format!(
            "for step in range({}):\n    gradients = loss_and_gradients(*parameters)[1]\n    parameters = [p - {} * g for p, g in zip(parameters, gradients)]\n",
            state.steps,
            state.rate()
        ),
        Optimizer::Adam | Optimizer::AdamW => adam(state),
    };
    text += &REPORT.replace("STEPS", &state.steps.to_string());
    text
}

const FORWARD: &str = r#"
def loss_and_gradients(W1, b1, W2, b2):
    hidden = np.maximum(X @ W1 + b1, 0)
    logits = hidden @ W2 + b2
    shifted = logits - logits.max(axis=1, keepdims=True)
    exps = np.exp(shifted)
    sums = exps.sum(axis=1, keepdims=True)
    loss = -(shifted - np.log(sums))[np.arange(N), y].mean()
    g = (exps / sums - (y[:, None] == np.arange(len(b2)))) / N
    dsums = (g @ W2.T) * (hidden > 0)
    gradients = [X.T @ dsums, dsums.sum(axis=0), hidden.T @ g, g.sum(axis=0)]
    return loss, gradients, hidden, logits
"#;

fn adam(state: &State) -> String {
    let decay = if state.optimizer == Optimizer::AdamW { DECAY } else { 0.0 };
    format!(
        r#"m = [np.zeros_like(p) for p in parameters]
v = [np.zeros_like(p) for p in parameters]
rate, decay = {rate}, {decay}
for t in range(1, {steps} + 1):
    gradients = loss_and_gradients(*parameters)[1]
    for i, g in enumerate(gradients):
        m[i] = 0.9 * m[i] + (1 - 0.9) * g
        v[i] = 0.999 * v[i] + (1 - 0.999) * g**2
        direction = (m[i] / (1 - 0.9**t)) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
        parameters[i] = parameters[i] * (1 - rate * decay) - rate * direction
"#,
        rate = state.rate(),
        steps = state.steps
    )
}

const REPORT: &str = r#"
loss, gradients, hidden, logits = loss_and_gradients(*parameters)
print(f"loss {first:.4f} at first, {loss:.4f} after STEPS steps")
for name, g in zip(["W1", "b1", "W2", "b2"], gradients):
    print(f"gradient of {name} {np.sqrt((g**2).sum()):.4f}")
print("right", (logits.argmax(axis=1) == y).sum())
print(f"hidden variance {hidden.var():.4f}, shut units {(hidden == 0).all(axis=0).sum()}")
"#;
