'use strict';
// What can go wrong: one class of errors a subject, all of them `ClearanceError`.

/** Gives a class the name that its errors show. */
function named(type) {
  Object.defineProperty(type.prototype, 'name', { value: type.name, configurable: true, writable: true });
}

/** The parts of a place in the order in which people read them. */
function placed({ file, line, column, pointer, offset }) {
  const place = {};
  if (file !== undefined) place.file = file;
  if (line !== undefined) place.line = line;
  if (column !== undefined) place.column = column;
  if (pointer !== undefined) place.pointer = pointer;
  if (offset !== undefined) place.offset = offset;
  return Object.freeze(place);
}

class ClearanceError extends Error {
  constructor({ code, message, place, remedy }) {
    super(message);
    this.code = code;
    this.place = placed(place);
    if (remedy != null) this.remedy = remedy;
  }
}

class FactsError extends ClearanceError {}
class PolicyError extends ClearanceError {}
class RuleError extends ClearanceError {}
class TimestampError extends ClearanceError {}
class DecisionError extends ClearanceError {}
class SandboxError extends ClearanceError {}
class EvaluationError extends ClearanceError {}

class VerdictError extends ClearanceError {
  constructor(decision) {
    super({ code: 'verdict', message: decision.summary, place: {} });
    Object.defineProperty(this, 'decision', { value: decision, enumerable: false });
  }
}

const classes = {
  ClearanceError,
  DecisionError,
  EvaluationError,
  FactsError,
  PolicyError,
  RuleError,
  SandboxError,
  TimestampError,
  VerdictError,
};
Object.values(classes).forEach(named);

const SUBJECTS = [
  ['facts-', FactsError],
  ['policy-', PolicyError],
  ['rule-', RuleError],
  ['timestamp', TimestampError],
  ['decision', DecisionError],
  ['sandbox', SandboxError],
  ['code-cache', SandboxError],
];

/** The error that the native half described. */
function described(text) {
  const { kind, ...details } = JSON.parse(text);
  if (kind === 'defect') return new Error(details.message);
  if (kind === 'evaluation') return new EvaluationError(details);
  const [, type] = SUBJECTS.find(([prefix]) => details.code.startsWith(prefix)) ?? ['', ClearanceError];
  return new type(details);
}

/** What the native half threw, as the error that users see, with their stack. */
function seen(thrown, below) {
  if (thrown?.code !== 'CLEARANCE') return thrown;
  const error = described(thrown.message);
  if (below) Error.captureStackTrace(error, below);
  return error;
}

/** An error about facts that the engine has not seen, worded as the engine words its own. */
function factsError(code, message, { pointer, line, column, remedy } = {}) {
  const place = {};
  if (line) Object.assign(place, { line, column });
  if (pointer) place.pointer = pointer;
  const where = pointer ? `\`${pointer}\`: ` : line ? `line ${line}, column ${column}: ` : '';
  return new FactsError({ code, message: `${where}${message}${remedy ? `; ${remedy}` : ''}`, place, remedy });
}

/** The error by which an argument of a wrong type is refused. */
function wrongType(name, expected, value) {
  return Object.assign(new TypeError(`\`${name}\` should be ${expected}, and is ${kindOf(value)}`), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
}

/** A value in words. */
function kindOf(value) {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value !== 'object') return typeof value === 'bigint' ? 'a bigint' : `a ${typeof value}`;
  const name = value.constructor?.name;
  return typeof name === 'string' && name !== '' && name !== 'Object' ? `of the type ${name}` : 'an object';
}

/** Throws unless the options are an object, or none at all. */
function checkOptions(options) {
  if (options !== undefined && (options === null || typeof options !== 'object')) {
    throw wrongType('options', 'an object', options);
  }
  return options ?? {};
}

module.exports = { classes, described, seen, factsError, wrongType, kindOf, checkOptions };
