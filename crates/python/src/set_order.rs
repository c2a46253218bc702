//! Sets of numbers in the order that CPython shows them in.
//!
//! Which order a set has is nobody's promise, but everybody sees it: `list(set(labels))` is in rising order for small whole
//! numbers, because CPython walks its hash table and a number is its own hash. RustPython keeps the order in which elements
//! came. Here iterating, printing and `pop` put the elements where CPython's table would have them. Hashes of texts differ
//! from run to run there, so sets that hold anything but numbers and tuples of them stay as they are.
//!
//! Source: CPython 3.11, `Objects/setobject.c` (its table's sizes and probes).

use crate::numpy::from_scalar_object;
use rustpython_vm::builtins::{PyComplex, PyFloat, PyFrozenSet, PyInt, PySet, PyStr, PyTuple};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::recursion::ReprGuard;
use rustpython_vm::types::{IterNext, Iterable, SelfIter};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass,
};
use std::cell::Cell;
use std::sync::OnceLock;

/// Places next to each other that are tried before the table is left for a far one.
const NEIGHBOURS: usize = 9;
const SMALLEST_TABLE: usize = 8;
/// Sets larger than this grow by two instead of four.
const LARGE: usize = 50_000;

/// A hash table that keeps nothing but the order.
struct Table {
    places: Vec<Option<usize>>,
}

impl Table {
    fn insert(&mut self, element: usize, hash: u64) {
        let mask = self.places.len() - 1;
        let mut perturbation = hash;
        let mut at = hash as usize & mask;
        loop {
            let last = if at + NEIGHBOURS <= mask { at + NEIGHBOURS } else { at };
            if let Some(free) = (at..=last).find(|place| self.places[*place].is_none()) {
                self.places[free] = Some(element);
                return;
            }
            perturbation >>= 5;
            at = (at as u64).wrapping_mul(5).wrapping_add(1).wrapping_add(perturbation) as usize & mask;
        }
    }

    fn order(&self) -> impl Iterator<Item = usize> {
        self.places.iter().flatten().copied()
    }
}

/// The order in the table of elements that were added one by one, by their hashes.
fn table_order(hashes: &[u64]) -> Vec<usize> {
    let mut table = Table { places: vec![None; SMALLEST_TABLE] };
    for (element, hash) in hashes.iter().enumerate() {
        table.insert(element, *hash);
        let used = element + 1;
        if used * 5 >= (table.places.len() - 1) * 3 {
            let wanted = if used > LARGE { used * 2 } else { used * 4 };
            let mut larger = Table { places: vec![None; (wanted + 1).next_power_of_two()] };
            table.order().for_each(|element| larger.insert(element, hashes[element]));
            table = larger;
        }
    }
    table.order().collect()
}

/// Whether an object's hash is the same in every run.
fn has_fixed_hash(object: &PyObject) -> bool {
    if let Some(tuple) = object.downcast_ref::<PyTuple>() {
        return tuple.as_slice().iter().all(|element| has_fixed_hash(element));
    }
    object.downcastable::<PyInt>()
        || object.downcastable::<PyFloat>()
        || object.downcastable::<PyComplex>()
        || !object.downcastable::<PyStr>() && from_scalar_object(object).is_some()
}

/// A set's elements as CPython walks through them.
fn elements(set: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    let elements = match (set.downcast_ref::<PySet>(), set.downcast_ref::<PyFrozenSet>()) {
        (Some(set), _) => set.elements(),
        (_, Some(set)) => set.elements(),
        _ => Vec::new(),
    };
    if elements.len() < 2 || !elements.iter().all(|element| has_fixed_hash(element)) {
        return Ok(elements);
    }
    let hashes = elements.iter().map(|element| Ok(element.hash(vm)? as u64)).collect::<PyResult<Vec<_>>>()?;
    Ok(table_order(&hashes).into_iter().map(|at| elements[at].clone()).collect())
}

/// Iterates over a set.
#[pyclass(module = false, name = "set_iterator")]
#[derive(Debug, PyPayload)]
struct OrderedSetIterator {
    set: PyObjectRef,
    elements: Vec<PyObjectRef>,
    next: Cell<usize>,
}

#[pyclass(with(IterNext, Iterable))]
impl OrderedSetIterator {
    #[pymethod]
    fn __length_hint__(zelf: &Py<Self>) -> usize {
        zelf.elements.len().saturating_sub(zelf.next.get())
    }
}

impl SelfIter for OrderedSetIterator {}

impl IterNext for OrderedSetIterator {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let at = zelf.next.get();
        if at <= zelf.elements.len() && zelf.set.length(vm)? != zelf.elements.len() {
            // It stays so.
            zelf.next.set(usize::MAX);
            return Err(vm.new_runtime_error("Set changed size during iteration"));
        }
        let Some(element) = zelf.elements.get(at) else { return Ok(PyIterReturn::StopIteration(None)) };
        zelf.next.set(at + 1);
        Ok(PyIterReturn::Return(element.clone()))
    }
}

