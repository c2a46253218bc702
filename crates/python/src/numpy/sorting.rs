//! `np.sort`, `np.argsort`, `np.partition`, `np.searchsorted` and their kin, as functions and as methods.

use super::arguments::{AxisArg, IntAxisArg, index};
use super::array_like::{ArrayArg, to_array};
use super::errors::OrRaise;
use super::ndarray::{PyNdArray, array_or_scalar};
use super::scalar;
use ndgym_core::sort::{self, Kind, Side};
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyInt, PyStr},
    pyclass,
};
use smallvec::SmallVec;

/// What `sort` and `argsort` take after the array and the axis.
#[derive(rustpython_vm::FromArgs)]
pub(crate) struct HowToSort {
    #[pyarg(any, optional)]
    kind: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    order: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    stable: Option<PyObjectRef>,
}

impl HowToSort {
    /// Refuses what NumPy refuses; what is left makes no difference, since all sorts here are stable.
    fn check(&self, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(kind) = &self.kind {
            Kind::parse(&text(vm, kind, "sort kind")?).or_raise(vm)?;
            if self.stable.is_some() {
                return Err(vm.new_value_error(
                    "`kind` and keyword parameters can't be provided at the same time. Use only one of them.",
                ));
            }
        }
        if let Some(stable) = &self.stable {
            stable.clone().try_to_bool(vm)?;
        }
        check_order(vm, self.order.as_deref())
    }
}

fn text(vm: &VirtualMachine, object: &PyObject, what: &str) -> PyResult<String> {
    match object.downcast_ref::<PyStr>() {
        Some(text) => Ok(text.to_string_lossy().into_owned()),
        None => Err(vm.new_type_error(format!("{what} must be str, not {}", object.class().slot_name()))),
    }
}

/// `order=` names fields, which no array here has.
fn check_order(vm: &VirtualMachine, order: Option<&PyObject>) -> PyResult<()> {
    match order {
        Some(_) => Err(vm.new_value_error("Cannot specify order when the array has no fields.")),
        None => Ok(()),
    }
}

/// The places `partition` is asked for: an integer or a sequence of them.
fn places(vm: &VirtualMachine, kth: &PyObject) -> PyResult<SmallVec<[i64; 4]>> {
    if kth.class().is(vm.ctx.types.bool_type) {
        return Err(vm.new_value_error("Booleans unacceptable as partition index"));
    }
    if kth.downcastable::<PyInt>() {
        return index(vm, kth).map(|one| SmallVec::from_slice(&[one]));
    }
    let kth = to_array(vm, kth)?;
    match kth.dtype() {
        DType::Bool => Err(vm.new_value_error("Booleans unacceptable as partition index")),
        dtype if !dtype.is_integer() => Err(vm.new_type_error("Partition index must be integer")),
        _ if kth.rank() > 1 => Err(vm.new_value_error(
            "setting an array element with a sequence. The requested array would exceed the maximum number of dimension \
             of 1.",
        )),
        _ => Ok(kth.to_vec::<i64>().into()),
    }
}

fn check_selection(vm: &VirtualMachine, kind: Option<&PyObject>, order: Option<&PyObject>) -> PyResult<()> {
    if let Some(kind) = kind {
        let kind = text(vm, kind, "select kind")?;
        if kind != "introselect" {
            return Err(vm.new_value_error(format!("select kind must be 'introselect' (got '{kind}')")));
        }
    }
    check_order(vm, order)
}

