'use strict';
// Facts that are encoded once, and everything else that stands for facts where the engine takes them.

const { types } = require('node:util');
const native = require('./native.cjs');
const { encode, tooLarge, ENCODED, MAX_BYTES } = require('./encoder.cjs');
const { factsError, seen, wrongType } = require('./errors.cjs');

/**
 * How often facts are read from their bytes before the engine keeps them. What it keeps is freed between two turns of
 * the event loop only, so facts that are used a few times stay out of it.
 */
const USES = 3;

class Facts {
  #bytes;
  #handle;
  #uses = 0;
  #sections;
  #digest;

  constructor(value) {
    const { data, length } = given(value);
    this.#bytes = ask(Facts, native.factsCanonical, data, length);
  }

  get sections() {
    return (this.#sections ??= Object.freeze(this.#ask(native.factsSections)));
  }

  get digest() {
    return (this.#digest ??= this.#ask(native.factsDigest));
  }

  sectionDigest(name) {
    if (typeof name !== 'string') throw wrongType('name', 'a string', name);
    return name.isWellFormed() ? (this.#ask(native.factsDigest, name) ?? undefined) : undefined;
  }

  get(pointer) {
    if (typeof pointer !== 'string') throw wrongType('pointer', 'a string', pointer);
    const text = pointer.isWellFormed() ? this.#ask(native.factsGet, pointer) : undefined;
    return text == null ? undefined : JSON.parse(text);
  }

  toMessagePack() {
    return this.#bytes ? Buffer.from(this.#bytes) : ask(this.toMessagePack, native.factsCanonical, this.#handle, 0);
  }

  equals(other) {
    if (!isFacts(other)) throw wrongType('other', 'facts', other);
    return this.digest === other.digest;
  }

  get [ENCODED]() {
    return true;
  }

  #ask(question, ...more) {
    const { data, length } = this.#given();
    return ask(this.#ask, question, data, length, ...more);
  }

  #given() {
    if (this.#handle) return { data: this.#handle, length: 0 };
    if (++this.#uses > USES) {
      this.#handle = new native.Handle(this.#bytes, this.#bytes.length);
      this.#bytes = undefined;
      return { data: this.#handle, length: 0 };
    }
    return { data: this.#bytes, length: this.#bytes.length };
  }

  static given(facts) {
    return facts.#given();
  }

  static is(value) {
    return typeof value === 'object' && value !== null && #bytes in value;
  }
}

// What only this package needs is no member that others see.
const { given: givenFacts, is: isFacts } = Facts;
delete Facts.given;
delete Facts.is;
Object.defineProperty(Facts.prototype, ENCODED, { enumerable: false });

/** What the native half takes as facts: data, and how many bytes of it count where it is bytes. */
function given(facts) {
  if (typeof facts === 'string') return text(facts);
  if (typeof facts !== 'object' || facts === null) {
    throw wrongType('facts', 'an object, a Map, a JSON text, MessagePack or Facts', facts);
  }
  if (isFacts(facts)) return givenFacts(facts);
  if (types.isUint8Array(facts)) return bytes(facts);
  if (types.isAnyArrayBuffer(facts)) return bytes(new Uint8Array(facts));
  return encode(facts);
}

function bytes(array) {
  const { byteLength } = array;
  if (byteLength > MAX_BYTES) throw tooLarge();
  // Another thread may write to shared memory while the engine reads.
  const data = types.isSharedArrayBuffer(array.buffer) ? Uint8Array.prototype.slice.call(array) : array;
  return { data, length: byteLength };
}

function text(facts) {
  if (facts.length > MAX_BYTES) throw tooLarge();
  if (!facts.isWellFormed()) {
    const before = facts.slice(
      0,
      facts.search(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/),
    );
    const line = before.split('\n').length;
    const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1;
    throw factsError('facts-syntax', 'the text holds half of a surrogate pair', { line, column });
  }
  return { data: facts, length: 0 };
}

/** Asks the native half; what it refuses is thrown as from `below`. */
function ask(below, question, ...what) {
  try {
    return question(...what);
  } catch (thrown) {
    throw seen(thrown, below);
  }
}

module.exports = { Facts, given };
