//! The state of generators of bits as Python sees it: dictionaries, and the tuples of `RandomState`.

use super::bit_generator::Algorithm;
use crate::numpy::array_like::to_array;
use crate::numpy::errors::OrRaise;
use crate::numpy::ndarray::new_array;
use malachite_bigint::{BigInt, BigUint, Sign};
use ndgym_core::Array;
use ndgym_core::random::halves::Halves;
use ndgym_core::random::mt19937::STATE_SIZE;
use ndgym_core::random::{BitGenerator, Mt19937, Pcg64, Philox, Sfc64};
use num_traits::ToPrimitive;
use rustpython_vm::{
    PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef, PyInt, PyStr},
};

/// `bit_generator.state`
pub(super) fn to_dict(vm: &VirtualMachine, generator: &BitGenerator) -> PyResult<PyDictRef> {
    let (dict, state) = (vm.ctx.new_dict(), vm.ctx.new_dict());
    dict.set_item("bit_generator", vm.ctx.new_str(Algorithm::name(generator)).into(), vm)?;
    dict.set_item("state", state.clone().into(), vm)?;
    let words = |words: &[u64]| new_array(vm, Array::from_slice(&[words.len()], words).or_raise(vm)?);
    let halves = match generator {
        BitGenerator::Pcg64(generator) => {
            let wide = |number: u128| vm.ctx.new_bigint(&BigInt::from(number)).into();
            state.set_item("state", wide(generator.state), vm)?;
            state.set_item("inc", wide(generator.increment), vm)?;
            generator.halves
        }
        BitGenerator::Mt19937(generator) => {
            state.set_item("key", key(vm, generator)?, vm)?;
            state.set_item("pos", vm.ctx.new_int(generator.position).into(), vm)?;
            return Ok(dict);
        }
        BitGenerator::Sfc64(generator) => {
            state.set_item("state", words(&generator.words)?, vm)?;
            generator.halves
        }
        BitGenerator::Philox(generator) => {
            state.set_item("counter", words(&generator.counter)?, vm)?;
            state.set_item("key", words(&generator.key)?, vm)?;
            dict.set_item("buffer", words(&generator.block)?, vm)?;
            dict.set_item("buffer_pos", vm.ctx.new_int(generator.position).into(), vm)?;
            generator.halves
        }
    };
    dict.set_item("has_uint32", vm.ctx.new_int(i32::from(halves.has_spare)).into(), vm)?;
    dict.set_item("uinteger", vm.ctx.new_int(halves.spare).into(), vm)?;
    Ok(dict)
}

/// The state words of a Mersenne Twister.
pub(super) fn key(vm: &VirtualMachine, generator: &Mt19937) -> PyResult {
    new_array(vm, Array::from_slice(&[STATE_SIZE], &generator.key).or_raise(vm)?)
}

/// The generator that a dictionary describes, which must be of the same kind.
pub(super) fn from_dict(
    vm: &VirtualMachine,
    current: &BitGenerator,
    object: &PyObject,
) -> PyResult<BitGenerator> {
    let Some(dict) = object.downcast_ref::<PyDict>() else {
        return Err(vm.new_type_error("state must be a dict"));
    };
    let name = dict.get_item("bit_generator", vm)?;
    let expected = Algorithm::name(current);
    if name.downcast_ref::<PyStr>().is_none_or(|name| name.to_string_lossy() != expected) {
        let kind = if expected.starts_with("PCG64") { "RNG" } else { "PRNG" };
        return Err(vm.new_value_error(format!("state must be for a {expected} {kind}")));
    }
    let state = dict.get_item("state", vm)?;
    let item = |name: &str| state.get_item(name, vm).and_then(|item| number(vm, &item));
    let halves = || -> PyResult<Halves> {
        let spare = dict.get_item("uinteger", vm)?;
        let has_spare = dict.get_item("has_uint32", vm)?.try_to_bool(vm)?;
        Ok(Halves { has_spare, spare: number(vm, &spare)? as u32 })
    };
    Ok(match current {
        BitGenerator::Pcg64(generator) => BitGenerator::Pcg64(Pcg64 {
            variant: generator.variant,
            state: item("state")?,
            increment: item("inc")?,
            halves: halves()?,
        }),
        BitGenerator::Mt19937(_) => {
            let key = state.get_item("key", vm)?;
            BitGenerator::Mt19937(Box::new(twister(vm, &key, item("pos")? as usize)?))
        }
        BitGenerator::Sfc64(_) => {
            BitGenerator::Sfc64(Sfc64 { words: words(vm, state.get_item("state", vm)?)?, halves: halves()? })
        }
        BitGenerator::Philox(_) => {
            let position = dict.get_item("buffer_pos", vm)?;
            BitGenerator::Philox(Box::new(Philox {
                counter: words(vm, state.get_item("counter", vm)?)?,
                key: words(vm, state.get_item("key", vm)?)?,
                block: words(vm, dict.get_item("buffer", vm)?)?,
                position: number(vm, &position)? as usize,
                halves: halves()?,
            }))
        }
    })
}

/// As many words as there are to be.
fn words<const N: usize>(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<[u64; N]> {
    let words = to_array(vm, &object)?.elements::<u64>().or_raise(vm)?;
    words.try_into().map_err(|_| vm.new_value_error(format!("state must be {N} words")))
}

/// A Mersenne Twister of those state words, the given number of which were given out.
pub(super) fn twister(vm: &VirtualMachine, key: &PyObject, position: usize) -> PyResult<Mt19937> {
    let words = to_array(vm, key)?;
    if words.rank() != 1 || words.size() != STATE_SIZE {
        return Err(vm.new_value_error("state must be 624 longs"));
    }
    let mut generator = Mt19937 { key: [0; STATE_SIZE], position };
    generator.key.copy_from_slice(&words.elements::<u32>().or_raise(vm)?);
    Ok(generator)
}

/// A whole number, its lowest 128 bits.
pub(super) fn number(vm: &VirtualMachine, object: &PyObject) -> PyResult<u128> {
    let integer = match object.downcast_ref::<PyInt>() {
        Some(integer) => integer.to_owned(),
        None => object.try_index(vm)?,
    };
    let modulus = BigInt::from_biguint(Sign::Plus, BigUint::from(1_u32) << 128_u32);
    let wrapped = ((integer.as_bigint() % &modulus) + &modulus) % &modulus;
    Ok(wrapped.to_u128().unwrap_or(0))
}

/// The items of a tuple or list.
pub(super) fn items(vm: &VirtualMachine, object: &PyObjectRef) -> PyResult<Vec<PyObjectRef>> {
    object.try_to_value(vm).map_err(|_| vm.new_type_error("state must be a dict or a tuple."))
}
