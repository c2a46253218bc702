//! `np.random.SeedSequence`, and seeds as words.

use crate::numpy::array_like::{ArrayArg, to_array};
use crate::numpy::deferred;
use crate::numpy::dtype::DTypeArg;
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::new_array;
use malachite_bigint::{BigInt, Sign};
use ndgym_core::random::SeedSequence;
use ndgym_core::random::seed_sequence::DEFAULT_POOL_SIZE;
use ndgym_core::{Array, DType};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyInt, PyList, PyStr, PyTuple, PyType},
    pyclass,
    types::{Constructor, Representable},
};
use std::cell::Cell;

/// Fresh words from the system's source of randomness.
pub(super) fn fresh_words<const N: usize>(vm: &VirtualMachine) -> PyResult<[u32; N]> {
    let mut words = [0; N];
    for word in &mut words {
        *word = getrandom::u32().map_err(|error| vm.new_os_error(error.to_string()))?;
    }
    Ok(words)
}

/// A whole number, or sequences of them, as words: each number's from the lowest up, one after the other.
fn words_of(vm: &VirtualMachine, object: &PyObject) -> PyResult<Vec<u32>> {
    if let Some(integer) = object.downcast_ref::<PyInt>() {
        return words_of_integer(vm, integer.as_bigint());
    }
    if let Some(text) = object.downcast_ref::<PyStr>() {
        return words_of_text(vm, &text.to_string_lossy());
    }
    if let Some(Ok(integer)) = object.try_index_opt(vm) {
        return words_of_integer(vm, integer.as_bigint());
    }
    let is_sequence = object.downcastable::<PyList>() || object.downcastable::<PyTuple>();
    let items: Vec<PyObjectRef> = match is_sequence {
        true => object.to_owned().try_to_value(vm)?,
        false => {
            let array = ArrayArg::from_object(vm, object)
                .ok()
                .filter(|argument| argument.array.rank() > 0 && argument.array.dtype().is_integer());
            match array {
                Some(_) => object.to_owned().try_to_value(vm)?,
                None => {
                    return Err(not_entropy(vm, object)?);
                }
            }
        }
    };
    let mut words = Vec::new();
    for item in &items {
        words.extend(words_of(vm, item)?);
    }
    Ok(words)
}

fn not_entropy(vm: &VirtualMachine, object: &PyObject) -> PyResult<PyBaseExceptionRef> {
    let text = object.str(vm)?;
    Ok(vm.new_type_error(format!("SeedSequence expects int or sequence of ints for entropy not {text}")))
}

fn words_of_integer(vm: &VirtualMachine, integer: &BigInt) -> PyResult<Vec<u32>> {
    if integer.sign() == Sign::Minus {
        return Err(vm.new_value_error("expected non-negative integer"));
    }
    let words = integer.to_u32_digits().1;
    Ok(if words.is_empty() { vec![0] } else { words })
}

fn words_of_text(vm: &VirtualMachine, text: &str) -> PyResult<Vec<u32>> {
    let parsed = match text.strip_prefix("0x") {
        Some(digits) => BigInt::parse_bytes(digits.as_bytes(), 16),
        None => BigInt::parse_bytes(text.as_bytes(), 10).filter(|_| text.bytes().all(|b| b.is_ascii_digit())),
    };
    match parsed {
        Some(integer) => words_of_integer(vm, &integer),
        None => Err(vm.new_value_error("unrecognized seed string")),
    }
}

/// `np.random.SeedSequence`
#[pyclass(module = "numpy.random.bit_generator", name = "SeedSequence")]
#[derive(Debug, PyPayload)]
pub(super) struct PySeedSequence {
    entropy: PyObjectRef,
    spawn_key: PyRef<PyTuple>,
    pool_size: usize,
    children: Cell<u32>,
    sequence: SeedSequence,
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct SeedSequenceArgs {
    #[pyarg(any, optional)]
    entropy: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    spawn_key: Option<PyObjectRef>,
    #[pyarg(named, optional)]
    pool_size: Option<usize>,
    #[pyarg(named, default = 0)]
    n_children_spawned: u32,
}

impl PySeedSequence {
    /// From entropy, or from the system's source of randomness.
    pub(super) fn new(vm: &VirtualMachine, entropy: Option<PyObjectRef>) -> PyResult<PySeedSequence> {
        let spawn_key = vm.ctx.empty_tuple.clone();
        PySeedSequence::with_key(vm, entropy, spawn_key, DEFAULT_POOL_SIZE, 0)
    }

