//! Convolution as one matrix product: every window of the image becomes a column.

use super::fields::Slider;
use super::{Challenge, Group, Lab, LabFrame, LabState, LabStore, Notes, Preset};
use crate::diagrams::{HeatMap, HeatPicture, Scale, StepPicture, Stepper, short};
use leptos::prelude::*;
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::layout::Order;
use ndgym_core::ml::convolution::{Geometry, conv2d, im2col};
use ndgym_core::{Array, Result};
use serde::{Deserialize, Serialize};

/// The lab.
pub(crate) const LAB: Lab = Lab {
    id: "convolution",
    title: "Convolution",
    summary: "Draw an image, change the kernel, and see every window become a column of one matrix product.",
    group: Group::Layers,
};

/// Sides of images.
const SIDES: (usize, usize) = (3, 10);
/// Channels of images at most.
const MOST_CHANNELS: usize = 3;
/// Ink of a drawn pixel.
const INK: i32 = 9;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// Side of the image and its pixels: channel by channel, row by row.
    side: usize,
    image: Vec<i32>,
    #[serde(default = "one")]
    channels: usize,
    /// The kernel's 2 × 2 or 3 × 3 numbers for each channel.
    kernel: Vec<i32>,
    stride: usize,
    padding: usize,
}

/// Links from before there were channels.
fn one() -> usize {
    1
}

impl State {
    fn kernel_side(&self) -> usize {
        if self.kernel.len() == 4 * self.channels { 2 } else { 3 }
    }

    /// Other channels: what is there stays, what is new has a cross and the first channel's kernel.
    fn set_channels(&mut self, channels: usize) {
        let (pixels, window) = (self.side * self.side, self.kernel_side().pow(2));
        for _ in self.channels..channels {
            self.image.extend(cross(self.side));
            self.kernel.extend_from_within(..window);
        }
        self.image.truncate(channels * pixels);
        self.kernel.truncate(channels * window);
        self.channels = channels;
    }

    fn geometry(&self) -> Geometry {
        Geometry { stride: self.stride, padding: self.padding }
    }
}

impl Default for State {
    fn default() -> State {
        State { side: 6, image: edge(6), channels: 1, kernel: VERTICAL.to_vec(), stride: 1, padding: 0 }
    }
}

impl LabState for State {
    const VERSION: u32 = 1;

    fn is_sound(&self) -> bool {
        (SIDES.0..=SIDES.1).contains(&self.side)
            && (1..=MOST_CHANNELS).contains(&self.channels)
            && self.image.len() == self.channels * self.side * self.side
            && self.image.iter().all(|pixel| (0..=INK).contains(pixel))
            && [4, 9].map(|window| window * self.channels).contains(&self.kernel.len())
            && self.kernel.iter().all(|number| (-9..=9).contains(number))
            && (1..=3).contains(&self.stride)
            && self.padding <= 2
    }
}

/// A kernel that answers to vertical edges, and one to horizontal ones.
const VERTICAL: [i32; 9] = [1, 0, -1, 1, 0, -1, 1, 0, -1];
const HORIZONTAL: [i32; 9] = [1, 1, 1, 0, 0, 0, -1, -1, -1];

/// Dark on the left, light on the right.
fn edge(side: usize) -> Vec<i32> {
    (0..side * side).map(|at| if at % side < side / 2 { INK } else { 0 }).collect()
}

/// A cross in the middle.
fn cross(side: usize) -> Vec<i32> {
    (0..side * side).map(|at| if at % side == side / 2 || at / side == side / 2 { INK } else { 0 }).collect()
}

const PRESETS: &[Preset<State>] = &[
    Preset { name: "Vertical edges", state: State::default },
    Preset {
        name: "Blur, same size",
        state: || State { side: 7, image: cross(7), kernel: vec![1; 9], padding: 1, ..State::default() },
    },
    Preset {
        name: "Two channels",
        state: || State {
            image: [edge(6), cross(6)].concat(),
            channels: 2,
            kernel: [VERTICAL, HORIZONTAL].concat(),
            ..State::default()
        },
    },
    Preset {
        name: "Stride 2",
        state: || State { side: 8, image: cross(8), kernel: vec![1, 0, 0, 1], stride: 2, ..State::default() },
    },
];

