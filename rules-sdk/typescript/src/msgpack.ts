/**
 * The one form of MessagePack that the host hands over and takes: maps with keys in the order of their bytes, whole numbers in
 * their shortest form, other numbers as 64-bit floats, neither binary nor extension types. A map is read as a `Map`, which keeps
 * its order whatever its keys; a whole number beyond 2^53 as a `bigint`.
 */

import { named } from "./expect.js";
import { escape } from "./mismatch.js";
import * as utf8 from "./utf8.js";

/** What a document holds. */
export type Plain = null | boolean | number | bigint | string | Plain[] | Map<string, Plain>;

/** Deeper than any document may be: what goes on so long holds itself. */
const DEEPEST = 200;
/** Up to here every whole number is a float of its own. */
const EXACT = 2 ** 53;
const LIST = 0x90;
const MAP = 0x80;
const TEXT = 0xa0;

class Reader {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  value(): Plain {
    const head = this.unsigned(1);
    if (head < 0x80) return head;
    if (head < 0x90) return this.map(head & 0x0f);
    if (head < 0xa0) return this.list(head & 0x0f);
    if (head < 0xc0) return this.text(head & 0x1f);
    if (head >= 0xe0) return head - 0x100;
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xca:
        return this.view.getFloat32(this.step(4));
      case 0xcb:
        return this.view.getFloat64(this.step(8));
      case 0xcc:
        return this.unsigned(1);
      case 0xcd:
        return this.unsigned(2);
      case 0xce:
        return this.unsigned(4);
      case 0xcf:
        return whole(this.view.getBigUint64(this.step(8)));
      case 0xd0:
        return this.view.getInt8(this.step(1));
      case 0xd1:
        return this.view.getInt16(this.step(2));
      case 0xd2:
        return this.view.getInt32(this.step(4));
      case 0xd3:
        return whole(this.view.getBigInt64(this.step(8)));
      case 0xd9:
        return this.text(this.unsigned(1));
      case 0xda:
        return this.text(this.unsigned(2));
      case 0xdb:
        return this.text(this.unsigned(4));
      case 0xdc:
        return this.list(this.unsigned(2));
      case 0xdd:
        return this.list(this.unsigned(4));
      case 0xde:
        return this.map(this.unsigned(2));
      case 0xdf:
        return this.map(this.unsigned(4));
      default:
        throw new Error("the document is not in canonical form");
    }
  }

  private step(size: number): number {
    const start = this.at;
    if (start + size > this.data.length) throw new Error("the document ends in the middle of a value");
    this.at = start + size;
    return start;
  }

  private unsigned(size: 1 | 2 | 4): number {
    const start = this.step(size);
    if (size === 1) return this.view.getUint8(start);
    return size === 2 ? this.view.getUint16(start) : this.view.getUint32(start);
  }

  private text(length: number): string {
    const start = this.step(length);
    return utf8.decode(this.data, start, start + length);
  }

  private list(count: number): Plain[] {
    const found: Plain[] = [];
    for (let i = 0; i < count; i++) found.push(this.value());
    return found;
  }

  private map(count: number): Map<string, Plain> {
    const found = new Map<string, Plain>();
    for (let i = 0; i < count; i++) {
      const key = this.value();
      if (typeof key !== "string") throw new Error("a key is a text");
      found.set(key, this.value());
    }
    return found;
  }
}

