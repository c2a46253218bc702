//! What the attention lab computes, and the program that does the same.

use super::state::{Mask, State, View};
use crate::diagrams::{ArrayPicture, Scale, StepPicture};
use crate::labs::Notes;
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::layout::{Order, shape_as_tuple};
use ndgym_core::manipulate::swap_axes;
use ndgym_core::ml::attention::{attention, causal_mask, root_of_width, scores, tiled, weigh};
use ndgym_core::ml::calculate::{choose, constant, generator, max, mean, square, standard_normal, subtract};
use ndgym_core::{Array, Bool, DType, Result};

/// What the lab shows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Computed {
    pub(super) scores: ArrayPicture,
    pub(super) weights: ArrayPicture,
    pub(super) output: ArrayPicture,
    pub(super) mask: ArrayPicture,
    /// Variance of the scores before the mask, and the mean of each row's largest weight.
    pub(super) variance: f64,
    pub(super) saturation: f64,
    pub(super) steps: Vec<StepPicture>,
    pub(super) tiles: Vec<StepPicture>,
    pub(super) moves: Vec<Move>,
    pub(super) printed: String,
}

/// One step of an array through memory.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Move {
    pub(super) line: &'static str,
    pub(super) shape: Vec<usize>,
    pub(super) strides: String,
    pub(super) is_copy: bool,
    /// Which element of the first array each cell is.
    pub(super) picture: ArrayPicture,
}

/// What the state's view shows, and what the program prints.
///
/// # Errors
/// NumPy's.
pub(super) fn compute(state: &State) -> Result<Computed> {
    // Of the sequences of a batch, the one that is looked at.
    let [queries, keys, values] = draw(state)?;
    let divisor = if state.scaled { root_of_width(&queries)? } else { 1.0 };
    let (mask, nothing) = (mask(state)?, &mut Notes::none());
    let raw = scores(&queries, &keys, None, divisor, nothing)?;
    let masked = choose(&mask, &constant(f64::NEG_INFINITY, raw.dtype())?, &raw)?;
    let found = weigh(&masked, &values, nothing)?;
    let head = |array: &Array| first(array, state.head);
    let (query, key, value) = (head(&queries), head(&keys), head(&values));
    let (variance, saturation) =
        (variance(&raw)?, scalar(&mean(&max(&found.weights, &[-1], false)?, &[0, 1], false)?)?);
    let mut tiles = if state.view == View::Tiles { Notes::all() } else { Notes::none() };
    let in_tiles = tiled(&query, &key, &value, state.tile, &mut tiles)?;
    let whole = attention(&query, &key, &value, None, nothing)?.output;
    let printed = format!(
        "scores {}, variance {variance:.4}\nlargest weight of a row, on average {saturation:.4}\n{}\n{}\njoined {}\n{} of {} bytes of scores, the same: {}\n",
        shape_as_tuple(&[state.lengths.len(), state.heads, state.tokens, state.tokens]),
        text(&head(&found.weights)),
        text(&head(&found.output)),
        shape_as_tuple(&[state.lengths.len(), state.tokens, state.heads * state.width]),
        8 * state.tokens * state.tile,
        8 * state.tokens * state.tokens,
        if nearly_same(&in_tiles, &whole)? { "True" } else { "False" },
    );
    let draw = |name: &str, last: &str, array: &Array, scale: Scale| match state.view {
        View::Heads => ArrayPicture::new(name, &["h", "T", last], array, scale),
        _ => Ok(ArrayPicture::default()),
    };
    Ok(Computed {
        scores: draw("scores", "S", &masked, Scale::Diverging)?,
        weights: draw("weights", "S", &found.weights, Scale::Sequential)?,
        output: draw("output", "d", &found.output, Scale::Diverging)?,
        mask: ArrayPicture::new("mask", &["T", "S"], &mask, Scale::Sequential)?,
        variance,
        saturation,
        steps: if state.view == View::Steps {
            let mut notes = Notes::all();
            let masked = scores(&query, &key, Some(&mask), divisor, &mut notes)?;
            weigh(&masked, &value, &mut notes)?;
            notes.pictures(&["weights", "mask"])?
        } else {
            Vec::new()
        },
        tiles: tiles.pictures(&["total"])?,
        moves: if state.view == View::Memory { moves(state)? } else { Vec::new() },
        printed,
    })
}

