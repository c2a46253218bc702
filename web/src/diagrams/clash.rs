//! Two sizes that do not go together, face to face, with the repairs.

use super::array_grid::from_last;
use leptos::prelude::*;
use ndgym_core::Error;
use ndgym_core::error::Reason;
use ndgym_core::layout::broadcast_shapes;

/// What the core says of shapes that do not fit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clash {
    /// NumPy's words.
    pub(crate) message: String,
    /// Counted from the last, which is 1; 0 if the error is another.
    pub(crate) axis: usize,
    /// The sizes on that axis.
    pub(crate) sizes: (usize, usize),
}

impl Clash {
    /// From the core's error.
    pub(crate) fn of(error: &Error) -> Clash {
        let (axis, sizes) = match error.reason.as_deref() {
            Some(Reason::BroadcastClash { axis, shapes, operands: (first, second) }) => {
                let axis = axis.unsigned_abs();
                let size = |operand: usize| {
                    shapes.get(operand).and_then(|shape| from_last(shape, axis)).unwrap_or(1)
                };
                (axis, (size(*first), size(*second)))
            }
            _ => (0, (0, 0)),
        };
        Clash { message: error.message.clone(), axis, sizes }
    }
}

/// A change of one operand that makes the shapes fit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Repair {
    /// Which operand.
    pub(crate) operand: usize,
    /// What is written after its name: `[:, None]`.
    pub(crate) suffix: &'static str,
    /// Its shape then.
    pub(crate) shape: Vec<usize>,
}

/// New axes at the end and transposes that make the shapes fit.
pub(crate) fn repairs(shapes: &[Vec<usize>], most_axes: usize) -> Vec<Repair> {
    let mut repairs = Vec::new();
    for (operand, shape) in shapes.iter().enumerate().rev() {
        let new_axis = [&shape[..], &[1]].concat();
        let suffix = if shape.len() == 1 { "[:, None]" } else { "[..., None]" };
        let candidates = [(suffix, new_axis), (".T", shape.iter().rev().copied().collect())];
        for (suffix, changed) in candidates {
            let fits = broadcast_shapes(
                &shapes
                    .iter()
                    .enumerate()
                    .map(|(number, shape)| if number == operand { &changed[..] } else { &shape[..] })
                    .collect::<Vec<_>>(),
            );
            if changed.len() <= most_axes && changed != *shape && fits.is_ok() {
                repairs.push(Repair { operand, suffix, shape: changed });
            }
        }
    }
    repairs
}

/// The message, with a button for each repair.
#[component]
pub(crate) fn ClashMessage(
    /// What clashes.
    clash: Clash,
    /// The ways out, each with the code it stands for.
    repairs: Vec<(String, Repair)>,
    /// Hears which one is wanted.
    on_repair: Callback<Repair>,
) -> impl IntoView {
    view! {
        <div class="clash-message" role="status" data-testid="clash">
            <div class="sizes">
                <b>{clash.sizes.0}</b>
                "against"
                <b>{clash.sizes.1}</b>
                "on axis −"{clash.axis}
            </div>
            <code>"ValueError: "{clash.message}</code>
            <div class="repairs">
                {repairs
                    .into_iter()
                    .map(|(text, repair)| {
                        view! {
                            <button class="small" on:click=move |_| on_repair.run(repair.clone())>
                                <code>{text}</code>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_make_shapes_fit() {
        let found = repairs(&[vec![3, 4], vec![3]], 4);
        assert_eq!(
            found.iter().map(|repair| (repair.operand, repair.suffix)).collect::<Vec<_>>(),
            [(1, "[:, None]"), (0, "[..., None]"), (0, ".T")]
        );
        assert!(repairs(&[vec![2], vec![3], vec![5]], 4).is_empty());
    }

    #[test]
    fn a_clash_knows_its_sizes() {
        let error = broadcast_shapes(&[&[3, 4], &[3]]).unwrap_err();
        assert_eq!((Clash::of(&error).axis, Clash::of(&error).sizes), (1, (4, 3)));
    }
}
