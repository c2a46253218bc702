//! Native classes with more than one base, which the interpreter's own macros do not make.

use rustpython_vm::{
    AsObject, Context, PyRef,
    builtins::{PyTuple, PyTypeRef},
    class::{PyClassImpl, StaticType},
};

/// Makes the static class of `T` with these bases. `ancestors` are those of its method resolution order, from the first
/// base to `object`; `prepare` may set slots that must not come from the base that the class is declared with.
pub(crate) fn make_class<T: StaticType + PyClassImpl>(
    ctx: &'static Context,
    bases: Vec<PyTypeRef>,
    ancestors: Vec<PyTypeRef>,
    prepare: impl FnOnce(&PyTypeRef),
) {
    T::static_cell().get_or_init(|| {
        let class = T::create_static_type();
        *class.mro.write() = std::iter::once(class.clone()).chain(ancestors).collect();
        *class.bases.write() = PyTuple::new_ref_typed(bases, ctx);
        prepare(&class);
        T::extend_class(ctx, PyRef::leak(class.clone()));
        class.as_object().make_immortal();
        class
    });
}
