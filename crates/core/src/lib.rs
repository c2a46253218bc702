//! NumPy-compatible arrays: layout, ufuncs, reductions, indexing, linear algebra, random numbers, printing.
