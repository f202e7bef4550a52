"""The engines, one module each."""

from contestant import Engine

from engines import cedar, cel, clearance_wheel, plain_python, rego, rule_engine, zen_engine

ENGINES: tuple[Engine, ...] = (
    plain_python.ENGINE,
    clearance_wheel.ENGINE,
    zen_engine.ENGINE,
    cel.ENGINE,
    *rego.ENGINES,
    cedar.ENGINE,
    rule_engine.ENGINE,
)
