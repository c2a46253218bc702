//! `np.random.BitGenerator` and the generators of random bits.

use super::draw::{SizeArg, sized};
use super::seed_sequence::{LegacySeed, PySeedSequence, fresh_words};
use super::state;
use crate::numpy::arguments::Flag;
use crate::numpy::array_like::to_array;
use crate::numpy::deferred;
use crate::numpy::errors::OrRaise;
use ndgym_core::random::pcg64::Variant;
use ndgym_core::random::{BitGenerator, BitSource, Mt19937, Pcg64, Philox, SeedSequence, Sfc64};
use rustpython_vm::{
    Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDictRef, PyModule, PyType},
    class::{PyClassImpl, StaticType},
    function::{FuncArgs, OptionalArg},
    pyclass,
    types::Constructor,
};
use std::cell::{RefCell, RefMut};

/// `np.random.BitGenerator`, and what all generators of bits are made of.
#[pyclass(module = "numpy.random.bit_generator", name = "BitGenerator")]
#[derive(Debug, PyPayload)]
pub(super) struct PyBitGenerator {
    generator: RefCell<BitGenerator>,
    seed_sequence: RefCell<PyRef<PySeedSequence>>,
}

macro_rules! bit_generator {
    ($rust:ident, $module:literal, $name:literal, { $($methods:tt)* }) => {
        #[pyclass(module = $module, name = $name, base = PyBitGenerator)]
        #[derive(Debug)]
        #[repr(transparent)]
        pub(super) struct $rust(PyBitGenerator);

        #[pyclass(flags(BASETYPE))]
        impl $rust {
            $($methods)*
        }
    };
}

bit_generator!(PyPcg64, "numpy.random._pcg64", "PCG64", {
    #[pymethod]
    fn advance(zelf: PyRef<PyBitGenerator>, delta: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        zelf.advanced(&delta, vm)?;
        Ok(zelf.into())
    }

    #[pymethod]
    fn jumped(zelf: PyRef<PyBitGenerator>, jumps: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        zelf.jumped(jumps, vm)
    }
});
bit_generator!(PyPcg64Dxsm, "numpy.random._pcg64", "PCG64DXSM", {
    #[pymethod]
    fn advance(zelf: PyRef<PyBitGenerator>, delta: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        zelf.advanced(&delta, vm)?;
        Ok(zelf.into())
    }

    #[pymethod]
    fn jumped(zelf: PyRef<PyBitGenerator>, jumps: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        zelf.jumped(jumps, vm)
    }
});
bit_generator!(PySfc64, "numpy.random._sfc64", "SFC64", {});
bit_generator!(PyPhilox, "numpy.random._philox", "Philox", {
    #[pymethod]
    fn advance(zelf: PyRef<PyBitGenerator>, delta: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        zelf.advanced(&delta, vm)?;
        Ok(zelf.into())
    }

    #[pymethod]
    fn jumped(zelf: PyRef<PyBitGenerator>, jumps: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        zelf.jumped(jumps, vm)
    }
});
bit_generator!(PyMt19937, "numpy.random._mt19937", "MT19937", {
    #[pymethod]
    fn jumped(zelf: PyRef<PyBitGenerator>, jumps: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        zelf.jumped(jumps, vm)
    }
});

/// Which generator of bits.
#[derive(Clone, Copy, Debug)]
pub(super) enum Algorithm {
    Pcg64,
    Pcg64Dxsm,
    Mt19937,
    Sfc64,
    Philox,
}

impl Algorithm {
    const ALL: [Algorithm; 5] =
        [Algorithm::Pcg64, Algorithm::Pcg64Dxsm, Algorithm::Mt19937, Algorithm::Sfc64, Algorithm::Philox];

