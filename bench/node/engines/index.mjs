// The engines, one module each.

import cedar from './cedar.mjs';
import cel from './cel.mjs';
import clearance from './clearance.mjs';
import jsonRulesEngine from './json-rules-engine.mjs';
import opa from './opa.mjs';
import plain from './plain.mjs';
import zen from './zen.mjs';

/** @type {import('../contestant.mjs').Engine[]} */
export const engines = [plain, clearance, zen, cel, jsonRulesEngine, cedar, opa];
