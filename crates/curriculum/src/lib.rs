//! Problems, lessons and cards, validated at build.
