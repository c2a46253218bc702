//! `a.flags`.

use super::PyNdArray;
use super::attributes::owns_data;
use rustpython_vm::{
    Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::PyStr,
    protocol::PyMappingMethods,
    pyclass,
    types::{AsMapping, Representable},
};

/// How the array lies in memory, and whether it may be written.
#[pyclass(module = "numpy._core.multiarray", name = "flagsobj")]
#[derive(Debug, PyPayload)]
pub(crate) struct PyFlags {
    ndarray: PyRef<PyNdArray>,
}

impl PyFlags {
    pub(crate) fn new(ndarray: PyRef<PyNdArray>) -> PyFlags {
        PyFlags { ndarray }
    }

    fn get(&self, name: &str) -> Option<bool> {
        let array = self.ndarray.borrow();
        let (c, f) = (array.is_c_contiguous(), array.is_f_contiguous());
        Some(match name {
            "C_CONTIGUOUS" | "C" | "CONTIGUOUS" => c,
            "F_CONTIGUOUS" | "F" | "FORTRAN" => f,
            "OWNDATA" | "O" => owns_data(&self.ndarray),
            "WRITEABLE" | "W" => array.is_writeable(),
            "ALIGNED" | "A" => true,
            "WRITEBACKIFCOPY" | "X" => false,
            "FNC" => f && !c,
            "FORC" => c || f,
            "BEHAVED" | "B" => array.is_writeable(),
            "CARRAY" | "CA" => c && array.is_writeable(),
            "FARRAY" | "FA" => f && !c && array.is_writeable(),
            _ => return None,
        })
    }

    fn set_writeable_flag(&self, writeable: bool, vm: &VirtualMachine) -> PyResult<()> {
        let mut array = self.ndarray.array();
        let base_refuses = self.ndarray.base.as_ref().is_some_and(|base| !base.borrow().is_writeable());
        if writeable && base_refuses {
            return Err(vm.new_value_error("cannot set WRITEABLE flag to True of this array"));
        }
        array.set_writeable(writeable);
        self.ndarray.replace(array);
        Ok(())
    }
}

impl Representable for PyFlags {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        let names = ["C_CONTIGUOUS", "F_CONTIGUOUS", "OWNDATA", "WRITEABLE", "ALIGNED", "WRITEBACKIFCOPY"];
        Ok(names
            .iter()
            .map(|name| {
                let value = if zelf.get(name).unwrap_or(false) { "True" } else { "False" };
                format!("  {name} : {value}\n")
            })
            .collect())
    }
}

impl AsMapping for PyFlags {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: PyMappingMethods = PyMappingMethods {
            length: None,
            subscript: Some(|mapping, key, vm| {
                let zelf = PyFlags::mapping_downcast(mapping);
                let known = key.downcast_ref::<PyStr>().and_then(|name| zelf.get(&name.to_string_lossy()));
                match known {
                    Some(value) => Ok(vm.ctx.new_bool(value).into()),
                    None => Err(vm.new_key_error(vm.ctx.new_str("Unknown flag").into())),
                }
            }),
            ass_subscript: Some(|mapping, key, value, vm| {
                let zelf = PyFlags::mapping_downcast(mapping);
                let name = key.downcast_ref::<PyStr>().map(ToString::to_string);
                match (name.as_deref(), value) {
                    (Some("WRITEABLE" | "W"), Some(value)) => {
                        zelf.set_writeable_flag(value.try_to_bool(vm)?, vm)
                    }
                    _ => Err(vm.new_key_error(vm.ctx.new_str("Unknown flag").into())),
                }
            }),
        };
        &METHODS
    }
}

/// A flag by the name of its attribute.
fn flag(zelf: &PyFlags, name: &str) -> bool {
    zelf.get(name).unwrap_or(false)
}

#[pyclass(with(Representable, AsMapping))]
impl PyFlags {
    #[pygetset]
    fn c_contiguous(zelf: &Py<Self>) -> bool {
        flag(zelf, "C")
    }

    #[pygetset]
    fn contiguous(zelf: &Py<Self>) -> bool {
        flag(zelf, "C")
    }

    #[pygetset]
    fn f_contiguous(zelf: &Py<Self>) -> bool {
        flag(zelf, "F")
    }

    #[pygetset]
    fn fortran(zelf: &Py<Self>) -> bool {
        flag(zelf, "F")
    }

    #[pygetset]
    fn owndata(zelf: &Py<Self>) -> bool {
        flag(zelf, "O")
    }

    #[pygetset]
    fn writeable(zelf: &Py<Self>) -> bool {
        flag(zelf, "W")
    }

    #[pygetset(setter)]
    fn set_writeable(zelf: &Py<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        zelf.set_writeable_flag(value.try_to_bool(vm)?, vm)
    }

    #[pygetset]
    fn aligned(_zelf: &Py<Self>) -> bool {
        true
    }

    #[pygetset]
    fn writebackifcopy(_zelf: &Py<Self>) -> bool {
        false
    }

    #[pygetset]
    fn fnc(zelf: &Py<Self>) -> bool {
        flag(zelf, "FNC")
    }

    #[pygetset]
    fn forc(zelf: &Py<Self>) -> bool {
        flag(zelf, "FORC")
    }

    #[pygetset]
    fn behaved(zelf: &Py<Self>) -> bool {
        flag(zelf, "B")
    }

    #[pygetset]
    fn carray(zelf: &Py<Self>) -> bool {
        flag(zelf, "CA")
    }

    #[pygetset]
    fn farray(zelf: &Py<Self>) -> bool {
        flag(zelf, "FA")
    }

    #[pygetset]
    fn num(zelf: &Py<Self>) -> u32 {
        let bits = [("C", 1), ("F", 2), ("O", 4), ("A", 0x100), ("W", 0x400)];
        bits.iter().filter(|(name, _)| flag(zelf, name)).map(|(_, bit)| bit).sum()
    }
}

/// Used by `setflags`.
pub(super) fn set_writeable(
    ndarray: &PyRef<PyNdArray>,
    value: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<()> {
    PyFlags::new(ndarray.clone()).set_writeable_flag(value.to_owned().try_to_bool(vm)?, vm)
}
