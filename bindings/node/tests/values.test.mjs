// Every kind of value that JavaScript has, as facts hold it or as it is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { Facts, FactsError } from '../index.mjs';
import { caught } from './support.mjs';

const hex = (value) => new Facts({ v: value }).toMessagePack().subarray(3).toString('hex');
const got = (value) => new Facts({ v: value }).get('/v');

async function refused(value, code = 'facts-value', pointer = '/v') {
  const error = await caught(() => new Facts({ v: value }));
  assert(error instanceof FactsError, `${String(error)}\n${error.stack}`);
  assert.deepEqual([error.code, error.place.pointer], [code, pointer]);
  assert(Object.isFrozen(error.place));
  assert(error.message.startsWith(`\`${pointer}\`: `), error.message);
  assert(!error.message.endsWith('.') && !/^[A-Z]/.test(error.message), error.message);
  return error;
}

test('scalars have their canonical form', () => {
  const forms = [
    [null, 'c0'],
    [true, 'c3'],
    [false, 'c2'],
    [0, '00'],
    [-0, '00'],
    [1, '01'],
    [127, '7f'],
    [128, 'cc80'],
    [255, 'ccff'],
    [256, 'cd0100'],
    [65536, 'ce00010000'],
    [2 ** 32 - 1, 'ceffffffff'],
    [2 ** 32, 'cf0000000100000000'],
    [-1, 'ff'],
    [-32, 'e0'],
    [-33, 'd0df'],
    [-129, 'd1ff7f'],
    [-(2 ** 31), 'd280000000'],
    [-(2 ** 31) - 1, 'd3ffffffff7fffffff'],
    [2 ** 53, 'cf0020000000000000'],
    [-(2 ** 53), 'd3ffe0000000000000'],
    [2 ** 53 + 2, 'cb4340000000000001'],
    [1.5, 'cb3ff8000000000000'],
    [70.0, '46'],
    [5e-324, 'cb0000000000000001'],
    [Number.MAX_VALUE, 'cb7fefffffffffffff'],
    ['', 'a0'],
    ['a', 'a161'],
    ['ä', 'a2c3a4'],
    ['👩‍💻', `ab${Buffer.from('👩‍💻').toString('hex')}`],
    ['\0', 'a100'],
  ];
  for (const [value, form] of forms) assert.equal(hex(value), form, String(value));
});

test('strings of every length and alphabet come through', () => {
  for (const letter of ['x', 'ä', '日', '💻']) {
    for (const length of [0, 1, 15, 16, 31, 32, 39, 40, 41, 255, 256, 20_000, 65_535, 65_536, 300_000]) {
      const text = letter.repeat(length);
      assert(got(text) === text);
      assert.equal(new Facts({ [text]: 1 }).sections[0], text);
    }
  }
  assert.equal(got('ascii first, then ä'), 'ascii first, then ä');
});

test('bigints are integers of 64 bits, and the nearest float beyond', async () => {
  assert.equal(hex(5n), '05');
  assert.equal(hex(-5n), 'fb');
  assert.equal(hex(2n ** 64n - 1n), 'cfffffffffffffffff');
  assert.equal(hex(-(2n ** 63n)), 'd38000000000000000');
  assert.equal(hex(9007199254740993n), 'cf0020000000000001');
  assert.equal(hex(2n ** 64n), 'cb43f0000000000000');
  assert.equal(hex(2n ** 64n), new Facts('{"v":18446744073709551616}').toMessagePack().subarray(3).toString('hex'));
  assert.equal(hex(-(2n ** 63n) - 1n), 'cbc3e0000000000000');
  await refused(2n ** 2000n);
});

test('containers of every size come through', () => {
  for (const size of [0, 1, 15, 16, 17, 1000, 70_000]) {
    const array = Array.from({ length: size }, (_, i) => i);
    assert.deepEqual(got(array), array);
    const object = Object.fromEntries(array.map((i) => [`k${i}`, i]));
    assert.deepEqual(got(object), object);
    assert.deepEqual(got(new Map(Object.entries(object))), object);
    const sparse = Object.fromEntries(array.map((i) => [`k${i}`, i % 3 ? i : undefined]));
    assert.deepEqual(got(sparse), JSON.parse(JSON.stringify(sparse)));
  }
});