/// Queries, keys and values (heads, T, d) of one sequence: views of one (3, batch, T, D) array, split into heads.
fn draw(state: &State) -> Result<[Array; 3]> {
    let (batch, tokens, heads) = (state.lengths.len(), state.tokens, state.heads);
    let shape = [3, batch, tokens, heads * state.width];
    let x = standard_normal(&mut generator(state.seed.into()), &shape)?;
    let split = swap_axes(&x.reshape_to(&[3, batch, tokens, heads, state.width], Order::C)?, 2, 3)?;
    Ok([0, 1, 2].map(|at| first(&first(&split, at), state.sequence)))
}

/// `array[at]`
fn first(array: &Array, at: usize) -> Array {
    let offset = array.offset().saturating_add_signed(array.strides()[0] * at as isize);
    array.view(&array.shape()[1..], &array.strides()[1..], offset)
}

/// What may not be looked at in the sequence: (T, S), or (S,) for padding.
fn mask(state: &State) -> Result<Array> {
    let tokens = state.tokens;
    let cells = |rows: usize, hidden: &dyn Fn(usize, usize) -> bool| -> Vec<Bool> {
        (0..rows * tokens).map(|at| Bool::from(hidden(at / tokens, at % tokens))).collect()
    };
    match state.mask {
        Mask::Causal => causal_mask(tokens),
        Mask::Nothing => Array::from_slice(&[tokens, tokens], &cells(tokens, &|_, _| false)),
        Mask::Drawn => {
            Array::from_slice(&[tokens, tokens], &cells(tokens, &|row, column| state.is_hidden(row, column)))
        }
        Mask::Padding => {
            let valid = state.lengths.get(state.sequence).copied().unwrap_or(tokens);
            Array::from_slice(&[tokens], &cells(1, &|_, column| column >= valid))
        }
    }
}

fn scalar(array: &Array) -> Result<f64> {
    Ok(array.as_dtype(DType::Float64)?.to_vec::<f64>().first().copied().unwrap_or(f64::NAN))
}

fn variance(array: &Array) -> Result<f64> {
    let axes: Vec<i64> = (0..array.rank() as i64).collect();
    let centered = subtract(array, mean(array, &axes, true)?)?;
    scalar(&mean(&square(&centered)?, &axes, false)?)
}

fn nearly_same(a: &Array, b: &Array) -> Result<bool> {
    Ok(subtract(a, b)?.to_vec::<f64>().iter().all(|difference| difference.abs() < 1e-12))
}

fn text(array: &Array) -> String {
    array_str(array, &PrintOptions { precision: 3, suppress: true, ..PrintOptions::default() })
}

/// (T, D) into heads and back, told by where each element went.
fn moves(state: &State) -> Result<Vec<Move>> {
    let (tokens, heads, width) = (state.tokens, state.heads, state.width);
    let count: Vec<f64> = (0..tokens * heads * width).map(|at| at as f64).collect();
    let x = Array::from_slice(&[tokens, heads * width], &count)?;
    let reshaped = x.reshape_to(&[tokens, heads, width], Order::C)?;
    let swapped = swap_axes(&reshaped, 0, 1)?;
    let joined = swap_axes(&swapped, 0, 1)?.as_c_contiguous()?;
    // What attention returns is new and in order (h, T, d): joining it must copy.
    let fresh = swapped.copy(Order::C)?;
    let back =
        swap_axes(&fresh, 0, 1)?.reshape_to(joined.reshape_to(x.shape(), Order::C)?.shape(), Order::C)?;
    let wrong = x.reshape_to(&[heads, tokens, width], Order::C)?;
    let one = |line, axes: &[&str], array: &Array, base: &Array| {
        Ok(Move {
            line,
            shape: array.shape().to_vec(),
            strides: format!(
                "({})",
                array.byte_strides().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            ),
            is_copy: !array.same_buffer(base),
            picture: ArrayPicture::new("element", axes, array, Scale::Sequential)?,
        })
    };
    Ok(vec![
        one("x[0]", &["T", "D"], &x, &x)?,
        one("x[0].reshape(T, heads, d)", &["T", "h", "d"], &reshaped, &x)?,
        one("x[0].reshape(T, heads, d).swapaxes(0, 1)", &["h", "T", "d"], &swapped, &x)?,
        one("output.swapaxes(0, 1).reshape(T, heads * d)", &["T", "D"], &back, &fresh)?,
        one("x[0].reshape(heads, T, d)  # wrong: mixes tokens and features", &["h", "T", "d"], &wrong, &x)?,
    ])
}