    fn with_key(
        vm: &VirtualMachine,
        entropy: Option<PyObjectRef>,
        spawn_key: PyRef<PyTuple>,
        pool_size: usize,
        children: u32,
    ) -> PyResult<PySeedSequence> {
        let entropy = match entropy.filter(|entropy| !vm.is_none(entropy)) {
            Some(entropy) if entropy.downcastable::<PyStr>() => return Err(not_entropy(vm, &entropy)?),
            Some(entropy) => entropy,
            None => {
                let words: [u32; 4] = fresh_words(vm)?;
                vm.ctx.new_bigint(&BigInt::new(Sign::Plus, words.to_vec())).into()
            }
        };
        let mut key = Vec::new();
        for number in spawn_key.as_slice() {
            key.extend(words_of(vm, number)?);
        }
        let sequence = SeedSequence::new(&words_of(vm, &entropy)?, &key, pool_size);
        Ok(PySeedSequence { entropy, spawn_key, pool_size, children: Cell::new(children), sequence })
    }

    /// The core's sequence.
    pub(super) fn sequence(&self) -> &SeedSequence {
        &self.sequence
    }

    /// That many sequences below this one, different from all spawned before.
    pub(super) fn children(&self, vm: &VirtualMachine, count: u32) -> PyResult<Vec<PySeedSequence>> {
        let first = self.children.get();
        let children = (first..first.saturating_add(count)).map(|number| {
            let key = self.spawn_key.as_slice().iter().cloned().chain([vm.ctx.new_int(number).into()]);
            let key = vm.ctx.new_tuple(key.collect());
            PySeedSequence::with_key(vm, Some(self.entropy.clone()), key, self.pool_size, 0)
        });
        let children = children.collect::<PyResult<_>>()?;
        self.children.set(first.saturating_add(count));
        Ok(children)
    }
}

impl Constructor for PySeedSequence {
    type Args = SeedSequenceArgs;

    fn py_new(_class: &Py<PyType>, args: SeedSequenceArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let pool_size = args.pool_size.unwrap_or(DEFAULT_POOL_SIZE);
        if pool_size < DEFAULT_POOL_SIZE {
            return Err(vm.new_value_error(format!(
                "The size of the entropy pool should be at least {DEFAULT_POOL_SIZE}"
            )));
        }
        let spawn_key = match args.spawn_key {
            Some(key) => vm.ctx.new_tuple(key.try_to_value(vm)?),
            None => vm.ctx.empty_tuple.clone(),
        };
        PySeedSequence::with_key(vm, args.entropy, spawn_key, pool_size, args.n_children_spawned)
    }
}

impl Representable for PySeedSequence {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        let mut text = format!("SeedSequence(\n    entropy={},\n", zelf.entropy.repr(vm)?);
        if !zelf.spawn_key.is_empty() {
            text += &format!("    spawn_key={},\n", zelf.spawn_key.as_object().repr(vm)?);
        }
        if zelf.pool_size != DEFAULT_POOL_SIZE {
            text += &format!("    pool_size={},\n", zelf.pool_size);
        }
        if zelf.children.get() != 0 {
            text += &format!("    n_children_spawned={},\n", zelf.children.get());
        }
        Ok(text + ")")
    }
}