const CHALLENGES: &[Challenge<State>] = &[
    Challenge {
        ask: "make the output as large as the image.",
        is_met: |state| state.geometry().windows(state.side, state.kernel_side()) == Ok(state.side),
        insight: "With stride 1, padding by (k − 1) / 2 keeps the size: 'same' padding. An even kernel cannot do it evenly.",
    },
    Challenge {
        ask: "make the columns need no more memory than the image.",
        is_met: |state| {
            let out = state.geometry().windows(state.side, state.kernel_side()).unwrap_or(usize::MAX);
            out.saturating_mul(out).saturating_mul(state.kernel.len()) <= state.image.len()
        },
        insight: "When the stride is the kernel's size, windows do not overlap, and no pixel is copied twice.",
    },
];

/// What the lab shows.
#[derive(Clone, Debug, PartialEq)]
struct Computed {
    /// Each channel with its padding.
    image: Vec<HeatPicture>,
    columns: HeatPicture,
    output: HeatPicture,
    bytes: (usize, usize),
    steps: Vec<StepPicture>,
    printed: String,
}

/// Numbers of an image or a kernel as (1, C, side, side).
fn stack(channels: usize, side: usize, values: &[i32]) -> Result<Array> {
    let values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
    Array::from_slice(&[1, channels, side, side], &values)
}

/// Matrices of so many rows and columns, on one scale.
fn pictures(array: &Array, rows: usize, columns: usize) -> Vec<HeatPicture> {
    let values = array.to_vec::<f64>();
    let limit = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let one =
        |values: &[f64]| HeatPicture { rows, columns, values: values.into(), scale: Scale::Diverging, limit };
    values.chunks((rows * columns).max(1)).map(one).collect()
}

fn picture(array: &Array, rows: usize, columns: usize) -> HeatPicture {
    pictures(array, rows, columns).pop().unwrap_or_default()
}

fn compute(state: &State) -> Result<Computed> {
    let (side, window, geometry) = (state.side, state.kernel_side(), state.geometry());
    let image = stack(state.channels, side, &state.image)?;
    let kernel = stack(state.channels, window, &state.kernel)?;
    let mut notes = Notes::all();
    let bias = Array::from_slice(&[1], &[0.0])?;
    let output = conv2d(&image, &kernel, Some(&bias), geometry, &mut notes)?;
    let columns = im2col(&image, (window, window), geometry)?;
    // A window of one pixel, moved by one, is the padded image itself.
    let padded = im2col(&image, (1, 1), Geometry { stride: 1, ..geometry })?;
    let (wide, out) = (side + 2 * state.padding, geometry.windows(side, window)?);
    let text = |array: &Array, shape: &[usize]| {
        Ok::<_, ndgym_core::Error>(array_str(&array.reshape_to(shape, Order::C)?, &PrintOptions::default()))
    };
    let bytes = |array: &Array| array.size() * array.dtype().itemsize();
    let (image_bytes, column_bytes) = (bytes(&image), bytes(&columns));
    Ok(Computed {
        printed: format!(
            "{}\n{}\n{image_bytes} {column_bytes}\n",
            text(&columns, &[kernel.size(), out * out])?,
            text(&output, &[out, out])?,
        ),
        image: pictures(&padded, wide, wide),
        columns: picture(&columns, kernel.size(), out * out),
        output: picture(&output, out, out),
        bytes: (image_bytes, column_bytes),
        steps: notes.pictures(&[])?,
    })
}