    fn class(self) -> &'static Py<PyType> {
        match self {
            Algorithm::Pcg64 => PyPcg64::static_type(),
            Algorithm::Pcg64Dxsm => PyPcg64Dxsm::static_type(),
            Algorithm::Mt19937 => PyMt19937::static_type(),
            Algorithm::Sfc64 => PySfc64::static_type(),
            Algorithm::Philox => PyPhilox::static_type(),
        }
    }

    fn of(generator: &BitGenerator) -> Algorithm {
        match generator {
            BitGenerator::Pcg64(generator) if generator.variant == Variant::Dxsm => Algorithm::Pcg64Dxsm,
            BitGenerator::Pcg64(_) => Algorithm::Pcg64,
            BitGenerator::Mt19937(_) => Algorithm::Mt19937,
            BitGenerator::Sfc64(_) => Algorithm::Sfc64,
            BitGenerator::Philox(_) => Algorithm::Philox,
        }
    }

    /// The class's name.
    pub(super) fn name(generator: &BitGenerator) -> &'static str {
        match Algorithm::of(generator) {
            Algorithm::Pcg64 => "PCG64",
            Algorithm::Pcg64Dxsm => "PCG64DXSM",
            Algorithm::Mt19937 => "MT19937",
            Algorithm::Sfc64 => "SFC64",
            Algorithm::Philox => "Philox",
        }
    }

    fn seeded(self, seed: &SeedSequence) -> BitGenerator {
        match self {
            Algorithm::Pcg64 => BitGenerator::Pcg64(Pcg64::new(seed, Variant::XslRr)),
            Algorithm::Pcg64Dxsm => BitGenerator::Pcg64(Pcg64::new(seed, Variant::Dxsm)),
            Algorithm::Mt19937 => BitGenerator::Mt19937(Box::new(Mt19937::new(seed))),
            Algorithm::Sfc64 => BitGenerator::Sfc64(Sfc64::new(seed)),
            Algorithm::Philox => BitGenerator::Philox(Box::new(Philox::new(seed))),
        }
    }
}

/// Sets the classes on the module.
pub(super) fn add_classes(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
    module.set_attr("BitGenerator", PyBitGenerator::make_static_type(), vm)?;
    module.set_attr("PCG64", PyPcg64::make_static_type(), vm)?;
    module.set_attr("PCG64DXSM", PyPcg64Dxsm::make_static_type(), vm)?;
    module.set_attr("SFC64", PySfc64::make_static_type(), vm)?;
    module.set_attr("Philox", PyPhilox::make_static_type(), vm)?;
    module.set_attr("MT19937", PyMt19937::make_static_type(), vm)
}

impl PyBitGenerator {
    /// A generator seeded from anything that can seed a sequence, or afresh.
    pub(super) fn new(
        vm: &VirtualMachine,
        algorithm: Algorithm,
        seed: Option<PyObjectRef>,
    ) -> PyResult<PyRef<PyBitGenerator>> {
        PyBitGenerator::of_class(vm, algorithm, seed)?.into_ref_with_type(vm, algorithm.class().to_owned())
    }

    fn of_class(
        vm: &VirtualMachine,
        algorithm: Algorithm,
        seed: Option<PyObjectRef>,
    ) -> PyResult<PyBitGenerator> {
        let sequence = match seed.as_ref().and_then(|seed| seed.downcast_ref::<PySeedSequence>()) {
            Some(sequence) => sequence.to_owned(),
            None => PySeedSequence::new(vm, seed)?.into_ref(&vm.ctx),
        };
        let generator = algorithm.seeded(sequence.sequence());
        Ok(PyBitGenerator { generator: RefCell::new(generator), seed_sequence: RefCell::new(sequence) })
    }

    /// That many generators of the same kind, seeded by the children of this one's sequence.
    pub(super) fn spawned(&self, vm: &VirtualMachine, count: u32) -> PyResult<Vec<PyRef<PyBitGenerator>>> {
        let algorithm = self.algorithm();
        let children = self.seed_sequence.borrow().children(vm, count)?;
        let spawn =
            |child: PySeedSequence| PyBitGenerator::new(vm, algorithm, Some(child.into_ref(&vm.ctx).into()));
        children.into_iter().map(spawn).collect()
    }