test('objects of every making come through', () => {
  class Release {
    #secret = 1;
    name = 'shop';
    get version() {
      return this.#secret;
    }
    static kind = 'x';
  }
  const bare = Object.assign(Object.create(null), { a: 1 });
  const inherited = Object.assign(Object.create({ inherited: 1 }), { own: 2 });
  const hidden = Object.defineProperty({ a: 1, [Symbol('s')]: 2 }, 'b', { value: 3, enumerable: false });
  assert.deepEqual(got(new Release()), { name: 'shop' });
  assert.deepEqual(got(bare), { a: 1 });
  assert.deepEqual(got(inherited), { own: 2 });
  assert.deepEqual(got(hidden), { a: 1 });
  assert.deepEqual(
    got({
      get a() {
        return 1;
      },
    }),
    { a: 1 },
  );
  assert.deepEqual(got(new Proxy({ a: [1] }, {})), { a: [1] });
  assert.deepEqual(got(vm.runInNewContext('({a: [1, new Map([["b", new Date(0)]])]})')), {
    a: [1, { b: '1970-01-01T00:00:00Z' }],
  });
  assert.deepEqual(got([new Number(3), new String('s'), new Boolean(false), Object(5n)]), [3, 's', false, 5]);
  const odd = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3, "10": 4, "9": 5, "": 6}');
  assert.deepEqual(got(odd), odd);
  const shared = { a: 1 };
  assert.deepEqual(got([shared, shared, { shared }]), [{ a: 1 }, { a: 1 }, { shared: { a: 1 } }]);
});

test('a property that is undefined is absent', () => {
  assert.deepEqual(got({ a: undefined, b: 1, c: { toJSON: () => undefined }, d: undefined }), { b: 1 });
  assert.deepEqual(new Facts({ a: undefined }).sections, []);
});

test('dates are RFC 3339 in UTC, with no more digits than they need', async () => {
  assert.equal(got(new Date('2026-11-23T08:00:00Z')), '2026-11-23T08:00:00Z');
  assert.equal(got(new Date('2026-11-23T10:00:00.500+02:00')), '2026-11-23T08:00:00.5Z');
  assert.equal(got(new Date('2026-11-23T08:00:00.025Z')), '2026-11-23T08:00:00.025Z');
  assert.equal(got(new Date('2026-11-23T08:00:00.120Z')), '2026-11-23T08:00:00.12Z');
  assert.equal(got(new Date('0001-01-01T00:00:10Z')), '0001-01-01T00:00:10Z');
  await refused(new Date(NaN));
  await refused(new Date(8.64e15));
  await refused(new Date('-000001-01-01T00:00:00Z'));
});

test('toJSON is called as JSON does', () => {
  const keys = [];
  const spy = {
    toJSON(key) {
      keys.push(key);
      return 1;
    },
  };
  new Facts({ v: spy, list: [spy, new Map([['m', spy]])] });
  assert.deepEqual(keys, ['v', '0', 'm']);
  class Itself {
    a = 1;
    toJSON() {
      return this;
    }
  }
  assert.deepEqual(got(new Itself()), { a: 1 });
  assert.equal(got({ toJSON: () => new Date(0) }), '1970-01-01T00:00:00Z');
  assert.deepEqual(new Facts({ toJSON: () => ({ s: 1 }) }).sections, ['s']);
});

test('an exception among the facts comes through as it is', async () => {
  const own = new RangeError('mine');
  assert.equal(
    await caught(
      () =>
        new Facts({
          get a() {
            throw own;
          },
        }),
    ),
    own,
  );
  assert.equal(
    await caught(
      () =>
        new Facts({
          a: {
            toJSON() {
              throw own;
            },
          },
        }),
    ),
    own,
  );
  assert.equal(got('still works'), 'still works');
});