fn literal(side: usize, values: &[i32]) -> String {
    let row =
        |row: &[i32]| format!("[{}]", row.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    let channel =
        |values: &[i32]| format!("[{}]", values.chunks(side).map(row).collect::<Vec<_>>().join(",\n     "));
    format!("[{}]", values.chunks(side * side).map(channel).collect::<Vec<_>>().join(",\n    "))
}

fn code(state: &State) -> String {
    format!(
        "import numpy as np\n\nimage = np.array({image}, dtype=float)\nkernel = np.array({kernel}, dtype=float)\nstride, padding, bias = {stride}, {padding}, 0.0\n\n# Channels, rows, columns of the output, then the window.\npadded = np.pad(image, ((0, 0), (padding, padding), (padding, padding)))\nwindows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[1:], axis=(1, 2))[:, ::stride, ::stride]\ncolumns = windows.transpose(0, 3, 4, 1, 2).reshape(kernel.size, -1)\nproduct = kernel.reshape(1, -1) @ columns + bias\noutput = product.reshape(windows.shape[1:3])\n\nprint(columns)\nprint(output)\nprint(image.nbytes, columns.nbytes)\n",
        image = literal(state.side, &state.image),
        kernel = literal(state.kernel_side(), &state.kernel),
        stride = state.stride,
        padding = state.padding,
    )
}

#[component]
pub(super) fn ConvolutionLab() -> impl IntoView {
    let store = LabStore::<State>::open();
    let state = store.state;
    let computed = Memo::new(move |_| state.with(compute).map_err(|error| error.message));
    let controls = move || view! { <Controls state /> };
    let description = Signal::derive(move || {
        computed.with(|computed| match computed {
            Ok(found) => format!(
                "An image of {0} by {0} with its padding in {4} channels, {1} columns of {2} numbers each, an output of {3} by {3}.",
                found.image.first().map_or(0, |one| one.rows),
                found.columns.columns,
                found.columns.rows,
                found.output.rows,
                found.image.len()
            ),
            Err(message) => message.clone(),
        })
    });
    let printed = Signal::derive(move || {
        computed.with(|computed| match computed {
            Ok(found) => found.printed.clone(),
            Err(message) => message.clone(),
        })
    });
    let is_drawn = Memo::new(move |_| computed.with(std::result::Result::is_ok));
    view! {
        <LabFrame
            lab=LAB
            store
            presets=PRESETS
            challenges=CHALLENGES
            code=Signal::derive(move || state.with(code))
            printed
            description
            controls
        >
            {move || {
                if is_drawn.get() {
                    view! { <Picture state computed /> }.into_any()
                } else {
                    view! { <p class="notice" role="status">{printed}</p> }.into_any()
                }
            }}
        </LabFrame>
    }
}

type Outcome = Memo<std::result::Result<Computed, String>>;

/// Image, columns and output; the pointed cell of one lights what it comes from in the others.
#[component]
fn Picture(state: RwSignal<State>, computed: Outcome) -> impl IntoView {
    let part = move |choose: fn(&Computed) -> HeatPicture| {
        Signal::derive(move || computed.with(|computed| computed.as_ref().map(choose).unwrap_or_default()))
    };
    let (columns, output) = (part(|it| it.columns.clone()), part(|it| it.output.clone()));
    let (on_image, on_columns, on_output) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(None));
    // The output's cell that is lit: pointed at itself, or through its column.
    let lit = Memo::new(move |_| {
        let out = output.with(|output| output.columns).max(1);
        on_output
            .get()
            .or_else(|| on_columns.get().map(|(_, column): (usize, usize)| (column / out, column % out)))
    });
    let in_patch = Callback::new(move |(row, column): (usize, usize)| {
        let Some((y, x)) = lit.get() else { return false };
        state.with(|state| {
            let inside = |at: usize, window: usize| {
                (window * state.stride..window * state.stride + state.kernel_side()).contains(&at)
            };
            inside(row, y) && inside(column, x)
        })
    });
    let in_column = Callback::new(move |(_, column): (usize, usize)| {
        let out = output.with(|output| output.columns);
        lit.get().is_some_and(|(y, x)| y * out + x == column)
    });
    let is_lit = Callback::new(move |cell: (usize, usize)| lit.get() == Some(cell));
    let draw = move |channel: usize, (row, column): (usize, usize)| {
        state.update(|state| {
            let (row, column) = (row.wrapping_sub(state.padding), column.wrapping_sub(state.padding));
            if row < state.side && column < state.side {
                let at = (channel * state.side + row) * state.side + column;
                if let Some(pixel) = state.image.get_mut(at) {
                    *pixel = if *pixel == 0 { INK } else { 0 };
                }
            }
        });
    };
    let channels = Memo::new(move |_| state.with(|state| state.channels));
    let channel = move |at: usize| {
        let image = Signal::derive(move || {
            computed
                .with(|found| found.as_ref().ok().and_then(|found| found.image.get(at).cloned()))
                .unwrap_or_default()
        });
        let on_press = Callback::new(move |cell| draw(at, cell));
        let label = format!("Padded image, channel {at}");
        view! { <HeatMap picture=image label pointed=on_image width=460 marked=in_patch on_press /> }
    };
    let image_caption = move || {
        let side = state.with(|state| state.side + 2 * state.padding);
        format!("padded image ({}, {side}, {side})", channels.get())
    };
    let sum =
        move || computed.with(|computed| spelled_out(computed.as_ref().ok()?, &state.get(), lit.get()?));
    let caption = move |name: &'static str, of: Signal<HeatPicture>| {
        move || of.with(|of| format!("{name} ({}, {})", of.rows, of.columns))
    };
    let memory = move || computed.with(|computed| computed.as_ref().ok().map(|found| found.bytes));
    view! {
        <div class="picture-row">
            <figure class="array-maps">
                <figcaption>{image_caption}</figcaption>
                <div class="sheets">{move || (0..channels.get()).map(channel).collect_view()}</div>
            </figure>
            <figure class="array-maps">
                <figcaption>{caption("output", output)}</figcaption>
                <HeatMap picture=output label="Output" pointed=on_output width=460 marked=is_lit />
            </figure>
        </div>
        <figure class="array-maps">
            <figcaption>{caption("columns", columns)}</figcaption>
            <HeatMap picture=columns label="Columns" pointed=on_columns width=760 marked=in_column />
        </figure>
        <p class="readout" aria-live="polite">
            {move || sum().unwrap_or_else(|| "Point at a cell of the output or at a column. Press a pixel to draw.".to_owned())}
        </p>
        <dl class="facts">
            <dt>"image"</dt>
            <dd>{move || memory().map(|bytes| format!("{} bytes", bytes.0))}</dd>
            <dt>"columns, a copy"</dt>
            <dd class="copied">{move || memory().map(|(image, columns)| format!("{columns} bytes, {:.1} times the image", columns as f64 / image as f64))}</dd>
        </dl>
        <Stepper steps=Signal::derive(move || {
            computed.with(|computed| computed.as_ref().map(|found| found.steps.clone()).unwrap_or_default())
        }) />
    }
}