    /// An independent copy, of the same class.
    pub(super) fn copied(&self, vm: &VirtualMachine) -> PyResult<PyRef<PyBitGenerator>> {
        let generator = self.generator.clone();
        let class = self.algorithm().class().to_owned();
        PyBitGenerator { generator, seed_sequence: self.seed_sequence.clone() }.into_ref_with_type(vm, class)
    }

    fn algorithm(&self) -> Algorithm {
        Algorithm::of(&self.generator.borrow())
    }

    /// Moves on as that many draws would.
    fn advanced(&self, delta: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
        let delta = state::number(vm, delta)?;
        match &mut *self.generator.borrow_mut() {
            BitGenerator::Pcg64(generator) => generator.advance(delta),
            BitGenerator::Philox(generator) => generator.advance(delta),
            _ => {}
        }
        Ok(())
    }

    /// A copy far ahead in the stream.
    fn jumped(&self, jumps: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
        let jumps = jumps.into_option().map_or(Ok(1), |jumps| state::number(vm, &jumps))?;
        let jumped = self.copied(vm)?;
        match &mut *jumped.generator.borrow_mut() {
            BitGenerator::Pcg64(generator) => generator.jump(jumps),
            BitGenerator::Philox(generator) => generator.jump(jumps as u64),
            BitGenerator::Mt19937(generator) => generator.jump(jumps as u64),
            BitGenerator::Sfc64(_) => {}
        }
        Ok(jumped.into())
    }

    /// The generator, to draw from.
    pub(super) fn borrow_mut(&self) -> RefMut<'_, BitGenerator> {
        self.generator.borrow_mut()
    }

    /// Seeds as `np.random.seed` does.
    pub(super) fn seed_legacy(&self, vm: &VirtualMachine, seed: Option<&PyObject>) -> PyResult<()> {
        let seeded = match seed.filter(|seed| !vm.is_none(seed)) {
            None => Mt19937::new(&SeedSequence::from_entropy(&fresh_words::<4>(vm)?)),
            Some(seed) => match LegacySeed::from_object(vm, seed)? {
                LegacySeed::Word(word) => Mt19937::from_word(word),
                LegacySeed::Words(words) => Mt19937::from_words(&words),
            },
        };
        match &mut *self.generator.borrow_mut() {
            BitGenerator::Mt19937(generator) => **generator = seeded,
            _ => return Err(vm.new_type_error("can only re-seed a MT19937 BitGenerator")),
        }
        Ok(())
    }
}

#[derive(rustpython_vm::FromArgs)]
pub(super) struct RandomRawArgs {
    #[pyarg(any, default)]
    size: SizeArg,
    #[pyarg(any, default = Flag(true))]
    output: Flag,
}

impl Constructor for PyBitGenerator {
    type Args = FuncArgs;

    fn slot_new(class: rustpython_vm::builtins::PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        #[derive(rustpython_vm::FromArgs)]
        struct Args {
            #[pyarg(any, optional)]
            seed: Option<PyObjectRef>,
        }
        let algorithm = Algorithm::ALL.into_iter().find(|algorithm| class.fast_issubclass(algorithm.class()));
        if let Some(Algorithm::Philox) = algorithm {
            return Ok(philox(vm, args.bind_for(vm, "__init__")?)?.into_ref_with_type(vm, class)?.into());
        }
        let Args { seed } = args.bind_for(vm, "__init__")?;
        match algorithm {
            Some(algorithm) => {
                Ok(PyBitGenerator::of_class(vm, algorithm, seed)?.into_ref_with_type(vm, class)?.into())
            }
            None => {
                Err(vm.new_not_implemented_error("BitGenerator is a base class and cannot be instantized"))
            }
        }
    }

    fn py_new(_class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        Err(vm.new_not_implemented_error("BitGenerator is a base class and cannot be instantized"))
    }
}

