//! The engine in Python.
