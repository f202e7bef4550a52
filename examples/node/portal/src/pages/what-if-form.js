/**
 * The form of what if: which facts and params can be changed, and what somebody has typed into it. Every field is named after
 * what it changes, so nothing is kept between the page and its answer. The names are encoded, for nobody says what is in them.
 */

import { isPlain, printableJson } from './characters.js';
import { fields } from './schema.js';
import { failures } from './words.js';
import { join, valueAt, withValue } from '../pointer.js';

/** Facts that are offered; others can be named. */
const OFFERED = 60;
/** What is offered has to be sent back as a whole: the characters of all facts, and of all params of an entry. */
const ROOM = 60_000;
/** Rows in which something else can be named. */
export const FREE = 2;

/**
 * Fields for the facts that checks read which did not pass, the gravest first. What an entry derives for those that need it is
 * no fact: nobody who submits facts stands in for a rule.
 */
export function factFields({ decision, facts }, { entries }) {
  const { deny, review, warn, waived, trial } = failures(decision);
  const needs = new Map(entries.map((entry) => [entry.id, entry.needs]));
  const pointers = [deny, review, warn, waived, trial].flat().flatMap(({ entry, row }) => {
    const derived = (needs.get(entry.id) ?? []).map((id) => join('', id));
    const isDerived = (pointer) => derived.some((section) => pointer === section || pointer.startsWith(`${section}/`));
    return (row.observed ?? [])
      .map(({ pointer }) => pointer)
      .filter((pointer) => pointer.startsWith('/') && !isDerived(pointer));
  });
  const found = [...new Set(pointers)].slice(0, OFFERED);
  return fitting(found.map((pointer) => field(`fact:${encodeURIComponent(pointer)}`, pointer, valueAt(facts, pointer))));
}

/** Fields for the params of an entry. */
export function paramFields({ id, manifest, params }) {
  const found = fields(manifest.paramsSchema, { within: false }).filter(({ leaf }) => leaf);
  return fitting(
    found.map(({ names, path, about, kind, fallback }) => {
      const pointer = names.reduce(join, '');
      return {
        ...field(`param:${encodeURIComponent(id + pointer)}`, pointer, valueAt(params, pointer)),
        path,
        about,
        kind,
        fallback,
      };
    }),
  );
}

/** Those for which there is room. */
function fitting(found) {
  let room = ROOM;
  return found.filter(({ name, text }) => {
    const size = name.length + text.length;
    const fits = size <= room;
    if (fits) room -= size;
    return fits;
  });
}

/**
 * A field as `{ name, pointer, current, mode, text }`. A text that survives a field is changed as it stands; everything else
 * is JSON, in which a number is told from a text and nothing is invisible.
 */
function field(name, pointer, current) {
  const mode = typeof current === 'string' && isPlain(current) && !current.includes('\r') ? 'text' : 'json';
  const text = mode === 'text' ? current : current === undefined ? '' : printableJson(JSON.stringify(current));
  return { name, pointer, current, mode, text };
}

/**
 * What was typed: `{ facts, params, changes, problems }`. `typed` has every field's text, so that it can be shown again, and
 * `problems` a message for each field that cannot be used.
 */
export function read(form, { release, policy }) {
  const result = { facts: release.facts, params: {}, changes: [], problems: new Map() };
  const change = (what, one, changed) => {
    const { name, pointer, current } = one;
    try {
      if (what === undefined) {
        result.facts = withValue(result.facts, pointer, changed);
      } else {
        result.params[what.id] = withValue(result.params[what.id] ?? what.params, pointer, changed);
      }
      result.changes.push({ entry: what?.id, pointer, from: current, to: changed });
    } catch (error) {
      result.problems.set(name, error.message);
    }
  };
  const offered = [
    ...factFields(release, policy).map((one) => ({ one })),
    ...policy.entries.flatMap((entry) => paramFields(entry).map((one) => ({ one, entry }))),
  ];
  for (const { one, entry } of offered) take(form, one, result.problems, (changed) => change(entry, one, changed));
  for (let i = 0; i < FREE; i++) {
    const name = `free:${i}`;
    const pointer = form.get(`${name}:pointer`)?.trim() ?? '';
    const text = form.get(name) ?? '';
    if (pointer === '' && text === '') continue;
    if (!pointer.startsWith('/')) {
      result.problems.set(`${name}:pointer`, 'a pointer begins with `/` and names a fact, such as `/release/environment`');
      continue;
    }
    const current = valueAt(release.facts, pointer);
    take(
      form,
      { name, pointer, current, mode: 'json', text: '' },
      result.problems,
      (changed) => change(undefined, { name: `${name}:pointer`, pointer, current }, changed),
      true,
    );
  }
  return result;
}

/** Reads a field, and calls back where it is another value than now. */
function take(form, { name, current, mode, text, kind }, problems, changed, mustBe = false) {
  if (form.has(`${name}:remove`)) {
    if (current !== undefined) changed(undefined);
    return;
  }
  const typed = form.get(name)?.replaceAll('\r\n', '\n');
  if (typed === undefined || (typed === text && !mustBe)) return;
  if (mode === 'text') {
    changed(typed);
    return;
  }
  // A param that is emptied is no longer set; a fact that is to be taken away has a box for that.
  if (typed.trim() === '') {
    if (kind !== undefined) changed(undefined);
    else problems.set(name, 'nothing stands here: write a value, or tick the box that takes the fact away');
    return;
  }
  const value = parsed(typed);
  if (value === undefined) problems.set(name, notJson(typed));
  else if (JSON.stringify(value) !== JSON.stringify(current)) changed(value);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notJson(typed) {
  const short = typed.trim().slice(0, 40);
  const hint =
    /^[^"[{]*$/.test(short) && !short.includes('`')
      ? `; if it is text, put it in double quotes: \`${JSON.stringify(short)}\``
      : '';
  return `this is not JSON: write a number, \`true\`, \`null\`, a text in double quotes, a list or an object${hint}`;
}