#[derive(rustpython_vm::FromArgs)]
struct PhiloxArgs {
    #[pyarg(any, default)]
    seed: Option<PyObjectRef>,
    #[pyarg(any, default)]
    counter: Option<PyObjectRef>,
    #[pyarg(any, default)]
    key: Option<PyObjectRef>,
}

/// `Philox(seed, counter, key)`: a key stands for a seed.
fn philox(vm: &VirtualMachine, args: PhiloxArgs) -> PyResult<PyBitGenerator> {
    let PhiloxArgs { seed, counter, key } = args;
    if seed.is_some() && key.is_some() {
        return Err(vm.new_value_error("seed and key cannot be both used"));
    }
    let made = PyBitGenerator::of_class(vm, Algorithm::Philox, seed)?;
    if let BitGenerator::Philox(generator) = &mut *made.generator.borrow_mut() {
        if let Some(key) = key {
            generator.key = wide_number(vm, &key, "key")?;
        }
        if let Some(counter) = counter {
            generator.counter = wide_number(vm, &counter, "counter")?;
        }
    }
    Ok(made)
}

/// A number of several words, lowest first: an int, or an array of the words.
fn wide_number<const N: usize>(vm: &VirtualMachine, object: &PyObject, name: &str) -> PyResult<[u64; N]> {
    let mut words = [0; N];
    if let Some(Ok(number)) = object.try_index_opt(vm) {
        let digits = number.as_bigint().to_biguint().map(|number| number.to_u64_digits());
        return match digits.filter(|digits| digits.len() <= N) {
            Some(digits) => {
                words[..digits.len()].copy_from_slice(&digits);
                Ok(words)
            }
            None => Err(vm.new_value_error(format!("{name} must be positive and less than 2**{}.", 64 * N))),
        };
    }
    let array = to_array(vm, object)?;
    if array.size() != N {
        return Err(vm.new_value_error(format!("{name} must have {N} elements when using array form")));
    }
    words.copy_from_slice(&array.elements::<u64>().or_raise(vm)?);
    Ok(words)
}

#[pyclass(flags(BASETYPE), with(Constructor))]
impl PyBitGenerator {
    #[pymethod]
    fn __reduce__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        deferred::pickled(vm, "_reduced", vec![zelf.into()])
    }

    #[pymethod]
    fn spawn(zelf: &Py<Self>, n_children: u32, vm: &VirtualMachine) -> PyResult {
        let children = zelf.spawned(vm, n_children)?;
        Ok(vm.ctx.new_list(children.into_iter().map(Into::into).collect()).into())
    }

    #[pymethod]
    fn random_raw(zelf: &Py<Self>, args: RandomRawArgs, vm: &VirtualMachine) -> PyResult {
        let twister = matches!(zelf.algorithm(), Algorithm::Mt19937);
        let generator = &mut *zelf.generator.borrow_mut();
        let mut draw = || if twister { generator.next_u32().into() } else { generator.next_u64() };
        if !args.output.0 {
            let count = args.size.0.map_or(1, |shape| shape.iter().product());
            (0..count).for_each(|_| {
                draw();
            });
            return Ok(vm.ctx.none());
        }
        sized(vm, &args.size, draw)
    }

    #[pymethod]
    fn __deepcopy__(zelf: &Py<Self>, _memo: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        Ok(zelf.copied(vm)?.into())
    }

    #[pygetset]
    fn state(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        state::to_dict(vm, &zelf.generator.borrow())
    }

    #[pygetset(setter)]
    fn set_state(zelf: &Py<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let set = state::from_dict(vm, &zelf.generator.borrow(), &value)?;
        zelf.generator.replace(set);
        Ok(())
    }

    #[pygetset]
    fn seed_seq(zelf: &Py<Self>) -> PyRef<PySeedSequence> {
        zelf.seed_sequence.borrow().clone()
    }
}