/// The product of the kernel and one column: `1 × 9 + 0 × 9 … = 27`.
fn spelled_out(found: &Computed, state: &State, (row, column): (usize, usize)) -> Option<String> {
    let value = found.output.values.get(row * found.output.columns + column)?;
    let at = row * found.output.columns + column;
    let terms: Vec<String> = state
        .kernel
        .iter()
        .enumerate()
        .filter_map(|(place, weight)| {
            let pixel = found.columns.values.get(place * found.columns.columns + at)?;
            Some(format!("{}·{}", short(f64::from(*weight)), short(*pixel)))
        })
        .collect();
    Some(format!(
        "output[{row}, {column}] = kernel · columns[:, {at}] = {} = {}",
        terms.join(" + "),
        short(*value)
    ))
}

#[component]
fn Controls(state: RwSignal<State>) -> impl IntoView {
    let sides = Memo::new(move |_| state.with(|state| (state.kernel_side(), state.channels)));
    let cell = move |at: usize| {
        view! {
            <input
                type="number"
                min="-9"
                max="9"
                aria-label=format!("Kernel, number {at}")
                prop:value=move || state.with(|state| state.kernel.get(at).copied().unwrap_or(0).to_string())
                on:input=move |event| {
                    if let Ok(number) = event_target_value(&event).parse::<i32>() {
                        state.update(|state| if let Some(cell) = state.kernel.get_mut(at) {
                            *cell = number.clamp(-9, 9);
                        });
                    }
                }
            />
        }
    };
    let kernel = move |channel: usize, side: usize| {
        view! {
            <div class="kernel" role="group" aria-label=format!("Channel {channel}") style=format!("grid-template-columns: repeat({side}, 56px)")>
                {(0..side * side).map(|at| cell(channel * side * side + at)).collect_view()}
            </div>
        }
    };
    view! {
        <div class="field" role="group" aria-label="Kernel">
            <span>"Kernel"</span>
            {move || {
                let (side, channels) = sides.get();
                (0..channels).map(|channel| kernel(channel, side)).collect_view()
            }}
            <button class="small" on:click=move |_| state.update(|state| {
                let one: &[i32] = if state.kernel_side() == 2 { &VERTICAL } else { &[1, 0, 0, 1] };
                state.kernel = one.repeat(state.channels);
            })>
                {move || if sides.get().0 == 2 { "Make it 3 × 3" } else { "Make it 2 × 2" }}
            </button>
        </div>
        <Slider
            label="Channels"
            ends=(1, MOST_CHANNELS as i32)
            value=Signal::derive(move || state.with(|state| state.channels as i32))
            on_change=move |channels: i32| state.update(|state| state.set_channels(channels as usize))
        />
        <Slider
            label="Stride"
            ends=(1, 3)
            value=Signal::derive(move || state.with(|state| state.stride as i32))
            on_change=move |stride: i32| state.update(|state| state.stride = stride as usize)
        />
        <Slider
            label="Padding"
            ends=(0, 2)
            value=Signal::derive(move || state.with(|state| state.padding as i32))
            on_change=move |padding: i32| state.update(|state| state.padding = padding as usize)
        />
        <Slider
            label="Side of the image"
            ends=(SIDES.0 as i32, SIDES.1 as i32)
            value=Signal::derive(move || state.with(|state| state.side as i32))
            on_change=move |side: i32| state.update(|state| {
                state.side = side as usize;
                state.image = cross(state.side).repeat(state.channels);
            })
        />
        <button class="small" on:click=move |_| state.update(|state| state.image.fill(0))>"Empty the image"</button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_state_is_drawn() {
        for side in SIDES.0..=SIDES.1 {
            for (stride, padding) in (1..=3).flat_map(|stride| (0..=2).map(move |padding| (stride, padding)))
            {
                for (kernel, channels) in [(vec![1, 0, 0, -1], 1), (vec![-1; 9], 3)] {
                    let mut state = State { side, image: edge(side), channels: 1, kernel, stride, padding };
                    state.set_channels(channels);
                    assert!(state.is_sound());
                    let found = compute(&state).unwrap();
                    assert_eq!(found.output.values.len(), found.columns.columns);
                    assert!(spelled_out(&found, &state, (0, 0)).is_some());
                }
            }
        }
    }

    #[test]
    fn a_vertical_edge_answers_where_it_is() {
        // 9 − 0 in three rows, where the window straddles the edge.
        assert_eq!(compute(&State::default()).unwrap().output.values[..4], [0.0, 27.0, 27.0, 0.0]);
        // The same image twice answers twice.
        let twice =
            State { image: edge(6).repeat(2), channels: 2, kernel: VERTICAL.repeat(2), ..State::default() };
        assert_eq!(compute(&twice).unwrap().output.values[..4], [0.0, 54.0, 54.0, 0.0]);
    }
}
