//! Arithmetic of floats over many short lanes, as broadcasting makes them: what is the same for all lanes is asked once.

use super::Ufunc;
use super::inner::{Exceptional, Frame, Inner};
use crate::array::Array;
use crate::dtype::DType;
use crate::iterate::Plan;
use ndgym_kernels::arithmetic::{self, Binary, Operand};
use ndgym_kernels::fold::Float;

/// Longer lanes have time for questions.
const SHORT: usize = 512;

/// Computes a result of two operands by a plan for output, second and first operand; false if it is not for this module.
pub(super) fn compute(
    ufunc: &Ufunc,
    inner: Inner,
    arrays: &[&Array],
    plan: &Plan<3>,
    start: [usize; 3],
) -> bool {
    let &[a, b, out] = arrays else { return false };
    let (len, strides) = plan.lane();
    let Some((count, steps)) = plan.lanes_in_a_row() else { return false };
    let is_simple =
        len <= SHORT && strides[0] == 1 && strides[1..].iter().all(|stride| matches!(stride, 0 | 1));
    if !is_simple || out.same_buffer(a) || out.same_buffer(b) {
        return false;
    }
    let operation = match ufunc.name {
        "add" => Binary::Add,
        "subtract" => Binary::Subtract,
        "multiply" => Binary::Multiply,
        "divide" => Binary::Divide,
        _ => return false,
    };
    let row = |offsets: [usize; 3]| Row { arrays: [out, b, a], offsets, strides, steps, len, count };
    match [a, b, out].map(Array::dtype) {
        [DType::Float64, DType::Float64, DType::Float64] => {
            plan.for_each_row_of_lanes(start, |offsets| row(offsets).compute::<f64>(operation, inner));
        }
        [DType::Float32, DType::Float32, DType::Float32] => {
            plan.for_each_row_of_lanes(start, |offsets| row(offsets).compute::<f32>(operation, inner));
        }
        _ => return false,
    }
    true
}

/// Lanes that follow each other, of output, second and first operand.
struct Row<'a> {
    arrays: [&'a Array; 3],
    /// Of the first lanes.
    offsets: [usize; 3],
    /// Along a lane.
    strides: [isize; 3],
    /// From lane to lane.
    steps: [isize; 3],
    len: usize,
    count: usize,
}

impl Row<'_> {
    fn compute<T: Exceptional + Float>(&self, operation: Binary, inner: Inner) {
        let cells = self.arrays.map(Array::cells::<T>);
        for lane in 0..self.count {
            let offsets: [usize; 3] =
                std::array::from_fn(|k| self.offsets[k].wrapping_add_signed(self.steps[k] * lane as isize));
            let operand = |k: usize| match self.strides[k] {
                0 => Operand::Same(cells[k][offsets[k]].get()),
                _ => Operand::Each(&cells[k][offsets[k]..offsets[k] + self.len]),
            };
            let to = &cells[0][offsets[0]..offsets[0] + self.len];
            if !arithmetic::binary(operation, operand(2), operand(1), to) {
                // The loop itself knows what it means that a result is not finite.
                let [out, b, a] = self.arrays;
                let (offsets, strides) = (reversed(offsets), reversed(self.strides));
                inner(&Frame { arrays: &[a, b, out], offsets: &offsets, strides: &strides, len: self.len });
            }
        }
    }
}

fn reversed<T: Copy>([out, b, a]: [T; 3]) -> [T; 3] {
    [a, b, out]
}

#[cfg(test)]
mod tests {
    use crate::ufunc::{self, Options, Ufunc};
    use crate::{Array, float_status};

    fn array(shape: &[usize], number: impl Fn(usize) -> f64) -> Array {
        Array::from_slice(shape, &(0..shape.iter().product()).map(number).collect::<Vec<f64>>()).unwrap()
    }

    fn call(ufunc: &'static Ufunc, a: &Array, b: &Array) -> Array {
        ufunc.call(&[a.into(), b.into()], &Options::default()).unwrap().remove(0)
    }

    #[test]
    fn short_lanes_are_computed_as_long_ones_are() {
        let a = array(&[5, 1, 7], |i| 1.5 + i as f64);
        let b = array(&[1, 4, 7], |i| 3.0 - i as f64 / 3.0);
        // Backwards, and with a number for each lane.
        let backwards = a.view(a.shape(), &[-7, 7, 1], 28);
        let column = array(&[5, 4, 1], |i| i as f64 * 0.25);
        let check = |ufunc: &'static Ufunc, f: fn(f64, f64) -> f64| {
            for (a, b) in [(&a, &b), (&b, &a), (&backwards, &b), (&a, &column), (&column, &b)] {
                let wide = |array: &Array| array.broadcast_to(&[5, 4, 7]).unwrap().to_vec::<f64>();
                let expected: Vec<f64> = wide(a).iter().zip(wide(b)).map(|(a, b)| f(*a, b)).collect();
                assert_eq!(call(ufunc, a, b).to_vec::<f64>(), expected, "{}", ufunc.name);
            }
        };
        check(&ufunc::ADD, |a, b| a + b);
        check(&ufunc::SUBTRACT, |a, b| a - b);
        check(&ufunc::MULTIPLY, |a, b| a * b);
        check(&ufunc::DIVIDE, |a, b| a / b);
        float_status::take();
    }

    #[test]
    fn what_is_not_finite_is_noticed() {
        let a = array(&[3, 1, 4], |i| i as f64);
        let b = array(&[1, 2, 4], |i| i as f64);
        float_status::take();
        let quotients = call(&ufunc::DIVIDE, &a, &b);
        assert_eq!(float_status::take(), float_status::INVALID | float_status::DIVIDE);
        assert_eq!(quotients.to_vec::<f64>()[16], f64::INFINITY);
        let large = array(&[3, 1, 4], |_| 1e300);
        call(&ufunc::MULTIPLY, &large, &call(&ufunc::MULTIPLY, &b, &large));
        assert_eq!(float_status::take(), float_status::OVERFLOW);
        call(&ufunc::ADD, &quotients, &b);
        assert_eq!(float_status::take(), 0);
    }
}
