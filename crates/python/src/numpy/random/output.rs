//! The `size=`, `dtype=` and `out=` of methods that give floats of either precision.

use super::draw::{Parameter, SizeArg, broadcast, output_shape, sized};
use crate::numpy::dtype::{self, PyDType};
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::PyNdArray;
use ndgym_core::{DType, Element};
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// Where floats go.
pub(super) struct FloatOutput {
    size: SizeArg,
    dtype: DType,
    out: Option<PyRef<PyNdArray>>,
}

impl FloatOutput {
    /// From the arguments of the method of that name.
    pub(super) fn new(
        vm: &VirtualMachine,
        size: &SizeArg,
        dtype: Option<PyObjectRef>,
        out: Option<PyObjectRef>,
        method: &str,
    ) -> PyResult<FloatOutput> {
        let dtype = dtype.map_or(Ok(DType::Float64), |object| dtype::from_object(vm, &object))?;
        if !matches!(dtype, DType::Float64 | DType::Float32) {
            let dtype = PyDType::object(vm, dtype).as_object().repr(vm)?;
            return Err(vm.new_type_error(format!("Unsupported dtype {dtype} for {method}")));
        }
        let out = match out {
            Some(object) => Some(checked_output(vm, object, dtype, size)?),
            None => None,
        };
        Ok(FloatOutput { size: size.clone(), dtype, out })
    }
}

fn checked_output(
    vm: &VirtualMachine,
    object: PyObjectRef,
    dtype: DType,
    size: &SizeArg,
) -> PyResult<PyRef<PyNdArray>> {
    let unfit = || {
        vm.new_value_error(
            "Supplied output array must be contiguous, writable, aligned, and in machine byte-order.",
        )
    };
    let out = object.downcast::<PyNdArray>().map_err(|_| unfit())?;
    let array = out.array();
    let contiguous = array.is_c_contiguous() || array.is_f_contiguous();
    if !contiguous || !array.is_writeable() {
        return Err(unfit());
    }
    if array.dtype() != dtype {
        return Err(vm.new_type_error(format!(
            "Supplied output array has the wrong type. Expected {}, got {}",
            dtype.name(),
            array.dtype().name()
        )));
    }
    if size.0.as_ref().is_some_and(|size| size[..] != *array.shape()) {
        return Err(vm.new_value_error("size must match out.shape when used together"));
    }
    Ok(out)
}

impl FloatOutput {
    /// Draws for each number of a parameter, of either precision.
    pub(super) fn draw_with<S>(
        self,
        vm: &VirtualMachine,
        parameter: Parameter,
        source: &mut S,
        mut double: impl FnMut(&mut S, f64) -> f64,
        mut single: impl FnMut(&mut S, f64) -> f32,
    ) -> PyResult {
        if let Some(out) = &self.out {
            let size = SizeArg(Some(out.array().shape().into()));
            let shape = output_shape(vm, &[parameter.0.shape()], &size)?;
            let mut values = parameter.0.broadcast_to(&shape).or_raise(vm)?.to_vec::<f64>().into_iter();
            let mut next = || values.next().unwrap_or(f64::NAN);
            return match self.dtype {
                DType::Float32 => fill(vm, self, || single(source, next())),
                _ => fill(vm, self, || double(source, next())),
            };
        }
        match self.dtype {
            DType::Float32 => broadcast(vm, [parameter], &self.size, |[value]| single(source, value)),
            _ => broadcast(vm, [parameter], &self.size, |[value]| double(source, value)),
        }
    }
}

/// Draws into the output by whichever function gives floats of its precision.
pub(super) fn draw_floats<S>(
    vm: &VirtualMachine,
    output: FloatOutput,
    source: &mut S,
    mut double: impl FnMut(&mut S) -> f64,
    mut single: impl FnMut(&mut S) -> f32,
) -> PyResult {
    match output.dtype {
        DType::Float32 => fill(vm, output, || single(source)),
        _ => fill(vm, output, || double(source)),
    }
}

fn fill<T: Element>(vm: &VirtualMachine, output: FloatOutput, mut draw: impl FnMut() -> T) -> PyResult {
    let Some(out) = output.out else { return sized(vm, &output.size, draw) };
    let array = out.array();
    // In memory's order, whichever that is.
    let start = array.offset();
    array.cells::<T>()[start..start + array.size()].iter().for_each(|cell| cell.set(draw()));
    Ok(out.into())
}
