//! What the attention lab computes, and the program that does the same.

use super::state::{Mask, State};
use crate::diagrams::{ArrayPicture, Scale, StepPicture};
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::layout::{Order, shape_as_tuple};
use ndgym_core::manipulate::swap_axes;
use ndgym_core::ml::Step;
use ndgym_core::ml::attention::{attention, causal_mask, root_of_width, scores, split_heads, tiled, weigh};
use ndgym_core::ml::calculate::{generator, max, mean, square, standard_normal, subtract};
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

/// Everything.
///
/// # Errors
/// NumPy's.
pub(super) fn compute(state: &State) -> Result<Computed> {
    let [queries, keys, values] = draw(state)?;
    let divisor = if state.scaled { root_of_width(&queries)? } else { 1.0 };
    let raw = scores(&queries, &keys, None, divisor)?;
    let mask = mask(state)?;
    let masked = scores(&queries, &keys, Some(&mask), divisor)?;
    let mut steps: Vec<Step> = Vec::new();
    let found = weigh(&masked, &values, &mut steps)?;
    let head = |array: &Array| first(array, state.head);
    let (variance, saturation) =
        (variance(&raw)?, scalar(&mean(&max(&found.weights, &[-1], false)?, &[0, 1], false)?)?);
    let mut tiles = Vec::new();
    let (query, key, value) = (head(&queries), head(&keys), head(&values));
    let in_tiles = tiled(&query, &key, &value, state.tile, &mut tiles)?;
    let whole = attention(&query, &key, &value, None, &mut ())?.output;
    let printed = format!(
        "scores {}, variance {variance:.4}\nlargest weight of a row, on average {saturation:.4}\n{}\n{}\njoined {}\n{} of {} bytes of scores, the same: {}\n",
        shape_as_tuple(raw.shape()),
        text(&head(&found.weights)),
        text(&head(&found.output)),
        shape_as_tuple(&[state.tokens, state.heads * state.width]),
        8 * state.tokens * state.tile,
        8 * state.tokens * state.tokens,
        if nearly_same(&in_tiles, &whole)? { "True" } else { "False" },
    );
    let axes = ["h", "T", "S"];
    Ok(Computed {
        scores: ArrayPicture::new("scores", &axes, &masked, Scale::Diverging)?,
        weights: ArrayPicture::new("weights", &axes, &found.weights, Scale::Sequential)?,
        output: ArrayPicture::new("output", &["h", "T", "d"], &found.output, Scale::Diverging)?,
        mask: ArrayPicture::new("mask", &["T", "S"], &mask, Scale::Sequential)?,
        variance,
        saturation,
        steps: StepPicture::all(&one_head(steps, state.head), &["weights"])?,
        tiles: StepPicture::all(&tiles, &["total"])?,
        moves: moves(state)?,
        printed,
    })
}

/// Queries, keys and values (heads, T, d): views of one (3, T, D) array, split into heads.
fn draw(state: &State) -> Result<[Array; 3]> {
    let shape = [3, state.tokens, state.heads * state.width];
    let x = standard_normal(&mut generator(state.seed.into()), &shape)?;
    let split = split_heads(&x, state.heads)?;
    Ok([0, 1, 2].map(|at| first(&split, at)))
}

/// `array[at]`
fn first(array: &Array, at: usize) -> Array {
    let offset = array.offset().saturating_add_signed(array.strides()[0] * at as isize);
    array.view(&array.shape()[1..], &array.strides()[1..], offset)
}

/// Steps of all heads as steps of one, which a picture has room for.
fn one_head(mut steps: Vec<Step>, head: usize) -> Vec<Step> {
    for named in steps.iter_mut().flat_map(|step| step.inputs.iter_mut().chain(&mut step.outputs)) {
        if named.array.rank() == 3 {
            named.array = first(&named.array, head);
        }
    }
    steps
}

fn mask(state: &State) -> Result<Array> {
    let tokens = state.tokens;
    if state.mask == Mask::Causal {
        return causal_mask(tokens);
    }
    let hidden: Vec<Bool> = (0..tokens * tokens)
        .map(|at| {
            let (row, column) = (at / tokens, at % tokens);
            Bool::from(match state.mask {
                Mask::Padding => column >= tokens - state.padding,
                Mask::Drawn => state.drawn.contains(&(row, column)),
                Mask::Nothing | Mask::Causal => false,
            })
        })
        .collect();
    Array::from_slice(&[tokens, tokens], &hidden)
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

/// The program.
pub(super) fn code(state: &State) -> String {
    let mask = match state.mask {
        Mask::Nothing => "mask = np.zeros((T, T), bool)".to_owned(),
        Mask::Causal => "mask = np.triu(np.ones((T, T), bool), 1)".to_owned(),
        Mask::Padding => format!("mask = np.arange(T) >= T - {}", state.padding),
        Mask::Drawn => {
            let list = |part: fn(&(usize, usize)) -> usize| {
                state.drawn.iter().map(|cell| part(cell).to_string()).collect::<Vec<_>>().join(", ")
            };
            let hide = if state.drawn.is_empty() {
                String::new()
            } else {
                format!("\nmask[[{}], [{}]] = True", list(|cell| cell.0), list(|cell| cell.1))
            };
            format!("mask = np.zeros((T, T), bool){hide}")
        }
    };
    format!(
        r#"import numpy as np

np.set_printoptions(precision=3, suppress=True)
rng = np.random.default_rng({seed})
T, heads, d, head, tile = {tokens}, {heads}, {width}, {head}, {tile}

x = rng.standard_normal((3, T, heads * d))
Q, K, V = x.reshape(3, T, heads, d).swapaxes(1, 2)

scores = Q @ K.swapaxes(-1, -2){scale}
print(f"scores {{scores.shape}}, variance {{scores.var():.4f}}")
{mask}
scores = np.where(mask, -np.inf, scores)

largest = scores.max(axis=-1, keepdims=True)
weights = np.exp(scores - np.where(np.isfinite(largest), largest, 0.0))
total = weights.sum(axis=-1, keepdims=True)
weights = weights / np.where(total > 0, total, 1.0)
print(f"largest weight of a row, on average {{weights.max(axis=-1).mean():.4f}}")

output = weights @ V
print(weights[head])
print(output[head])
joined = output.swapaxes(0, 1).reshape(T, heads * d)
print("joined", joined.shape)

# One head without a mask, a tile of keys at a time
q, k, v = Q[head], K[head], V[head]
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
                    drawn: vec![(0, 0)],
                    head: heads - 1,
                    padding: 1,
                    tile: tokens.min(3),
                    ..State::default()
                };
                let found = compute(&state).unwrap();
                assert!(found.printed.ends_with("the same: True\n"), "{state:?}");
                assert_eq!(found.tiles.len(), tokens.div_ceil(tokens.min(3)));
            }
        }
    }

    #[test]
    fn splitting_is_a_view_and_joining_a_copy() {
        let copies: Vec<bool> = moves(&State::default()).unwrap().iter().map(|one| one.is_copy).collect();
        assert_eq!(copies, [false, false, false, true, false]);
    }
}
