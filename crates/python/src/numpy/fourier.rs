//! `numpy._fft`: the core's Fourier transforms, on which `numpy.fft` (in Python) stands.

#[rustpython_vm::pymodule(name = "_fft")]
pub(crate) mod module {
    use crate::numpy::arguments::IndexArg;
    use crate::numpy::array_like::ArrayArg;
    use crate::numpy::errors::OrRaise;
    use crate::numpy::ndarray::new_array;
    use ndgym_core::fft;
    use rustpython_vm::{PyResult, VirtualMachine};

    #[pyfunction]
    fn transform(
        a: ArrayArg,
        n: Option<IndexArg>,
        axis: IndexArg,
        inverse: bool,
        scale: f64,
        vm: &VirtualMachine,
    ) -> PyResult {
        new_array(vm, fft::transform(&a.array, n.map(|n| n.0), axis.0, inverse, scale).or_raise(vm)?)
    }

    #[pyfunction]
    fn real_transform(
        a: ArrayArg,
        n: Option<IndexArg>,
        axis: IndexArg,
        scale: f64,
        vm: &VirtualMachine,
    ) -> PyResult {
        new_array(vm, fft::real_transform(&a.array, n.map(|n| n.0), axis.0, scale).or_raise(vm)?)
    }

    #[pyfunction]
    fn inverse_real_transform(
        a: ArrayArg,
        n: IndexArg,
        axis: IndexArg,
        scale: f64,
        vm: &VirtualMachine,
    ) -> PyResult {
        new_array(vm, fft::inverse_real_transform(&a.array, n.0, axis.0, scale).or_raise(vm)?)
    }
}
