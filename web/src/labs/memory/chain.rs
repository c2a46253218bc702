//! The chain of operations: what the core makes of it, and the program that shows the same.

use super::State;
use crate::diagrams::{ChainPicture, ChainView, unflatten};
use leptos::prelude::*;
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::layout::shape_as_tuple;
use ndgym_core::overlap::share_memory;
use ndgym_core::{DType, Scalar};
use ndgym_curriculum::chain::{Chain, Kind, Link, MOST_LINKS, Start, follow, parse, strides_as_tuple};
use serde::{Deserialize, Serialize};

/// What is written into a cell.
const WRITTEN: i64 = 99;

/// What can be set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ChainState {
    /// Shape of the first array.
    pub(super) shape: Vec<usize>,
    /// Its element type, by name.
    pub(super) dtype: String,
    /// Whether it lies in memory in F order.
    pub(super) fortran: bool,
    /// The operations, as they were typed.
    pub(super) steps: Vec<String>,
    /// Where a number is written: the array's number, and the index.
    pub(super) write: Option<(usize, Vec<usize>)>,
}

/// The element types on offer.
pub(super) const DTYPES: [&str; 6] = ["int64", "int32", "int16", "uint8", "float64", "float32"];

impl Default for ChainState {
    fn default() -> ChainState {
        ChainState {
            shape: vec![3, 4],
            dtype: "int64".to_owned(),
            fortran: false,
            steps: ["[:, ::2]", ".T", ".ravel()"].map(str::to_owned).to_vec(),
            write: None,
        }
    }
}

impl ChainState {
    pub(super) fn is_sound(&self) -> bool {
        let chain = self.follow();
        let is_inside = |(number, index): &(usize, Vec<usize>)| {
            chain.links.get(*number).is_some_and(|link| {
                let shape = link.array.shape();
                shape.len() == index.len() && index.iter().zip(shape).all(|(i, size)| i < size)
            })
        };
        DTYPES.contains(&&self.dtype[..])
            && self.steps.len() < MOST_LINKS
            && !chain.links.is_empty()
            && self.write.as_ref().is_none_or(is_inside)
    }

    pub(super) fn start(&self) -> Start {
        let dtype = DType::parse(&self.dtype).unwrap_or(DType::Int64);
        Start { shape: self.shape.clone(), dtype, fortran: self.fortran }
    }

    fn follow(&self) -> Chain {
        follow(&self.start(), self.steps.iter().map(|step| parse(step)))
    }

    /// Whether an operation with that name copies.
    pub(super) fn copies_in(&self, name: &str) -> bool {
        self.follow().links.iter().any(|link| link.kind == Kind::Copy && link.code.contains(name))
    }

    /// Whether the write goes into the last array, and not into the first one's memory.
    pub(super) fn writes_beside_the_start(&self) -> bool {
        let links = self.follow().links;
        let (Some(first), Some(last), Some((number, _))) = (links.first(), links.last(), &self.write) else {
            return false;
        };
        *number + 1 == links.len() && last.array.is_writeable() && !last.array.same_buffer(&first.array)
    }
}

/// Everything the page shows of a chain.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Computed {
    pub(super) view: ChainView,
    /// The code of each step that was understood, and NumPy's words for the one that failed.
    pub(super) steps: Vec<Result<String, String>>,
    /// The shape of the last array.
    pub(super) last_shape: Vec<usize>,
    pub(super) code: String,
    pub(super) printed: String,
    pub(super) description: String,
    /// Why nothing could be written.
    pub(super) refusal: Option<String>,
}

/// Follows the chain.
pub(super) fn compute(state: &ChainState) -> Computed {
    let chain = state.follow();
    let links = &chain.links;
    let write = state.write.as_ref().and_then(|(number, index)| Some((*number, links.get(*number)?, index)));
    let mut refusal = None;
    let mut write_code = String::new();
    if let Some((_, link, index)) = write {
        let index_code = index.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        let assignment = format!("{}[{index_code}] = {WRITTEN}", link.name);
        if link.array.is_writeable() {
            link.array.set(index, Scalar::Int64(WRITTEN));
            write_code = format!("\n{assignment}\n");
        } else {
            refusal = Some("assignment destination is read-only".to_owned());
            write_code = format!("\ntry:\n    {assignment}\nexcept ValueError as error:\n    print(error)\n");
        }
    }
    let written = write.filter(|_| refusal.is_none()).map(|(number, _, index)| (number, &index[..]));
    let steps = (0..state.steps.len())
        .map(|step| match (&chain.failure, links.get(step + 1)) {
            (Some((failed, error)), _) if *failed == step => Err(error.message.clone()),
            (_, Some(link)) => Ok(link.code.clone()),
            _ => Err("Waits for the step before.".to_owned()),
        })
        .collect();
    Computed {
        view: ChainView::of(links, written),
        steps,
        last_shape: links.last().map(|link| link.array.shape().to_vec()).unwrap_or_default(),
        code: program(&chain, &write_code),
        printed: refusal.iter().map(|line| format!("{line}\n")).chain([printed(links)]).collect(),
        description: describe(links),
        refusal,
    }
}

