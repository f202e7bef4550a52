// RFC 6901 pointers into facts and params.

import { Refused } from './errors.js';

/** The pointer to a member of what another pointer points to. */
export function join(pointer, name) {
  return `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What stands at a pointer; undefined where nothing does. */
export function valueAt(value, pointer) {
  for (const name of names(pointer)) {
    if (!has(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/**
 * A copy with another value at a pointer. What is missing on the way becomes an object, `-` appends to an array, and
 * `undefined` takes away what is there.
 */
export function withValue(value, pointer, changed) {
  const path = names(pointer);
  if (path.length === 0) return changed;
  const copy = { value: structuredClone(value) };
  let holder = copy;
  let key = 'value';
  for (const name of path) {
    // What is inherited is none of the value's.
    if (!has(holder, key) || holder[key] === null) define(holder, key, {});
    holder = holder[key];
    if (typeof holder !== 'object') throw misfit(pointer, `\`${name}\` is looked for in a ${typeof holder}`);
    key = name;
    if (!Array.isArray(holder)) continue;
    if (name === '-') key = holder.length;
    else if (!/^(0|[1-9][0-9]*)$/.test(name) || Number(name) > holder.length)
      throw misfit(pointer, `\`${name}\` is no index of a list of ${holder.length}`);
    else key = Number(name);
  }
  if (changed !== undefined) define(holder, key, changed);
  else if (Array.isArray(holder)) holder.splice(key, 1);
  else delete holder[key];
  return copy.value;
}

function define(holder, key, value) {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function names(pointer) {
  if (pointer === '') return [];
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) throw misfit(pointer, 'it begins with no `/`');
  return pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function has(value, name) {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

function misfit(pointer, why) {
  return new Refused(400, 'pointer', `\`${String(pointer).slice(0, 200)}\` points nowhere: ${why}`);
}
