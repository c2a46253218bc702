//! `numpy.random`: seeds, generators of random bits, and what is drawn from them.
//!
//! A `Generator` and a `RandomState` both hold a bit generator; the functions of the module are the methods of one hidden
//! `RandomState`. Parameters and sizes are read in [`draw`], whole numbers within bounds in [`integers`].

mod bit_generator;
mod choice;
mod draw;
mod generator;
mod integers;
mod multivariate;
mod output;
mod random_state;
mod seed_sequence;
mod shuffle;
mod state;

/// What the module offers of its hidden `RandomState`.
const METHODS: [&str; 48] = [
    "beta",
    "binomial",
    "bytes",
    "chisquare",
    "choice",
    "dirichlet",
    "exponential",
    "f",
    "gamma",
    "geometric",
    "get_state",
    "gumbel",
    "hypergeometric",
    "laplace",
    "logistic",
    "lognormal",
    "logseries",
    "multinomial",
    "multivariate_normal",
    "negative_binomial",
    "noncentral_chisquare",
    "noncentral_f",
    "normal",
    "pareto",
    "permutation",
    "poisson",
    "power",
    "rand",
    "randint",
    "randn",
    "random",
    "random_integers",
    "random_sample",
    "rayleigh",
    "seed",
    "set_state",
    "shuffle",
    "standard_cauchy",
    "standard_exponential",
    "standard_gamma",
    "standard_normal",
    "standard_t",
    "triangular",
    "uniform",
    "vonmises",
    "wald",
    "weibull",
    "zipf",
];

#[rustpython_vm::pymodule(name = "random")]
pub(crate) mod module {
    use super::{METHODS, bit_generator, generator, random_state, seed_sequence};
    use rustpython_vm::{Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, builtins::PyModule};
    use rustpython_vm::{
        class::{PyClassImpl, StaticType},
        function::OptionalArg,
    };
    use std::cell::OnceCell;

    #[derive(rustpython_vm::FromArgs)]
    pub(crate) struct SeedArg {
        #[pyarg(any, optional)]
        seed: OptionalArg<PyObjectRef>,
    }

    #[pyfunction]
    fn default_rng(args: SeedArg, vm: &VirtualMachine) -> PyResult {
        generator::default_rng(vm, args.seed.into_option())
    }

    /// Lets the classes' methods refuse in NumPy's words, once for a thread.
    fn refine(vm: &VirtualMachine) {
        thread_local! {
            static DONE: OnceCell<()> = const { OnceCell::new() };
        }
        let refine =
            |class, definitions| crate::numpy::calls::refine_compiled_methods(&vm.ctx, class, definitions);
        DONE.with(|done| {
            *done.get_or_init(|| {
                refine(generator::PyGenerator::static_type(), generator::PyGenerator::METHOD_DEFS);
                refine(random_state::PyRandomState::static_type(), random_state::PyRandomState::METHOD_DEFS);
            })
        });
    }

    /// Executes the module body: classes, then the methods of the hidden state.
    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        bit_generator::add_classes(vm, module)?;
        module.set_attr("SeedSequence", seed_sequence::PySeedSequence::make_static_type(), vm)?;
        module.set_attr("Generator", generator::PyGenerator::make_static_type(), vm)?;
        module.set_attr("RandomState", random_state::PyRandomState::make_static_type(), vm)?;
        refine(vm);
        __module_exec(vm, module);
        let hidden: PyObjectRef = random_state::PyRandomState::from_entropy(vm)?.into_pyobject(vm);
        for name in METHODS {
            module.set_attr(name, hidden.get_attr(name, vm)?, vm)?;
        }
        // Names of old.
        for name in ["ranf", "sample"] {
            module.set_attr(name, hidden.get_attr("random_sample", vm)?, vm)?;
        }
        Ok(())
    }
}