fn iterate(set: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let elements = elements(&set, vm)?;
    Ok(OrderedSetIterator { set, elements, next: Cell::new(0) }.into_pyobject(vm))
}

fn represent(set: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let class = set.class().name().to_string();
    let elements = elements(set, vm)?;
    if elements.is_empty() {
        return Ok(vm.ctx.new_str(format!("{class}()")));
    }
    let Some(_guard) = ReprGuard::enter(vm, set) else {
        return Ok(vm.ctx.new_str(format!("{class}(...)")));
    };
    let texts =
        elements.iter().map(|element| Ok(element.repr(vm)?.to_string())).collect::<PyResult<Vec<_>>>()?;
    let body = format!("{{{}}}", texts.join(", "));
    Ok(vm.ctx.new_str(if class == "set" { body } else { format!("{class}({body})") }))
}

/// `set.pop`: the first element of the table.
fn pop(set: PyRef<PySet>, vm: &VirtualMachine) -> PyResult {
    match elements(set.as_object(), vm)?.first() {
        Some(element) => {
            vm.call_method(set.as_object(), "discard", (element.clone(),))?;
            Ok(element.clone())
        }
        None => set.pop(vm),
    }
}

type VectorCall = fn(&PyObject, Vec<PyObjectRef>, usize, Option<&[PyObjectRef]>, &VirtualMachine) -> PyResult;

static MAKE_LIST: OnceLock<VectorCall> = OnceLock::new();
static MAKE_TUPLE: OnceLock<VectorCall> = OnceLock::new();

/// Replaces a set that is the only argument by a list in its order, for functions that ask no iterator.
fn put_in_order(arguments: &mut [PyObjectRef], vm: &VirtualMachine) -> PyResult<()> {
    let types = &vm.ctx.types;
    if let [set] = arguments
        && (set.class().is(types.set_type) || set.class().is(types.frozenset_type))
    {
        *set = vm.ctx.new_list(elements(set, vm)?).into();
    }
    Ok(())
}

fn call_in_order(
    original: &OnceLock<VectorCall>,
    callable: &PyObject,
    mut arguments: Vec<PyObjectRef>,
    count: usize,
    names: Option<&[PyObjectRef]>,
    vm: &VirtualMachine,
) -> PyResult {
    put_in_order(&mut arguments, vm)?;
    match original.get() {
        Some(call) => call(callable, arguments, count, names, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

/// Lets lists, tuples, `max` and `min` see sets in order, too.
fn install_in_builtins(vm: &VirtualMachine) -> PyResult<()> {
    let make_list: VectorCall = |c, a, n, names, vm| call_in_order(&MAKE_LIST, c, a, n, names, vm);
    let make_tuple: VectorCall = |c, a, n, names, vm| call_in_order(&MAKE_TUPLE, c, a, n, names, vm);
    let types = &vm.ctx.types;
    for (class, ours, original) in
        [(types.list_type, make_list, &MAKE_LIST), (types.tuple_type, make_tuple, &MAKE_TUPLE)]
    {
        // Types outlive interpreters: what the first one found is the original.
        if let Some(found) = class.slots.vectorcall.load() {
            let _ = original.set(found);
        }
        class.slots.vectorcall.store(Some(ours));
    }
    for name in ["max", "min"] {
        let original = vm.builtins.get_attr(name, vm)?;
        let in_order = move |mut arguments: FuncArgs, vm: &VirtualMachine| -> PyResult {
            put_in_order(&mut arguments.args, vm)?;
            original.call(arguments, vm)
        };
        vm.builtins.set_attr(name, vm.new_function(name, in_order), vm)?;
    }
    Ok(())
}

/// Puts the order in place.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let types = &vm.ctx.types;
    let _ = OrderedSetIterator::make_static_type();
    for class in [types.set_type, types.frozenset_type] {
        class.slots.iter.store(Some(iterate));
        class.slots.repr.store(Some(represent));
    }
    let method = vm.new_method("pop", types.set_type, pop);
    types.set_type.set_attr(vm.ctx.intern_str("pop"), method.into());
    install_in_builtins(vm)
}

#[cfg(test)]
mod tests {
    use super::*;

    // CPython 3.11: list({hash, …}) of whole numbers, which are their own hashes.
    #[test]
    fn elements_stand_as_in_the_table() {
        let order =
            |numbers: &[u64]| table_order(numbers).into_iter().map(|at| numbers[at]).collect::<Vec<_>>();
        assert_eq!(order(&[3, 1, 2]), [1, 2, 3]);
        assert_eq!(order(&[120, 155, 52, 202, 245, 79]), [202, 79, 52, 245, 120, 155]);
        let some = [274, 184, 141, 88, 54, 134, 109, 13, 133, 139, 99, 84, 158, 148];
        assert_eq!(order(&some), [99, 133, 134, 139, 141, 109, 13, 274, 84, 148, 54, 184, 88, 158]);
    }
}
