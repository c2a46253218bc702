//! `np.pi` and the other constants.

#[rustpython_vm::pymodule(sub)]
pub(crate) mod attributes {
    #![allow(non_upper_case_globals, non_snake_case, reason = "Python's names")]
    use crate::numpy::scalar;
    use ndgym_core::DType;
    use rustpython_vm::{
        PyObjectRef, VirtualMachine,
        builtins::{PyDictRef, PyTupleRef},
    };

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

    /// One-letter codes by family. Some name types that are not here, as the lists are NumPy's.
    #[pyattr]
    fn typecodes(vm: &VirtualMachine) -> PyDictRef {
        let families = [
            ("Character", "c"),
            ("Integer", "bhilqnp"),
            ("UnsignedInteger", "BHILQNP"),
            ("Float", "efdg"),
            ("Complex", "FDG"),
            ("AllInteger", "bBhHiIlLqQnNpP"),
            ("AllFloat", "efdgFDG"),
            ("Datetime", "Mm"),
            ("All", "?bhilqnpBHILQNPefdgFDGSUVOMm"),
        ];
        let codes = vm.ctx.new_dict();
        for (family, letters) in families {
            // Setting a string key of a fresh dict runs no code that could fail.
            let _ = codes.set_item(family, vm.ctx.new_str(letters).into(), vm);
        }
        codes
    }

    /// The classes of scalars by the names of their types.
    #[pyattr]
    fn sctypeDict(vm: &VirtualMachine) -> PyDictRef {
        let classes = vm.ctx.new_dict();
        for dtype in DType::ALL.into_iter().chain([DType::Text(0)]) {
            let class = scalar::class_of(&vm.ctx, dtype).to_owned();
            let _ = classes.set_item(dtype.family_name(), class.into(), vm);
        }
        classes
    }

    #[pyattr]
    fn ScalarType(vm: &VirtualMachine) -> PyTupleRef {
        let types = &vm.ctx.types;
        let python = [
            types.int_type,
            types.float_type,
            types.complex_type,
            types.bool_type,
            types.bytes_type,
            types.str_type,
        ];
        let own = DType::ALL.map(|dtype| scalar::class_of(&vm.ctx, dtype));
        vm.ctx.new_tuple(python.into_iter().chain(own).map(|class| class.to_owned().into()).collect())
    }
}