/// Lines that hide what was drawn, a run of columns at a time.
fn drawn(state: &State) -> String {
    let mut lines = String::new();
    for row in 0..state.tokens {
        let mut column = 0;
        while column < state.tokens {
            let hidden = |at: &usize| state.is_hidden(row, *at);
            let run = (column..state.tokens).take_while(hidden).count();
            match run {
                0 => {}
                1 => lines += &format!("\nmask[{row}, {column}] = True"),
                _ => lines += &format!("\nmask[{row}, {column}:{}] = True", column + run),
            }
            column += run.max(1);
        }
    }
    lines
}

/// The program.
pub(super) fn code(state: &State) -> String {
    let mask = match state.mask {
        Mask::Nothing => "mask = np.zeros((T, T), bool)".to_owned(),
        Mask::Causal => "mask = np.triu(np.ones((T, T), bool), 1)".to_owned(),
        Mask::Padding => "mask = np.arange(T) >= lengths[:, None, None, None]".to_owned(),
        Mask::Drawn => format!("mask = np.zeros((T, T), bool){}", drawn(state)),
    };
    format!(
        r#"import numpy as np

np.set_printoptions(precision=3, suppress=True)
rng = np.random.default_rng({seed})
T, heads, d, tile = {tokens}, {heads}, {width}, {tile}
sequence, head = {sequence}, {head}
lengths = np.array([{lengths}])
batch = len(lengths)

x = rng.standard_normal((3, batch, T, heads * d))
Q, K, V = x.reshape(3, batch, T, heads, d).swapaxes(2, 3)

scores = Q @ K.swapaxes(-1, -2){scale}
print(f"scores {{scores.shape}}, variance {{scores[sequence].var():.4f}}")
{mask}
scores = np.where(mask, -np.inf, scores)

largest = scores.max(axis=-1, keepdims=True)
weights = np.exp(scores - np.where(np.isfinite(largest), largest, 0.0))
total = weights.sum(axis=-1, keepdims=True)
weights = weights / np.where(total > 0, total, 1.0)
print(f"largest weight of a row, on average {{weights[sequence].max(axis=-1).mean():.4f}}")

output = weights @ V
print(weights[sequence, head])
print(output[sequence, head])
joined = output.swapaxes(1, 2).reshape(batch, T, heads * d)
print("joined", joined.shape)

# One head without a mask, a tile of keys at a time
q, k, v = (part[sequence, head] for part in (Q, K, V))
largest, total, gathered = np.full((T, 1), -np.inf), np.zeros((T, 1)), np.zeros((T, d))
for start in range(0, T, tile):
    part = q @ k[start:start + tile].T / np.sqrt(d)
    grown = np.maximum(largest, part.max(axis=-1, keepdims=True))
    weights = np.exp(part - grown)
    shrink = np.exp(largest - grown)
    total = total * shrink + weights.sum(axis=-1, keepdims=True)
    gathered = gathered * shrink + weights @ v[start:start + tile]
    largest = grown
whole = np.exp(q @ k.T / np.sqrt(d))
whole = whole / whole.sum(axis=-1, keepdims=True) @ v
same = np.abs(gathered / total - whole).max() < 1e-12
print(f"{{8 * T * tile}} of {{8 * T * T}} bytes of scores, the same: {{same}}")
"#,
        seed = state.seed,
        tokens = state.tokens,
        heads = state.heads,
        width = state.width,
        head = state.head,
        sequence = state.sequence,
        lengths = state.lengths.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        tile = state.tile,
        scale = if state.scaled { " / np.sqrt(d)" } else { "" },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mask_and_shape_is_drawn() {
        for mask in [Mask::Nothing, Mask::Causal, Mask::Padding, Mask::Drawn] {
            for (tokens, heads, width) in [(1, 1, 1), (5, 2, 3), (16, 8, 4)] {
                let state = State {
                    tokens,
                    heads,
                    width,
                    mask,
                    drawn: vec![1],
                    head: heads - 1,
                    lengths: vec![tokens, 1],
                    sequence: 1,
                    view: View::Tiles,
                    tile: tokens.min(3),
                    ..State::default()
                };
                let found = compute(&state).unwrap();
                assert!(found.printed.ends_with("the same: True\n"), "{state:?}");
                // Nothing at first, the division at last.
                assert_eq!(found.tiles.len(), tokens.div_ceil(tokens.min(3)) + 2);
            }
        }
    }

    #[test]
    fn splitting_is_a_view_and_joining_a_copy() {
        let copies: Vec<bool> = moves(&State::default()).unwrap().iter().map(|one| one.is_copy).collect();
        assert_eq!(copies, [false, false, false, true, false]);
    }
}
