'use strict';
// Writes facts as MessagePack into one buffer that grows and is used again. What comes out need not be canonical (the
// engine brings it into that form), but it holds nothing that facts cannot hold.

const { types } = require('node:util');
const { classes, factsError, kindOf } = require('./errors.cjs');

/** The largest encoding of facts in bytes, and how deep they may nest. The engine has the same bounds. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 128;
/** What a buffer begins with, and how large it may stay between two calls. */
const BEGIN = 16 * 1024;
const KEEP = 1024 * 1024;
/** Up to this length writing characters one by one is faster than a call into Node. */
const SHORT = 40;
/** Marks facts that are encoded already, which cannot stand inside others. */
const ENCODED = Symbol('facts');

class Encoder {
  constructor() {
    /** The key in each map or array that is open, the outermost first. */
    this.path = [];
    /** The maps and arrays that are open. */
    this.open = [];
    this.depth = 0;
    this.at = 0;
    this.renew();
  }

  renew() {
    this.bytes = Buffer.allocUnsafeSlow(BEGIN);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Encodes a map of sections. The bytes are good until the next call. */
  encode(facts) {
    this.depth = 0;
    this.at = 0;
    try {
      const written = this.value(facts, '');
      const first = this.bytes[0];
      if (!written || ((first & 0xf0) !== 0x80 && first !== 0xde && first !== 0xdf)) {
        throw factsError('facts-not-a-map', `the facts are ${kindOf(facts)}, and should be a map of sections`);
      }
      return { data: this.bytes, length: this.at };
    } finally {
      this.open.fill(undefined);
      if (this.bytes.length > KEEP) this.renew();
    }
  }

  /** Writes one value; false where it turns out to be undefined. */
  value(value, key) {
    switch (typeof value) {
      case 'string':
        this.string(value);
        return true;
      case 'number':
        this.number(value);
        return true;
      case 'boolean':
        this.byte(value ? 0xc3 : 0xc2);
        return true;
      case 'object':
        if (value === null) {
          this.byte(0xc0);
          return true;
        }
        return this.object(value, key);
      case 'bigint':
        this.bigint(value);
        return true;
      case 'undefined':
        return false;
      default:
        throw this.refuse(`facts cannot hold a ${typeof value}`, 'leave it out');
    }
  }

  object(value, key) {
    if (Array.isArray(value) && value.toJSON === undefined) {
      this.array(value);
      return true;
    }
    const prototype = Object.getPrototypeOf(value);
    if ((prototype === Object.prototype || prototype === null) && typeof value.toJSON !== 'function') {
      this.properties(value);
      return true;
    }
    if (types.isDate(value)) {
      this.date(value);
      return true;
    }
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
      throw this.refuse(
        `facts cannot hold binary data, and this is ${kindOf(value)}`,
        'write it as text, in base64 or as its digest',
      );
    }
    if (typeof value.toJSON !== 'function') return this.instance(value, key);
    const stands = value.toJSON(String(key));
    // As in JSON, what it returns is taken as it is, even where that has such a method too.
    if (stands === null || typeof stands !== 'object' || types.isDate(stands)) return this.value(stands, key);
    return this.instance(stands, key);
  }

