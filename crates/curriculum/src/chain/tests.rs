use super::{Kind, Kind::*, Start, follow, parse};
use ndgym_core::DType;

/// An operation's code, and of its result: shape, strides in bytes, view or copy, and the first elements.
type Step<'a> = (&'a str, &'a [usize], &'a [isize], Kind, &'a [f64]);

fn case(shape: &[usize], fortran: bool, steps: &[Step]) {
    let start = Start { shape: shape.to_vec(), dtype: DType::Int64, fortran };
    let chain = follow(&start, steps.iter().map(|step| parse(step.0)));
    assert_eq!(chain.failure, None, "{steps:?}");
    for (link, (code, shape, strides, kind, first)) in chain.links[1..].iter().zip(steps) {
        assert_eq!(link.code, *code);
        assert_eq!(
            (link.array.shape(), &link.array.byte_strides()[..], link.kind),
            (*shape, *strides, *kind),
            "{code}"
        );
        assert_eq!(&link.array.to_vec::<f64>()[..first.len()], *first, "{code}");
    }
}

// Expected: numpy 2.4.6 (shape, strides, np.may_share_memory with the array before, ravel()[:4]).
#[test]
fn shapes_strides_views_and_copies_are_numpys() {
    case(
        &[3, 4],
        false,
        &[
            ("a[1:, ::-2]", &[2, 2], &[32, -16], View, &[7.0, 5.0, 11.0, 9.0]),
            ("b.T", &[2, 2], &[-16, 32], View, &[7.0, 11.0, 5.0, 9.0]),
            ("c.ravel()", &[4], &[8], Copy, &[7.0, 11.0, 5.0, 9.0]),
        ],
    );
    case(
        &[3, 4],
        false,
        &[
            ("a[:, 1]", &[3], &[32], View, &[1.0, 5.0, 9.0]),
            ("b[::-1]", &[3], &[-32], View, &[9.0, 5.0, 1.0]),
        ],
    );
    case(
        &[4, 6],
        false,
        &[
            ("a.reshape(2, 2, 6)", &[2, 2, 6], &[96, 48, 8], View, &[0.0, 1.0, 2.0, 3.0]),
            ("b.transpose(1, 0, 2)", &[2, 2, 6], &[48, 96, 8], View, &[0.0, 1.0, 2.0, 3.0]),
            ("c.reshape(4, 6)", &[4, 6], &[48, 8], Copy, &[0.0, 1.0, 2.0, 3.0]),
        ],
    );
    case(
        &[4, 6],
        false,
        &[
            ("a.T", &[6, 4], &[8, 48], View, &[0.0, 6.0, 12.0, 18.0]),
            ("b.reshape(24)", &[24], &[8], Copy, &[0.0, 6.0, 12.0, 18.0]),
        ],
    );
    case(
        &[4, 6],
        false,
        &[
            ("a.T", &[6, 4], &[8, 48], View, &[0.0, 6.0, 12.0, 18.0]),
            (r#"b.reshape(-1, order="F")"#, &[24], &[8], View, &[0.0, 1.0, 2.0, 3.0]),
        ],
    );
    case(
        &[4, 6],
        false,
        &[
            ("a.T", &[6, 4], &[8, 48], View, &[0.0, 6.0, 12.0, 18.0]),
            (r#"b.ravel(order="K")"#, &[24], &[8], View, &[0.0, 1.0, 2.0, 3.0]),
        ],
    );
    case(
        &[2, 3, 4],
        false,
        &[
            ("a.swapaxes(0, 2)", &[4, 3, 2], &[8, 32, 96], View, &[0.0, 12.0, 4.0, 16.0]),
            ("b[..., 1]", &[4, 3], &[8, 32], View, &[12.0, 16.0, 20.0, 13.0]),
            (r#"c.copy(order="F")"#, &[4, 3], &[8, 32], Copy, &[12.0, 16.0, 20.0, 13.0]),
        ],
    );
    case(&[3, 4], true, &[("a.reshape(2, 6)", &[2, 6], &[48, 8], Copy, &[0.0, 1.0, 2.0, 3.0])]);
    case(
        &[3, 4],
        true,
        &[
            ("a.T", &[4, 3], &[24, 8], View, &[0.0, 4.0, 8.0, 1.0]),
            ("b.flatten()", &[12], &[8], Copy, &[0.0, 4.0, 8.0, 1.0]),
        ],
    );
    case(
        &[3, 4],
        true,
        &[
            ("np.ascontiguousarray(a)", &[3, 4], &[32, 8], Copy, &[0.0, 1.0, 2.0, 3.0]),
            ("np.asfortranarray(b)", &[3, 4], &[8, 24], Copy, &[0.0, 1.0, 2.0, 3.0]),
        ],
    );
    case(
        &[3],
        false,
        &[
            ("np.broadcast_to(a, (4, 3))", &[4, 3], &[0, 8], View, &[0.0, 1.0, 2.0, 0.0]),
            ("b.reshape(12)", &[12], &[8], Copy, &[0.0, 1.0, 2.0, 0.0]),
        ],
    );
    case(
        &[8],
        false,
        &[
            (
                "np.lib.stride_tricks.sliding_window_view(a, 3, axis=0)",
                &[6, 3],
                &[8, 8],
                View,
                &[0.0, 1.0, 2.0, 1.0],
            ),
            ("b[::2]", &[3, 3], &[16, 8], View, &[0.0, 1.0, 2.0, 2.0]),
        ],
    );
    case(
        &[8],
        false,
        &[(
            "np.lib.stride_tricks.as_strided(a, (2, 4), (8, 16))",
            &[2, 4],
            &[8, 16],
            View,
            &[0.0, 2.0, 4.0, 6.0],
        )],
    );
    case(
        &[4, 5],
        false,
        &[
            ("a.diagonal(1)", &[4], &[48], View, &[1.0, 7.0, 13.0, 19.0]),
            ("b[::-1]", &[4], &[-48], View, &[19.0, 13.0, 7.0, 1.0]),
        ],
    );
    case(
        &[4, 5],
        false,
        &[
            ("a[[0, 2]]", &[2, 5], &[40, 8], Copy, &[0.0, 1.0, 2.0, 3.0]),
            ("b.T", &[5, 2], &[8, 40], View, &[0.0, 10.0, 1.0, 11.0]),
        ],
    );
    case(&[4, 5], false, &[("a[a > 7]", &[12], &[8], Copy, &[8.0, 9.0, 10.0, 11.0])]);
    case(
        &[4, 5],
        false,
        &[
            ("a.astype(np.float32)", &[4, 5], &[20, 4], Copy, &[0.0, 1.0, 2.0, 3.0]),
            ("b[:, None, 1:3]", &[4, 1, 2], &[20, 0, 4], View, &[1.0, 2.0, 6.0, 7.0]),
        ],
    );
    case(
        &[2, 1, 4],
        false,
        &[
            ("a.reshape(4, 2)", &[4, 2], &[16, 8], View, &[0.0, 1.0, 2.0, 3.0]),
            ("b.reshape(1, 8, 1)", &[1, 8, 1], &[64, 8, 8], View, &[0.0, 1.0, 2.0, 3.0]),
        ],
    );
}

#[test]
fn what_cannot_be_shown_or_read_is_refused_in_words() {
    let start = Start { shape: vec![3, 4], dtype: DType::Int64, fortran: false };
    let message = |text: &str| follow(&start, [parse(text)]).failure.expect(text).1.message;
    assert_eq!(message("a.reshape(5, 2)"), "cannot reshape array of size 12 into shape (5,2)");
    assert_eq!(message("[3]"), "index 3 is out of bounds for axis 0 with size 3");
    assert_eq!(message("a[::0]"), "slice step cannot be zero");
    assert_eq!(message(".transpose(0, 0)"), "repeated axis in transpose");
    assert!(message("[0, 0]").starts_with("One element"));
    assert!(message("np.broadcast_to(a, (99, 3, 4))").starts_with("More than this picture"));
    assert!(
        message("np.broadcast_to(a, (4294967295, 4294967295, 3, 4))").contains("too big")
            || cfg!(target_arch = "wasm32")
    );
    assert!(message("as_strided(a, (3, 4), (8, 800))").contains("leaves the memory of 96 bytes"));
    assert!(message("as_strided(a, (3,), (9223372036854775800,))").contains("leaves the memory"));
    assert!(message("as_strided(a, (3, 4), (8, 3))").contains("multiples of 8 bytes"));
    for nonsense in [
        "",
        "a",
        "b.sort()",
        "[",
        "[1",
        "a[1)(",
        "a[::::]",
        ".reshape(",
        ".reshape(x)",
        "[99999999999999999999]",
        "a[a > ]",
        "é[1]",
        ".T.T",
        "a.T[0]",
    ] {
        message(nonsense);
    }
}

#[test]
fn an_operation_reads_back_what_it_writes() {
    for text in [
        "x[1:, ::-2, None, ..., [0, 2], -1]",
        "x[x > -3]",
        "x.T",
        "x.transpose(1, 0)",
        "x.swapaxes(0, -1)",
        "x.reshape(3, -1)",
        "x.reshape((3, -1), order=\"F\")",
        "x.ravel(order=\"F\")",
        "x.flatten()",
        "x.copy(order=\"K\")",
        "x.astype(np.float32)",
        "np.ascontiguousarray(x)",
        "np.broadcast_to(x, (3,))",
        "np.lib.stride_tricks.sliding_window_view(x, 3, axis=-1)",
        "np.lib.stride_tricks.as_strided(x, (3, 4), (8, -8))",
        "x.diagonal(-1)",
    ] {
        assert_eq!(parse(text).map(|operation| operation.code("x")).as_deref(), Ok(text));
    }
    assert!(parse(" c . ravel( 'F' ) ").is_err());
    assert_eq!(
        parse("ravel('F')").map(|operation| operation.code("c")).as_deref(),
        Ok("c.ravel(order=\"F\")")
    );
}
