//! RustPython with a native numpy module over ndgym-core.