  /** Writes an object whatever it would make of itself. */
  instance(value, key) {
    if (Array.isArray(value)) this.array(value);
    else if (types.isMap(value)) this.map(value);
    else if (types.isSet(value)) throw this.refuse('facts cannot hold a Set', 'make it an array: `[...set]`');
    else if (types.isPromise(value)) throw this.refuse('facts cannot hold a Promise', 'await it first');
    else if (types.isBoxedPrimitive(value)) return this.value(value.valueOf(), key);
    else if (value[ENCODED])
      throw this.refuse('facts cannot hold other facts', 'hand over the values they were made of');
    else if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value))
      throw this.refuse('facts cannot hold binary data', 'write it as text');
    else this.properties(value);
    return true;
  }

  array(items) {
    const { length } = items;
    this.begin(items);
    this.header(length, 0x90, 0xdc);
    const depth = this.depth - 1;
    for (let i = 0; i < length; i++) {
      this.path[depth] = i;
      if (!this.value(items[i], i))
        throw this.refuse('facts cannot hold undefined', 'write null for what is known to be nothing');
    }
    this.depth = depth;
  }

  properties(object) {
    const keys = Object.keys(object);
    this.begin(object);
    const header = this.at;
    this.header(keys.length, 0x80, 0xde);
    const depth = this.depth - 1;
    let count = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const value = object[key];
      if (value !== undefined && this.entry(depth, key, value)) count++;
    }
    if (count !== keys.length) this.recount(header, keys.length, count);
    this.depth = depth;
  }

  map(map) {
    const { size } = map;
    this.begin(map);
    this.header(size, 0x80, 0xde);
    const depth = this.depth - 1;
    let count = 0;
    for (const [key, value] of map) {
      // A method that is called for a value may add to the map it stands in.
      if (count++ === size) break;
      if (typeof key !== 'string') {
        this.depth = depth;
        throw this.refuse(`a key of this Map is ${kindOf(key)}, and should be a string`, undefined, 'facts-key');
      }
      if (!this.entry(depth, key, value)) {
        throw this.refuse(
          'facts cannot hold undefined',
          'remove the key, or write null for what is known to be nothing',
        );
      }
    }
    this.depth = depth;
    if (count < size) throw this.refuse('the Map lost entries while it was read');
  }

  /** Writes a key and its value, or nothing where the value turns out to be undefined. */
  entry(depth, key, value) {
    const start = this.at;
    this.path[depth] = key;
    if (!this.short(key)) {
      if (!key.isWellFormed()) {
        this.depth = depth;
        throw this.refuse(`the key ${JSON.stringify(key)} holds half of a surrogate pair`, undefined, 'facts-key');
      }
      this.long(key);
    }
    if (this.value(value, key)) return true;
    this.at = start;
    return false;
  }

  string(text) {
    if (this.short(text)) return;
    if (!text.isWellFormed())
      throw this.refuse('this string holds half of a surrogate pair', 'cut strings between characters');
    this.long(text);
  }

  /** Writes a short string of ASCII characters; false where it is not one. */
  short(text) {
    const { length } = text;
    if (length > SHORT) return false;
    if (this.at + SHORT + 2 > this.bytes.length) this.grow(SHORT + 2);
    const { bytes } = this;
    const start = this.at + (length < 32 ? 1 : 2);
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return false;
      bytes[start + i] = code;
    }
    if (length < 32) {
      bytes[this.at] = 0xa0 | length;
    } else {
      bytes[this.at] = 0xd9;
      bytes[this.at + 1] = length;
    }
    this.at = start + length;
    return true;
  }

  long(text) {
    const length = Buffer.byteLength(text);
    this.room(length + 5);
    if (length < 32) {
      this.bytes[this.at++] = 0xa0 | length;
    } else if (length < 0x10000) {
      this.bytes[this.at] = 0xda;
      this.view.setUint16(this.at + 1, length);
      this.at += 3;
    } else {
      this.bytes[this.at] = 0xdb;
      this.view.setUint32(this.at + 1, length);
      this.at += 5;
    }
    this.at += this.bytes.write(text, this.at);
  }

  number(value) {
    this.room(9);
    const { bytes, view, at } = this;
    if (value >>> 0 === value) {
      if (value < 128) {
        bytes[at] = value;
        this.at = at + 1;
      } else {
        bytes[at] = 0xce;
        view.setUint32(at + 1, value);
        this.at = at + 5;
      }
    } else if (Number.isFinite(value)) {
      // The engine makes an integer of a float that is one.
      bytes[at] = 0xcb;
      view.setFloat64(at + 1, value);
      this.at = at + 9;
    } else {
      throw this.refuse(`facts cannot hold the number ${value}`);
    }
  }

  bigint(value) {
    const unsigned = BigInt.asUintN(64, value) === value;
    if (!unsigned && BigInt.asIntN(64, value) !== value) {
      // What JSON text has it: the nearest float.
      const float = Number(value);
      if (!Number.isFinite(float)) throw this.refuse('facts cannot hold an integer that is larger than every float');
      this.number(float);
      return;
    }
    this.room(9);
    this.bytes[this.at] = unsigned ? 0xcf : 0xd3;
    this.view.setBigUint64(this.at + 1, BigInt.asUintN(64, value));
    this.at += 9;
  }

  date(date) {
    const millis = Date.prototype.getTime.call(date);
    if (Number.isNaN(millis)) throw this.refuse('facts cannot hold an invalid Date');
    const text = new Date(millis).toISOString();
    if (text.length !== 24) throw this.refuse(`the year of the Date ${text} has no RFC 3339 form`);
    this.short(text.replace(/\.?0*Z$/, 'Z'));
  }

  byte(byte) {
    this.room(1);
    this.bytes[this.at++] = byte;
  }

  /** Opens a map or an array. */
  begin(container) {
    const { open, depth } = this;
    for (let i = 0; i < depth; i++) {
      if (open[i] === container) throw this.refuse('this value contains itself');
    }
    if (depth === MAX_DEPTH) {
      // The whole path would be as long as the nesting is deep.
      const pointer = `${[...this.pointer()].slice(0, 60).join('')}…`;
      throw factsError('facts-limit', `maps and arrays nest deeper than ${MAX_DEPTH} levels`, { pointer });
    }
    open[depth] = container;
    this.depth = depth + 1;
    this.path[depth] = undefined;
  }

  header(count, few, some) {
    this.room(5);
    if (count < 16) {
      this.bytes[this.at++] = few | count;
    } else if (count < 0x10000) {
      this.bytes[this.at] = some;
      this.view.setUint16(this.at + 1, count);
      this.at += 3;
    } else {
      this.bytes[this.at] = some + 1;
      this.view.setUint32(this.at + 1, count);
      this.at += 5;
    }
  }

  /** Corrects the count in the header of a map, which keeps its width. */
  recount(header, written, count) {
    if (written < 16) this.bytes[header] = 0x80 | count;
    else if (written < 0x10000) this.view.setUint16(header + 1, count);
    else this.view.setUint32(header + 1, count);
  }

  room(bytes) {
    if (this.at + bytes > this.bytes.length) this.grow(bytes);
  }

  grow(bytes) {
    const needed = this.at + bytes;
    // A few bytes beyond the bound are the engine's to judge: room is asked for before the length is known.
    if (needed > MAX_BYTES + SHORT + 2) throw tooLarge();
    const larger = Buffer.allocUnsafeSlow(Math.min(Math.max(needed, this.bytes.length * 2), MAX_BYTES + SHORT + 2));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }

  /** The RFC 6901 pointer to what is being written. */
  pointer() {
    let pointer = '';
    for (let i = 0; i < this.depth && this.path[i] !== undefined; i++) {
      pointer += `/${String(this.path[i]).replaceAll('~', '~0').replaceAll('/', '~1')}`;
    }
    return pointer.toWellFormed();
  }

  refuse(message, remedy, code = 'facts-value') {
    return factsError(code, message, { pointer: this.pointer(), remedy });
  }
}

function tooLarge() {
  const remedy = 'leave out what no rule reads (`Policy.factsSchema` lists what they read)';
  return factsError('facts-limit', `the facts are more than ${MAX_BYTES} bytes`, { remedy });
}

/** The encoder that nobody uses at the moment: a getter among the facts may call for another one. */
let idle = new Encoder();

/** Encodes a map of sections: its bytes, of which the first `length` count, are good until the next call. */
function encode(facts) {
  const encoder = idle ?? new Encoder();
  idle = undefined;
  try {
    return encoder.encode(facts);
  } catch (error) {
    // Where in the facts it is, the pointer says; the stack is for who called.
    if (error instanceof classes.FactsError) Error.captureStackTrace(error, encode);
    throw error;
  } finally {
    idle = encoder;
  }
}

module.exports = { encode, tooLarge, ENCODED, MAX_BYTES };
