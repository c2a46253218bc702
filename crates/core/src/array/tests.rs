//! Views, copies and sizes of arrays.

use super::*;

fn counting(shape: &[usize]) -> Array {
    let elements: Vec<f64> = (0..shape.iter().product::<usize>()).map(|i| i as f64).collect();
    Array::from_slice(shape, &elements).unwrap()
}

#[test]
fn writes_through_a_view_are_seen_through_all() {
    let array = counting(&[2, 3]);
    let transposed = array.transpose();
    transposed.set(&[2, 0], Scalar::Int64(-7));
    assert_eq!(array.get(&[0, 2]), Scalar::Float64(-7.0));
    assert_eq!(transposed.to_vec::<i32>(), [0, 3, 1, 4, -7, 5]);
}

#[test]
fn reshape_is_a_view_until_strides_forbid_it() {
    let array = counting(&[4, 6]);
    assert!(array.reshape(&[2, -1], Order::C).unwrap().same_buffer(&array));
    let copy = array.transpose().reshape(&[24], Order::C).unwrap();
    assert!(!copy.same_buffer(&array));
    assert_eq!(copy.to_vec::<f64>()[..4], [0.0, 6.0, 12.0, 18.0]);
    assert!(array.transpose().reshape(&[24], Order::F).unwrap().same_buffer(&array));
}

#[test]
fn assignment_to_an_overlapping_view_reads_before_it_writes() {
    let array = counting(&[6]);
    array.view(&[5], &[1], 1).assign(&array.view(&[5], &[1], 0)).unwrap();
    assert_eq!(array.to_vec::<f64>(), [0.0, 0.0, 1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn impossible_sizes_get_numpys_words() {
    let message = |shape: &[usize], dtype| Array::zeros(shape, dtype).unwrap_err().message;
    assert_eq!(
        message(&[1_000_000, 1_000_000], DType::Float64),
        "Unable to allocate 7.28 TiB for an array with shape (1000000, 1000000) and data type float64"
    );
    assert_eq!(
        message(&[4_000_000_000, 4_000_000_000], DType::Int8),
        "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size."
    );
}

#[test]
#[should_panic(expected = "a view leaves its buffer")]
fn a_view_cannot_leave_its_buffer() {
    counting(&[4]).view(&[3], &[2], 0);
}

#[cfg(target_pointer_width = "64")] // sizes of more than 32 bits
#[test]
fn sizes_beyond_counting_get_numpys_words() {
    let message = |result: Result<Array>| result.unwrap_err().message;
    const TOO_BIG: &str =
        "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.";
    assert_eq!(message(Array::zeros(&[1 << 40; 3], DType::Int8)), TOO_BIG);
    let number = Array::zeros(&[], DType::Float64).unwrap();
    assert_eq!(message(number.broadcast_to(&[1 << 60])), TOO_BIG);
    assert_eq!(message(number.broadcast_to(&[1 << 40, 1 << 40])), "iterator is too large");
    let many = "maximum supported dimension for an ndarray is currently 64, found 65";
    assert_eq!(message(number.broadcast_to(&[1; 65])), many);
    assert_eq!(message(number.reshape(&[1; 65], Order::C)), many);
    let stretched = number.broadcast_to(&[1 << 58]).unwrap();
    assert_eq!(
        stretched.elements::<f64>().unwrap_err().message,
        "Unable to allocate 2.00 EiB for an array with shape (288230376151711744,) and data type float64"
    );
}
