//! The generator under Python's `random`: the Mersenne Twister, whose streams are CPython's.

use rustpython_vm::Context;
use rustpython_vm::builtins::PyModuleDef;

/// The module's definition.
pub(crate) fn module_definition(ctx: &Context) -> &'static PyModuleDef {
    module::module_def(ctx)
}

#[rustpython_vm::pymodule(name = "_random")]
mod module {
    use std::cell::RefCell;

    use malachite_bigint::{BigInt, BigUint, Sign};
    use mt19937::MT19937;
    use rand_core::Rng;
    use rustpython_vm::builtins::{PyInt, PyTupleRef};
    use rustpython_vm::function::{ArgIndex, OptionalArg};
    use rustpython_vm::types::{Constructor, DefaultConstructor, Initializer};
    use rustpython_vm::{Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};

    /// `_random.Random`
    #[pyattr]
    #[pyclass(module = "_random", name = "Random")]
    #[derive(Default, PyPayload)]
    struct Random {
        generator: RefCell<MT19937>,
    }

    impl std::fmt::Debug for Random {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Random")
        }
    }

    impl DefaultConstructor for Random {}

    impl Initializer for Random {
        type Args = OptionalArg<PyObjectRef>;

        fn init(zelf: &Py<Self>, seed: Self::Args, vm: &VirtualMachine) -> PyResult<()> {
            Random::seed(zelf, seed, vm)
        }
    }

    #[pyclass(flags(BASETYPE), with(Constructor, Initializer))]
    impl Random {
        #[pymethod]
        fn random(zelf: &Py<Self>) -> f64 {
            mt19937::gen_res53(&mut *zelf.generator.borrow_mut())
        }

        #[pymethod]
        fn seed(zelf: &Py<Self>, seed: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
            let key = match seed.into_option().filter(|seed| !vm.is_none(seed)) {
                None => {
                    let mut bytes = [0; 32];
                    getrandom::fill(&mut bytes).map_err(|error| vm.new_os_error(error.to_string()))?;
                    bytes.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word)).collect()
                }
                Some(seed) => match seed.downcast_ref::<PyInt>() {
                    Some(integer) => integer.as_bigint().to_u32_digits().1,
                    None => BigInt::from(seed.hash(vm)?).to_u32_digits().1,
                },
            };
            let key: &[u32] = if key.is_empty() { &[0] } else { &key };
            zelf.generator.replace(MT19937::new_with_slice_seed(key));
            Ok(())
        }

        #[pymethod]
        fn getrandbits(zelf: &Py<Self>, count: ArgIndex, vm: &VirtualMachine) -> PyResult<BigInt> {
            let count = count.into_int_ref();
            if count.as_bigint().sign() == Sign::Minus {
                return Err(vm.new_value_error("number of bits must be non-negative"));
            }
            let too_many = |_| vm.new_overflow_error("Python int too large to convert to C int");
            let count = u32::try_from(count.as_bigint()).map_err(too_many)?;
            let mut generator = zelf.generator.borrow_mut();
            // Whole words from the lowest up; the last gives its upper bits.
            let words = (0..count.div_ceil(32)).map(|word| {
                let wanted = (count - 32 * word).min(32);
                generator.next_u32() >> (32 - wanted)
            });
            Ok(BigInt::from(BigUint::new(words.collect())))
        }

        #[pymethod]
        fn getstate(zelf: &Py<Self>, vm: &VirtualMachine) -> PyTupleRef {
            let generator = zelf.generator.borrow();
            let index = u32::try_from(generator.get_index()).unwrap_or(u32::MAX);
            let words = generator.get_state().iter().copied().chain([index]);
            vm.ctx.new_tuple(words.map(|word| vm.ctx.new_int(word).into()).collect())
        }

        #[pymethod]
        fn setstate(zelf: &Py<Self>, state: PyTupleRef, vm: &VirtualMachine) -> PyResult<()> {
            let words = state.as_slice();
            if words.len() != mt19937::N + 1 {
                return Err(vm.new_value_error("state vector is the wrong size"));
            }
            let mut table = [0; mt19937::N];
            for (slot, word) in table.iter_mut().zip(words) {
                *slot = word.try_to_value(vm)?;
            }
            let index: usize = words[mt19937::N].try_to_value(vm)?;
            if index > mt19937::N {
                return Err(vm.new_value_error("invalid state"));
            }
            let mut generator = zelf.generator.borrow_mut();
            generator.set_state(&table);
            generator.set_index(index);
            Ok(())
        }
    }
}