function whole(value: bigint): number | bigint {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

/** The value that `data` holds. */
export function unpack(data: Uint8Array): Plain {
  return new Reader(data).value();
}

/**
 * `value`, made of null, booleans, numbers, bigints, texts, arrays, `Map`s and plain objects, in canonical form. `what` names it in
 * the error for what cannot be.
 */
export function pack(value: unknown, what = "the value"): Uint8Array {
  const out: number[] = [];
  const path: (string | number)[] = [];
  try {
    write(value, out, path);
  } catch (error) {
    if (error instanceof Foreign) throw error.told(what, path);
    throw error;
  }
  return Uint8Array.from(out);
}

/** Something that facts cannot hold. Its place is where the path led to. */
class Foreign extends Error {
  constructor(
    message: string,
    private readonly kind: typeof TypeError | typeof RangeError = TypeError,
  ) {
    super(message);
  }

  told(what: string, path: (string | number)[]): Error {
    const place = path.map((token) => `/${escape(String(token))}`).join("");
    return new this.kind(`${what}${place === "" ? "" : `, at \`${place}\``}: ${this.message}`);
  }
}

function write(value: unknown, out: number[], path: (string | number)[]): void {
  if (path.length > DEEPEST) {
    path.length = 0;
    throw new Foreign("it holds itself, or is deeper than facts can be", RangeError);
  }
  if (value === null || value === undefined) out.push(0xc0);
  else if (typeof value === "boolean") out.push(value ? 0xc3 : 0xc2);
  else if (typeof value === "number") writeNumber(value, out);
  else if (typeof value === "bigint") writeWhole(value, out);
  else if (typeof value === "string") writeText(value, out);
  else if (Array.isArray(value)) {
    head(LIST, 0x0f, value.length, [undefined, 0xdc, 0xdd], out);
    // Not `entries`: holes are to be seen.
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      write(value[i], out, path);
      path.pop();
    }
  } else if (value instanceof Map) writeMap([...value], out, path);
  else if (typeof value === "object" && isPlain(value)) {
    writeMap(
      Object.entries(value).filter(([, item]) => item !== undefined),
      out,
      path,
    );
  } else throw new Foreign(`${named(value)} is no value that facts can hold; make it a text, a number, a list or a plain object`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function writeNumber(value: number, out: number[]): void {
  if (!Number.isFinite(value)) throw new Foreign(`${value} is no number that facts can hold`, RangeError);
  if (Number.isInteger(value) && Math.abs(value) <= EXACT) {
    writeSafe(value, out);
    return;
  }
  out.push(0xcb);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  for (let i = 0; i < 8; i++) out.push(view.getUint8(i));
}

/** A whole number that JavaScript holds exactly. Its arithmetic on these is quicker than that of `bigint`. */
function writeSafe(value: number, out: number[]): void {
  if (value >= 0 && value < 0x80) out.push(value);
  else if (value < 0 && value >= -0x20) out.push(value + 0x100);
  else {
    const least = value < 0 ? 2 * -(value + 1) : value;
    const power = least < 0x100 ? 0 : least < 0x10000 ? 1 : least < 0x100000000 ? 2 : 3;
    out.push((value < 0 ? 0xd0 : 0xcc) + power);
    for (let i = 2 ** power - 1; i >= 0; i--) out.push(Math.floor(value / 256 ** i) & 0xff);
  }
}

function writeWhole(value: bigint, out: number[]): void {
  const near = Number(value);
  if (Number.isSafeInteger(near)) writeSafe(near, out);
  else if (value >= 2n ** 64n || value < -(2n ** 63n)) {
    // As every language has it that reads JSON: the nearest float.
    writeNumber(near, out);
  } else {
    out.push(value < 0n ? 0xd3 : 0xcf);
    for (let shift = 56n; shift >= 0n; shift -= 8n) out.push(Number((value >> shift) & 0xffn));
  }
}

function writeText(text: string, out: number[]): void {
  const bytes = utf8.encode(text);
  head(TEXT, 0x1f, bytes.length, [0xd9, 0xda, 0xdb], out);
  for (const byte of bytes) out.push(byte);
}

function writeMap(entries: [unknown, unknown][], out: number[], path: (string | number)[]): void {
  head(MAP, 0x0f, entries.length, [undefined, 0xde, 0xdf], out);
  const keyed = entries.map(([key, value]) => {
    if (typeof key !== "string") throw new Foreign(`a key of facts is a text, not ${named(key)}`);
    return { key, bytes: utf8.encode(key), value };
  });
  keyed.sort((a, b) => compare(a.bytes, b.bytes));
  for (const { key, value } of keyed) {
    writeText(key, out);
    path.push(key);
    write(value, out, path);
    path.pop();
  }
}

function compare(a: number[], b: number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function head(small: number, most: number, length: number, heads: [number | undefined, number, number], out: number[]): void {
  if (length <= most) out.push(small | length);
  else if (length < 0x100 && heads[0] !== undefined) out.push(heads[0], length);
  else if (length < 0x10000) {
    out.push(heads[1], length >> 8, length & 0xff);
  } else {
    out.push(heads[2], length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
  }
}