fn program(chain: &Chain, write: &str) -> String {
    let pairs: Vec<String> = chain.links.iter().map(|link| format!("\"{0}\": {0}", link.name)).collect();
    format!(
        "import numpy as np\n\n{}{write}\narrays = {{{}}}\nfor name, x in arrays.items():\n    shares = [other for other in arrays if other != name \
         and np.shares_memory(x, arrays[other])]\n    print(name, x.shape, x.strides, \"C\" if x.flags.c_contiguous else \"-\", \"F\" if \
         x.flags.f_contiguous else \"-\", *shares)\n    print(x)\n",
        chain.code(),
        pairs.join(", ")
    )
}

fn printed(links: &[Link]) -> String {
    let mut text = String::new();
    for link in links {
        let array = &link.array;
        let flag = |is: bool, letter: &'static str| if is { letter } else { "-" };
        text.push_str(&format!(
            "{} {} {} {} {}",
            link.name,
            shape_as_tuple(array.shape()),
            strides_as_tuple(&array.byte_strides()),
            flag(array.is_c_contiguous(), "C"),
            flag(array.is_f_contiguous(), "F"),
        ));
        let shares =
            links.iter().filter(|other| other.name != link.name && share_memory(array, &other.array));
        shares.for_each(|other| text.push_str(&format!(" {}", other.name)));
        text.push_str(&format!("\n{}\n", array_str(array, &PrintOptions::default())));
    }
    text
}

fn describe(links: &[Link]) -> String {
    let sentences: Vec<String> = links
        .iter()
        .map(|link| {
            let kind = match link.kind {
                Kind::Start => "the first array",
                Kind::View => "a view",
                Kind::Copy => "a copy",
            };
            format!(
                "{} is {kind}, shape {}, strides {} bytes.",
                link.name,
                shape_as_tuple(link.array.shape()),
                strides_as_tuple(&link.array.byte_strides())
            )
        })
        .collect();
    sentences.join(" ")
}

/// Grids and strips; a click writes.
#[component]
pub(super) fn Picture(
    state: RwSignal<State>,
    chain: Memo<Computed>,
    pointed: RwSignal<Option<(usize, usize)>>,
) -> impl IntoView {
    let view = Memo::new(move |_| chain.with(|chain| chain.view.clone()));
    let on_choose = Callback::new(move |(number, flat): (usize, usize)| {
        state.update(|state| {
            let links = state.chain.follow().links;
            let Some(link) = links.get(number) else { return };
            let write = Some((number, unflatten(flat, link.array.shape())));
            state.chain.write = if state.chain.write == write { None } else { write };
        });
    });
    view! {
        <ChainPicture view pointed on_choose />
        {move || {
            chain.with(|chain| {
                chain
                    .refusal
                    .as_ref()
                    .map(|message| view! { <p class="fault" role="status">"ValueError: "{message.clone()}</p> })
            })
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(steps: &[&str]) -> ChainState {
        ChainState { steps: steps.iter().map(|step| (*step).to_owned()).collect(), ..ChainState::default() }
    }

    // Expected: numpy 2.4.6.
    #[test]
    fn programs_print_what_numpy_prints() {
        let mut written = state(&["[1:, ::-2]", ".ravel()"]);
        written.write = Some((1, vec![0, 0]));
        assert_eq!(
            compute(&written).printed,
            "a (3, 4) (32, 8) C - b\n[[ 0  1  2  3]\n [ 4  5  6 99]\n [ 8  9 10 11]]\nb (2, 2) (32, -16) - - a\n[[99  5]\n [11  9]]\n\
             c (4,) (8,) C F\n[ 7  5 11  9]\n"
        );
        let mut refused = state(&[".diagonal()"]);
        refused.write = Some((1, vec![0]));
        assert!(compute(&refused).printed.starts_with("assignment destination is read-only\na (3, 4)"));
    }

    #[test]
    fn a_failed_step_is_explained_and_later_ones_wait() {
        let computed = compute(&state(&[".T", ".reshape(5)", "[0]"]));
        assert_eq!(computed.steps[0], Ok("a.T".to_owned()));
        assert_eq!(computed.steps[1], Err("cannot reshape array of size 12 into shape (5,)".to_owned()));
        assert!(computed.steps[2].is_err());
        assert!(!computed.code.contains("reshape(5)") && computed.code.contains("b = a.T"));
    }
}
