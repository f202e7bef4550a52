/**
 * The one form of MessagePack that the host hands over and takes: maps with keys in the order of their bytes, whole numbers in
 * their shortest form, other numbers as 64-bit floats, neither binary nor extension types. A map is read as a `Map`, which keeps
 * its order whatever its keys; a whole number beyond 2^53 as a `bigint`.
 */

import * as utf8 from "./utf8.js";

/** What a document holds. */
export type Plain = null | boolean | number | bigint | string | Plain[] | Map<string, Plain>;

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

/** `value`, made of null, booleans, numbers, bigints, texts, arrays, `Map`s and plain objects, in canonical form. */
export function pack(value: unknown): Uint8Array {
  const out: number[] = [];
  write(value, out);
  return Uint8Array.from(out);
}

function write(value: unknown, out: number[]): void {
  if (value === null || value === undefined) out.push(0xc0);
  else if (typeof value === "boolean") out.push(value ? 0xc3 : 0xc2);
  else if (typeof value === "number") writeNumber(value, out);
  else if (typeof value === "bigint") writeWhole(value, out);
  else if (typeof value === "string") writeText(value, out);
  else if (Array.isArray(value)) {
    head(LIST, 0x0f, value.length, [undefined, 0xdc, 0xdd], out);
    for (const item of value) write(item, out);
  } else if (value instanceof Map) writeMap([...value], out);
  else if (typeof value === "object" && isPlain(value)) {
    writeMap(
      Object.entries(value).filter(([, item]) => item !== undefined),
      out,
    );
  } else throw new TypeError(`${named(value)} is no value that facts can hold; make it a text, a number, a list or an object`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function named(value: unknown): string {
  return typeof value === "object" && value !== null ? value.constructor.name : `a ${typeof value}`;
}

function writeNumber(value: number, out: number[]): void {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that facts can hold`);
  if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 64) {
    writeWhole(BigInt(value), out);
    return;
  }
  out.push(0xcb);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  for (let i = 0; i < 8; i++) out.push(view.getUint8(i));
}

function writeWhole(value: bigint, out: number[]): void {
  if (value >= 0n && value < 0x80n) out.push(Number(value));
  else if (value < 0n && value >= -0x20n) out.push(Number(value + 0x100n));
  else if (value >= 2n ** 64n || value < -(2n ** 63n)) {
    // As every language has it that reads JSON: the nearest float.
    writeNumber(Number(value), out);
  } else {
    const signed = value < 0n;
    const size = [1, 2, 4].find((size) => fits(value, BigInt(size * 8), signed)) ?? 8;
    out.push((signed ? 0xd0 : 0xcc) + Math.log2(size));
    bigEndian(BigInt.asUintN(size * 8, value), size, out);
  }
}

function fits(value: bigint, bits: bigint, signed: boolean): boolean {
  return signed ? value >= -(1n << (bits - 1n)) : value < 1n << bits;
}

function bigEndian(value: bigint, size: number, out: number[]): void {
  for (let shift = (size - 1) * 8; shift >= 0; shift -= 8) out.push(Number((value >> BigInt(shift)) & 0xffn));
}

function writeText(text: string, out: number[]): void {
  const bytes = utf8.encode(text);
  head(TEXT, 0x1f, bytes.length, [0xd9, 0xda, 0xdb], out);
  for (const byte of bytes) out.push(byte);
}

function writeMap(entries: [unknown, unknown][], out: number[]): void {
  head(MAP, 0x0f, entries.length, [undefined, 0xde, 0xdf], out);
  const keyed = entries.map(([key, value]) => {
    if (typeof key !== "string") throw new TypeError(`a key of facts is a text, not ${named(key)}`);
    return { key, bytes: utf8.encode(key), value };
  });
  keyed.sort((a, b) => compare(a.bytes, b.bytes));
  for (const { key, value } of keyed) {
    writeText(key, out);
    write(value, out);
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
    out.push(heads[1]);
    bigEndian(BigInt(length), 2, out);
  } else {
    out.push(heads[2]);
    bigEndian(BigInt(length), 4, out);
  }
}