fn check_writeable(vm: &VirtualMachine, array: &Array, what: &str) -> PyResult<()> {
    if array.is_writeable() { Ok(()) } else { Err(vm.new_value_error(format!("{what} array is read-only"))) }
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SortArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(any, default = Some(IntAxisArg(-1)), py_default = "-1")]
    axis: Option<IntAxisArg>,
    #[pyarg(flatten)]
    how: HowToSort,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ArgsortArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    rest: ArgsortMethodArgs,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SortMethodArgs {
    #[pyarg(any, default = IntAxisArg(-1), py_default = "-1")]
    axis: IntAxisArg,
    #[pyarg(flatten)]
    how: HowToSort,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct ArgsortMethodArgs {
    #[pyarg(any, default = Some(AxisArg::LAST), py_default = "-1")]
    axis: Option<AxisArg>,
    #[pyarg(flatten)]
    how: HowToSort,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PartitionArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    at: PartitionAt,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct PartitionAt {
    #[pyarg(any)]
    kth: PyObjectRef,
    #[pyarg(any, default = Some(AxisArg::LAST), py_default = "-1")]
    axis: Option<AxisArg>,
    #[pyarg(any, optional)]
    kind: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    order: Option<PyObjectRef>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct SearchSortedArgs {
    #[pyarg(any)]
    a: ArrayArg,
    #[pyarg(flatten)]
    search: Search,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct Search {
    #[pyarg(any)]
    v: ArrayArg,
    #[pyarg(any, optional)]
    side: Option<PyObjectRef>,
    #[pyarg(any, optional)]
    sorter: Option<ArrayArg>,
}

#[derive(rustpython_vm::FromArgs)]
pub(crate) struct LexsortArgs {
    #[pyarg(any)]
    keys: PyObjectRef,
    #[pyarg(any, default = AxisArg::LAST, py_default = "-1")]
    axis: AxisArg,
}

super::arguments::arguments_by_name! {
    SortComplexArgs { a: ArrayArg }
}

fn argsort(vm: &VirtualMachine, array: &ArrayArg, axis: Option<AxisArg>, how: &HowToSort) -> PyResult {
    how.check(vm)?;
    array.derived_array(vm, sort::argsort(&array.array, axis.map(|axis| axis.0)).or_raise(vm)?)
}

fn argpartition(vm: &VirtualMachine, array: &ArrayArg, at: &PartitionAt) -> PyResult {
    check_selection(vm, at.kind.as_deref(), at.order.as_deref())?;
    let kth = places(vm, &at.kth)?;
    array.derived_array(vm, sort::argpartition(&array.array, &kth, at.axis.map(|axis| axis.0)).or_raise(vm)?)
}

fn searchsorted(vm: &VirtualMachine, array: &Array, search: &Search) -> PyResult {
    let side = match &search.side {
        Some(side) => Side::parse(&text(vm, side, "search side")?).or_raise(vm)?,
        None => Side::Left,
    };
    let sorter = search.sorter.as_ref().map(|sorter| &sorter.array);
    array_or_scalar(vm, sort::searchsorted(array, &search.v.array, side, sorter).or_raise(vm)?)
}

/// The keys of `lexsort`: the items of a sequence, or the slices of an array along its first axis.
fn lexsort_keys(vm: &VirtualMachine, keys: &PyObject) -> PyResult<Vec<Array>> {
    let none = || vm.new_type_error("need sequence of keys with len > 0 in lexsort");
    if scalar::from_scalar_object(keys).is_some() {
        return Err(none());
    }
    let items: Vec<PyObjectRef> = keys
        .to_owned()
        .try_to_value(vm)
        .map_err(|error| if error.class().is(vm.ctx.exceptions.type_error) { none() } else { error })?;
    items.iter().map(|item| to_array(vm, item)).collect()
}

/// The methods of arrays and scalars.
#[pyclass]
pub(crate) trait SortingMethods: PyPayload {
    #[pymethod]
    fn sort(zelf: ArrayArg, args: SortMethodArgs, vm: &VirtualMachine) -> PyResult<()> {
        args.how.check(vm)?;
        check_writeable(vm, &zelf.array, "sort")?;
        sort::sort_in_place(&zelf.array, args.axis.0).or_raise(vm)
    }

    #[pymethod]
    fn argsort(zelf: ArrayArg, args: ArgsortMethodArgs, vm: &VirtualMachine) -> PyResult {
        argsort(vm, &zelf, args.axis, &args.how)
    }

    #[pymethod]
    fn searchsorted(zelf: ArrayArg, search: Search, vm: &VirtualMachine) -> PyResult {
        searchsorted(vm, &zelf.array, &search)
    }
}

/// The methods that only arrays have.
#[pyclass]
pub(crate) trait PartitionMethods: PyPayload {
    #[pymethod]
    fn partition(zelf: PyRef<PyNdArray>, at: PartitionAt, vm: &VirtualMachine) -> PyResult<()> {
        check_selection(vm, at.kind.as_deref(), at.order.as_deref())?;
        let (array, kth) = (zelf.array(), places(vm, &at.kth)?);
        check_writeable(vm, &array, "partition")?;
        match at.axis {
            Some(axis) => sort::partition_in_place(&array, &kth, axis.0).or_raise(vm),
            None => Err(vm.new_type_error("'NoneType' object cannot be interpreted as an integer")),
        }
    }

    #[pymethod]
    fn argpartition(zelf: ArrayArg, at: PartitionAt, vm: &VirtualMachine) -> PyResult {
        argpartition(vm, &zelf, &at)
    }
}

#[rustpython_vm::pymodule(sub)]
pub(crate) mod functions {
    use super::{ArgsortArgs, LexsortArgs, PartitionArgs, SearchSortedArgs, SortArgs, SortComplexArgs};
    use crate::numpy::errors::OrRaise;
    use crate::numpy::ndarray::{array_or_scalar, new_array};
    use ndgym_core::sort;
    use rustpython_vm::{PyResult, VirtualMachine};

    #[pyfunction(name = "sort")]
    fn sorted(args: SortArgs, vm: &VirtualMachine) -> PyResult {
        args.how.check(vm)?;
        new_array(vm, sort::sort(&args.a.array, args.axis.map(|axis| axis.0)).or_raise(vm)?)
    }

    #[pyfunction]
    fn argsort(args: ArgsortArgs, vm: &VirtualMachine) -> PyResult {
        super::argsort(vm, &args.a, args.rest.axis, &args.rest.how)
    }

    #[pyfunction]
    fn sort_complex(args: SortComplexArgs, vm: &VirtualMachine) -> PyResult {
        new_array(vm, sort::sort_complex(&args.a.array).or_raise(vm)?)
    }

    #[pyfunction]
    fn lexsort(args: LexsortArgs, vm: &VirtualMachine) -> PyResult {
        let keys = super::lexsort_keys(vm, &args.keys)?;
        array_or_scalar(vm, sort::lexsort(&keys, args.axis.0).or_raise(vm)?)
    }

    #[pyfunction]
    fn partition(args: PartitionArgs, vm: &VirtualMachine) -> PyResult {
        let at = &args.at;
        super::check_selection(vm, at.kind.as_deref(), at.order.as_deref())?;
        let kth = super::places(vm, &at.kth)?;
        let axis = at.axis.map(|axis| axis.0);
        new_array(vm, sort::partition(&args.a.array, &kth, axis).or_raise(vm)?)
    }

    #[pyfunction]
    fn argpartition(args: PartitionArgs, vm: &VirtualMachine) -> PyResult {
        super::argpartition(vm, &args.a, &args.at)
    }

    #[pyfunction]
    fn searchsorted(args: SearchSortedArgs, vm: &VirtualMachine) -> PyResult {
        super::searchsorted(vm, &args.a.array, &args.search)
    }
}
