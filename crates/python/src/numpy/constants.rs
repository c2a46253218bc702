//! `np.pi` and the other constants.

#[rustpython_vm::pymodule(sub)]
pub(crate) mod attributes {
    #![allow(non_upper_case_globals, reason = "Python's names")]
    use rustpython_vm::{PyObjectRef, VirtualMachine};

    #[pyattr]
    const pi: f64 = std::f64::consts::PI;

    #[pyattr]
    const e: f64 = std::f64::consts::E;

    #[pyattr]
    const euler_gamma: f64 = std::f64::consts::EULER_GAMMA;

    #[pyattr]
    const inf: f64 = f64::INFINITY;

    #[pyattr]
    const nan: f64 = f64::NAN;

    #[pyattr]
    fn newaxis(vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pyattr]
    const little_endian: bool = true;
}
