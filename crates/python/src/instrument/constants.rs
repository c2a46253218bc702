//! The constants of a compiled text, with the polling object among them.
//!
//! In the syntax tree a number stands for it that no text can spell, so that the compiler makes a constant of it: to load one
//! costs less than to look up a name.

use malachite_bigint::BigInt;
use rustpython_vm::builtins::{PyFrozenSet, PySlice, PyStrInterned};
use rustpython_vm::bytecode::{AsBag, BorrowedConstant, CodeObject, Constant, ConstantBag};
use rustpython_vm::{Context, PyObjectRef, PyPayload, VirtualMachine};

/// The number that stands for the polling object: no arithmetic yields these bits.
const STAND_IN: u64 = 0x7ff8_6e64_6779_6d00;

/// What the interpreter keeps its constants in.
type Literal = <<&'static Context as AsBag>::Bag as ConstantBag>::Constant;

pub(super) fn stand_in() -> f64 {
    f64::from_bits(STAND_IN)
}

/// Makes Python's objects of constants, and `poll` of its stand-in.
#[derive(Clone, Copy)]
pub(super) struct Constants<'a> {
    pub(super) poll: &'a PyObjectRef,
    pub(super) vm: &'a VirtualMachine,
}

impl Constants<'_> {
    fn object<C: Constant>(&self, constant: BorrowedConstant<'_, C>) -> PyObjectRef {
        let context = &self.vm.ctx;
        match constant {
            BorrowedConstant::Integer { value } => context.new_bigint(value).into(),
            BorrowedConstant::Float { value } if value.to_bits() == STAND_IN => self.poll.clone(),
            BorrowedConstant::Float { value } => context.new_float(value).into(),
            BorrowedConstant::Complex { value } => context.new_complex(value).into(),
            BorrowedConstant::Boolean { value } => context.new_bool(value).into(),
            // What reads as a name may be looked up as one.
            BorrowedConstant::Str { value } if value.as_bytes().iter().all(is_of_a_name) => {
                context.intern_str(value).to_owned().into()
            }
            BorrowedConstant::Str { value } => context.new_str(value).into(),
            BorrowedConstant::Bytes { value } => context.new_bytes(value.to_vec()).into(),
            BorrowedConstant::Code { code } => context.new_code(code.map_clone_bag(self)).into(),
            BorrowedConstant::Tuple { elements } => context.new_tuple(self.objects(elements)).into(),
            BorrowedConstant::Slice { elements } => {
                let [start, stop, step] = elements.each_ref().map(|part| self.object(part.borrow_constant()));
                PySlice { start: Some(start), stop, step: Some(step) }.into_ref(context).into()
            }
            BorrowedConstant::Frozenset { elements } => {
                // The compiler puts only into one what can be hashed.
                PyFrozenSet::from_iter(self.vm, self.objects(elements))
                    .unwrap_or_default()
                    .into_ref(context)
                    .into()
            }
            BorrowedConstant::None => context.none(),
            BorrowedConstant::Ellipsis => context.ellipsis.clone().into(),
        }
    }

    fn objects<C: Constant>(&self, constants: &[C]) -> Vec<PyObjectRef> {
        constants.iter().map(|constant| self.object(constant.borrow_constant())).collect()
    }
}

fn is_of_a_name(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

impl ConstantBag for Constants<'_> {
    type Constant = Literal;

    fn make_constant<C: Constant>(&self, constant: BorrowedConstant<'_, C>) -> Literal {
        self.object(constant).into()
    }

    fn make_int(&self, value: BigInt) -> Literal {
        self.vm.ctx.as_bag().make_int(value)
    }

    fn make_tuple(&self, elements: impl Iterator<Item = Literal>) -> Literal {
        self.vm.ctx.as_bag().make_tuple(elements)
    }

    fn make_code(&self, code: CodeObject<Literal>) -> Literal {
        self.vm.ctx.as_bag().make_code(code)
    }

    fn make_name(&self, name: &str) -> &'static PyStrInterned {
        self.vm.ctx.intern_str(name)
    }
}