test('what facts cannot hold is refused, with its place and with advice', async () => {
  for (const value of [NaN, Infinity, -Infinity, () => {}, Symbol('s'), class {}, Promise.resolve(1)])
    await refused(value);
  assert.match((await refused(new Set([1]))).message, /`\[\.\.\.set\]`/);
  for (const binary of [
    Buffer.from('x'),
    new Uint8Array(1),
    new Float64Array(1),
    new DataView(new ArrayBuffer(1)),
    new ArrayBuffer(1),
  ]) {
    assert.match((await refused(binary)).message, /base64/);
  }
  assert((await refused(new Facts({}))).remedy);
  await refused([1, [NaN]], 'facts-value', '/v/1/0');
  await refused({ 'a/b~c': { d: NaN } }, 'facts-value', '/v/a~1b~0c/d');
  await refused([undefined], 'facts-value', '/v/0');
  await refused([, 1], 'facts-value', '/v/0');
  await refused([{ toJSON: () => undefined }], 'facts-value', '/v/0');
  await refused(new Map([['a', undefined]]), 'facts-value', '/v/a');
  await refused(new Map([[1, 2]]), 'facts-key', '/v');
  await refused(new Map([['a', new Map([[Symbol('s'), 1]])]]), 'facts-key', '/v/a');
});

test('half of a surrogate pair is refused, never replaced', async () => {
  for (const text of ['\ud800', 'a\udfffb', `${'x'.repeat(100)}\udbff`, '\udc00\ud800']) {
    await refused(text);
    await refused({ [text]: 1 }, 'facts-key', '/v');
    await refused(new Map([[text, 1]]), 'facts-key', '/v');
    const error = await caught(() => new Facts(`{"v":\n "ä${text}"}`));
    assert.equal(error.code, 'facts-syntax');
    assert.equal(error.place.line, 2);
  }
  assert.equal((await caught(() => new Facts('{"a":\n "é\ud800"}'))).place.column, 4);
});

test('a cycle is refused where it closes', async () => {
  const loop = { a: [{}] };
  loop.a[0].b = loop;
  await refused(loop, 'facts-value', '/v/a/0/b');
  const list = [];
  list.push(list);
  await refused(list, 'facts-value', '/v/0');
  const map = new Map();
  map.set('m', { map });
  await refused(map, 'facts-value', '/v/m/map');
});

test('nesting has an end', async () => {
  const nested = (depth) => {
    let value = 1;
    for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
    return value;
  };
  assert.deepEqual(got(nested(127)), nested(127));
  const error = await caught(() => new Facts({ v: nested(128) }));
  assert.equal(error.code, 'facts-limit');
  const packed = Buffer.concat([Buffer.from('81a176', 'hex'), Buffer.alloc(128, 0x91), Buffer.of(0)]);
  const engines = await caught(() => new Facts(packed));
  assert.equal(error.message.replace(/^`.*`: /, ''), engines.message.replace(/^.*`: /, ''));
  assert.equal(error.place.pointer.length, engines.place.pointer.length);
  assert.equal((await caught(() => new Facts({ v: nested(100_000) }))).code, 'facts-limit');
  let endless;
  endless = { toJSON: () => ({ again: { toJSON: endless.toJSON } }) };
  assert.equal((await caught(() => new Facts(endless))).code, 'facts-limit');
});

test('size has an end, long before memory does', async () => {
  const tooLarge = async (value) => assert.equal((await caught(() => new Facts(value))).code, 'facts-limit');
  const many = 'x'.repeat(2 ** 20);
  await tooLarge({ v: Array.from({ length: 64 }, () => many) });
  await tooLarge({ v: 'ä'.repeat(33 * 2 ** 20) });
  let doubled = ['x'.repeat(30)];
  for (let i = 0; i < 60; i++) doubled = [doubled, doubled];
  await tooLarge({ v: doubled });
  await tooLarge(Buffer.alloc(64 * 2 ** 20 + 1));
  await tooLarge(`{"v":"${'x'.repeat(64 * 2 ** 20)}"}`);
  assert.equal(new Facts({ v: Array.from({ length: 63 }, () => many) }).get('/v/62').length, 2 ** 20);
  assert.equal(got('small again'), 'small again');
});

test('facts are a map of sections', async () => {
  for (const value of [
    [],
    [1],
    new Date(0),
    new Number(3),
    { toJSON: () => [] },
    { toJSON: () => 'x' },
    { toJSON: () => undefined },
    '[]',
    Buffer.of(0xc0),
  ]) {
    const error = await caught(() => new Facts(value));
    assert.equal(error.code, 'facts-not-a-map', String(value));
    assert.deepEqual({ ...error.place }, {});
  }
  assert.equal((await caught(() => new Facts(new Set()))).code, 'facts-value');
  assert.equal((await caught(() => new Facts(new Float64Array(1)))).code, 'facts-value');
});