#[pyclass(with(Constructor, Representable))]
impl PySeedSequence {
    #[pymethod]
    fn __reduce__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        deferred::pickled(vm, "_reduced", vec![zelf.into()])
    }

    #[pygetset]
    fn entropy(zelf: &Py<Self>) -> PyObjectRef {
        zelf.entropy.clone()
    }

    #[pygetset]
    fn spawn_key(zelf: &Py<Self>) -> PyRef<PyTuple> {
        zelf.spawn_key.clone()
    }

    #[pygetset]
    fn pool_size(zelf: &Py<Self>) -> usize {
        zelf.pool_size
    }

    #[pygetset]
    fn n_children_spawned(zelf: &Py<Self>) -> u32 {
        zelf.children.get()
    }

    #[pygetset]
    fn pool(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let pool = zelf.sequence.pool();
        new_array(vm, Array::from_slice(&[pool.len()], pool).or_raise(vm)?)
    }

    #[pygetset]
    fn state(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        let state = vm.ctx.new_dict();
        state.set_item("entropy", zelf.entropy.clone(), vm)?;
        state.set_item("spawn_key", zelf.spawn_key.clone().into(), vm)?;
        state.set_item("pool_size", vm.ctx.new_int(zelf.pool_size).into(), vm)?;
        state.set_item("n_children_spawned", vm.ctx.new_int(zelf.children.get()).into(), vm)?;
        Ok(state.into())
    }

    #[pymethod]
    fn generate_state(
        zelf: &Py<Self>,
        n_words: usize,
        dtype: rustpython_vm::function::OptionalArg<DTypeArg>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let dtype = dtype.into_option().map_or(DType::UInt32, |dtype| dtype.0);
        // Memory for the words is had before they are made.
        let words = Array::empty(&[n_words], dtype).or_raise(vm)?;
        match dtype {
            DType::UInt32 => {
                let state = zelf.sequence.generate_u32(n_words);
                words.cells::<u32>().iter().zip(state).for_each(|(cell, word)| cell.set(word));
            }
            DType::UInt64 => {
                let state = zelf.sequence.generate_u64(n_words);
                words.cells::<u64>().iter().zip(state).for_each(|(cell, word)| cell.set(word));
            }
            _ => return Err(vm.new_value_error("only support uint32 or uint64")),
        }
        new_array(vm, words)
    }

    #[pymethod]
    fn spawn(zelf: &Py<Self>, n_children: u32, vm: &VirtualMachine) -> PyResult {
        let children = zelf.children(vm, n_children)?;
        Ok(vm.ctx.new_list(children.into_iter().map(|child| child.into_pyobject(vm)).collect()).into())
    }
}

/// The words of `np.random.seed(…)`: one, or several from a sequence.
pub(super) enum LegacySeed {
    /// `seed(5)`
    Word(u32),
    /// `seed([5, 6])`
    Words(Vec<u32>),
}

impl LegacySeed {
    /// From the argument of `seed`, which is not `None`.
    pub(super) fn from_object(vm: &VirtualMachine, object: &PyObject) -> PyResult<LegacySeed> {
        let out_of_range = || vm.new_value_error("Seed must be between 0 and 2**32 - 1");
        if let Some(Ok(integer)) = object.try_index_opt(vm) {
            let word = u32::try_from(integer.as_bigint()).map_err(|_| out_of_range())?;
            return Ok(LegacySeed::Word(word));
        }
        let array = to_array(vm, object)?;
        if array.size() == 0 {
            return Err(vm.new_value_error("Seed must be non-empty"));
        }
        let array = cast_safely(vm, &array)?;
        if array.rank() != 1 {
            return Err(vm.new_value_error("Seed array must be 1-d"));
        }
        let words: Result<_, _> = array.to_vec::<i64>().into_iter().map(u32::try_from).collect();
        words.map(LegacySeed::Words).map_err(|_| out_of_range())
    }
}

fn cast_safely(vm: &VirtualMachine, array: &Array) -> PyResult<Array> {
    let from = array.dtype();
    let what = if array.rank() == 0 { "scalar" } else { "array data" };
    if !ndgym_core::promote::can_cast(from, DType::Int64, ndgym_core::promote::Casting::Safe) {
        return Err(vm.new_type_error(format!(
            "Cannot cast {what} from dtype('{}') to dtype('int64') according to the rule 'safe'",
            from.name()
        )));
    }
    array.as_dtype(DType::Int64).or_raise(vm)
}
