//! Words for a wrong shape.

use ndgym_core::layout::shape_as_tuple;

/// What is wrong with `got` where `expected` was expected; the two differ.
pub(crate) fn explain(got: &[usize], expected: &[usize]) -> String {
    let facts = format!("shape {} where {} was expected", shape_as_tuple(got), shape_as_tuple(expected));
    match advice(got, expected) {
        Some(advice) => format!("{facts}: {advice}"),
        None => facts,
    }
}

fn advice(got: &[usize], expected: &[usize]) -> Option<String> {
    let without_ones = |shape: &[usize]| shape.iter().copied().filter(|&size| size != 1).collect::<Vec<_>>();
    if without_ones(got) == without_ones(expected) {
        return Some(if got.len() < expected.len() {
            "an axis of size 1 was lost; keepdims=True in a reduction keeps it, indexing with None adds it"
                .to_owned()
        } else if got.len() > expected.len() {
            "there is an axis of size 1 too many; was keepdims=True or a None in an index one too much?"
                .to_owned()
        } else {
            "the axis of size 1 is in another place".to_owned()
        });
    }
    let sorted = |shape: &[usize]| {
        let mut sizes = shape.to_vec();
        sizes.sort_unstable();
        sizes
    };
    if sorted(got) == sorted(expected) {
        return Some("the axes are in another order; is a transpose missing, or one too many?".to_owned());
    }
    if let Some(axis) = removed_axis(expected, got) {
        let size = expected[axis];
        return Some(format!("the axis of size {size} is missing; was it summed or indexed away?"));
    }
    if let Some(axis) = removed_axis(got, expected) {
        return Some(format!(
            "there is an axis of size {} too many; was it to be reduced, or did broadcasting add it?",
            got[axis]
        ));
    }
    if got.iter().product::<usize>() == expected.iter().product::<usize>() {
        return Some("as many values, cut into other axes".to_owned());
    }
    let differing: Vec<usize> = (0..got.len()).filter(|&axis| got.get(axis) != expected.get(axis)).collect();
    match differing.as_slice() {
        &[axis] if got.len() == expected.len() => {
            Some(format!("axis {axis} has size {} instead of {}", got[axis], expected[axis]))
        }
        _ => None,
    }
}

/// The axis without which `longer` is `shorter`, if there is one.
fn removed_axis(longer: &[usize], shorter: &[usize]) -> Option<usize> {
    if longer.len() != shorter.len() + 1 {
        return None;
    }
    (0..longer.len()).find(|&axis| longer[..axis] == shorter[..axis] && longer[axis + 1..] == shorter[axis..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_slips_are_named() {
        for (got, expected, words) in [
            (&[3][..], &[3, 1][..], "shape (3,) where (3, 1) was expected: an axis of size 1 was lost"),
            (&[3, 1], &[3], "shape (3, 1) where (3,) was expected: there is an axis of size 1 too many"),
            (&[1, 3], &[3, 1], "the axis of size 1 is in another place"),
            (&[3, 2], &[2, 3], "the axes are in another order"),
            (&[2, 4, 5], &[2, 5, 4], "the axes are in another order"),
            (&[2], &[2, 3], "the axis of size 3 is missing"),
            (&[], &[4], "shape () where (4,) was expected: the axis of size 4 is missing"),
            (&[2, 3], &[2], "there is an axis of size 3 too many"),
            (&[6], &[2, 3], "as many values, cut into other axes"),
            (&[2, 3, 3], &[2, 3, 4], "axis 2 has size 3 instead of 4"),
        ] {
            let reason = explain(got, expected);
            assert!(reason.contains(words), "{reason}");
        }
        assert_eq!(explain(&[5, 7], &[2, 3]), "shape (5, 7) where (2, 3) was expected");
    }
}
