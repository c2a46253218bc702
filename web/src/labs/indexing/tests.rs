//! What can be typed, and that the programs say what the lab says. The end-to-end tests run the programs.

use super::compute::{Sharing, compute, line, printed, repeated};
use super::expression::{Trouble, parse_index, parse_value};
use super::{Form, PRESETS, State};
use crate::labs::LabState;

fn shown(shape: &[usize], index: &str) -> (Vec<usize>, Vec<usize>, Sharing) {
    let shown =
        compute(&State::reading(shape, index)).unwrap_or_else(|trouble| panic!("{index}: {trouble:?}"));
    let cells = shown.picks.iter().map(|pick| pick.cell).collect();
    (shown.other_shape, cells, shown.sharing.expect("it reads"))
}

fn raises(shape: &[usize], index: &str) -> String {
    let shown = compute(&State::reading(shape, index));
    assert!(matches!(shown, Err(Trouble::Raised(_))), "{index}: {shown:?}");
    printed(&shown)
}

// Expected: NumPy 2.4 on np.arange(12).reshape(3, 4).
#[test]
fn cells_come_from_where_numpy_takes_them() {
    use Sharing::{Copy, Number, View};
    let is = |index: &str, shape: &[usize], cells: &[usize], sharing: Sharing| {
        assert_eq!(shown(&[3, 4], index), (shape.to_vec(), cells.to_vec(), sharing), "{index}");
    };
    is("1:, ::2", &[2, 2], &[4, 6, 8, 10], View);
    is("::-1, 0", &[3], &[8, 4, 0], View);
    is("1", &[4], &[4, 5, 6, 7], View);
    is("1, -1", &[], &[7], Number);
    is("1, -1, ...", &[], &[7], View);
    is("..., None, 1:3", &[3, 1, 2], &[1, 2, 5, 6, 9, 10], View);
    is("[0, 2], [1, 3]", &[2], &[1, 11], Copy);
    is("np.ix_([0, 2], [1, 3])", &[2, 2], &[1, 3, 9, 11], Copy);
    is("[2, 0, 2]", &[3, 4], &[8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11], Copy);
    is("a % 5 == 0", &[3], &[0, 5, 10], Copy);
    is("(a > 2) & (a < 6) | (a == 11)", &[4], &[3, 4, 5, 11], Copy);
    is("~(a[:, 0] > 3), 1:", &[1, 3], &[1, 2, 3], Copy);
    is("np.nonzero(a > 9)", &[2], &[10, 11], Copy);
    is("np.arange(3)[:, None], [0, 3]", &[3, 2], &[0, 3, 4, 7, 8, 11], Copy);
    is("[True, False, True]", &[2, 4], &[0, 1, 2, 3, 8, 9, 10, 11], Copy);
    is("9:", &[0, 4], &[], View);
}

#[test]
fn errors_are_numpys() {
    assert_eq!(raises(&[3, 4], "3"), "IndexError: index 3 is out of bounds for axis 0 with size 3\n");
    assert_eq!(
        raises(&[3, 4], "[0, 1], [0, 1, 2]"),
        "IndexError: shape mismatch: indexing arrays could not be broadcast together with shapes (2,) (3,) \n"
    );
    assert_eq!(
        raises(&[3, 4], "0, 0, 0"),
        "IndexError: too many indices for array: array is 2-dimensional, but 3 were indexed\n"
    );
    assert_eq!(raises(&[3], "::0"), "ValueError: slice step cannot be zero\n");
    assert_eq!(
        raises(&[3], "[True, False]"),
        "IndexError: boolean index did not match indexed array along axis 0; size of axis is 3 but size of corresponding \
         boolean axis is 2\n"
    );
    assert_eq!(
        raises(&[3], "1.0"),
        "IndexError: only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are \
         valid indices\n"
    );
}

#[test]
fn what_python_would_not_read_so_is_refused() {
    for text in [
        "",
        "1 2",
        "[1",
        "1:2:3:4",
        "a.T",
        "print(a)",
        "a > 1 > 0",
        "'x'",
        "0x10",
        "007",
        "1e3",
        "[1][0]",
        "np.ix_()",
        ",",
        "__import__",
    ] {
        assert!(parse_index(text).is_err(), "{text} is read as {:?}", parse_index(text));
    }
    assert!(parse_index(&"[".repeat(150)).is_err());
    assert!(parse_value("1,").is_err());
    for text in ["[[1, 2], [3]]", "(1, 2), 0", "1 + 1", "np.arange(9999)", "[0] * 3 > [a]"] {
        let shown = compute(&State::reading(&[3], text));
        assert!(matches!(shown, Err(Trouble::Refused(_))), "{text}: {shown:?}");
    }
}

#[test]
fn what_comes_twice_is_lost_or_counted() {
    let state = |form| State::writing(form, &[5], "[0, 2, 2, 2]", "1");
    let added = compute(&state(Form::AddTo)).unwrap();
    assert_eq!(printed(&Ok(added.clone())), "[1 0 1 0 0]\n");
    assert_eq!(added.picks.iter().map(|pick| pick.lost).collect::<Vec<_>>(), [false, true, true, false]);
    assert_eq!(repeated(&added.picks), [2]);
    assert_eq!(printed(&compute(&state(Form::AddAt))), "[1 0 3 0 0]\n");
    assert_eq!(line(&state(Form::AddAt)), "np.add.at(a, [0, 2, 2, 2], 1)");
    assert_eq!(line(&State::writing(Form::AddAt, &[5], "::2", "1")), "np.add.at(a, np.s_[::2], 1)");
    assert_eq!(line(&State::writing(Form::AddAt, &[5, 5], "0, 1", "1")), "np.add.at(a, np.s_[0, 1], 1)");
    let put = State { axis: 1, ..State::writing(Form::PutAlong, &[2, 3], "[[1], [0]]", "[[7], [8]]") };
    assert_eq!(printed(&compute(&put)), "[[0 7 0]\n [8 0 0]]\n");
}

#[test]
fn every_preset_is_sound_and_prints() {
    for preset in PRESETS {
        let state = (preset.state)();
        assert!(state.is_sound(), "{}", preset.name);
        assert!(!printed(&compute(&state)).is_empty(), "{}", preset.name);
    }
}
