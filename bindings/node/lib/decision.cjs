'use strict';
// Decisions and outcomes: from the engine's text to frozen plain objects, and back.

const native = require('./native.cjs');
const { classes, kindOf, seen, wrongType } = require('./errors.cjs');

/** The canonical text of each decision: a number such as `70.0` cannot be told from `70` any more. */
const texts = new WeakMap();

/** The decision that a canonical text describes. */
function decisionOf(text) {
  const decision = JSON.parse(text);
  decision.at = new Date(decision.at);
  Object.freeze(decision.policy);
  Object.freeze(decision.facts.sections);
  Object.freeze(decision.facts);
  const { entries, waivers } = decision;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    Object.freeze(entry.rule);
    Object.freeze(entry.saw);
    found(entry);
  }
  Object.freeze(entries);
  for (let i = 0; i < waivers.length; i++) {
    const waiver = waivers[i];
    waiver.from = new Date(waiver.from);
    waiver.until = new Date(waiver.until);
    Object.freeze(waiver.approvers);
    Object.freeze(waiver);
  }
  Object.freeze(waivers);
  Object.freeze(decision);
  texts.set(decision, text);
  return decision;
}

/** The outcome that the engine's text describes. */
function outcomeOf(text) {
  return found(JSON.parse(text));
}

/** Brings what a rule found into its final form: an outcome, or the same members of an entry. */
function found(holder) {
  const { checks, score, artifacts, derived } = holder;
  for (let i = 0; i < checks.length; i++) {
    const check = checks[i];
    const { observed } = check;
    if (observed !== undefined) {
      for (let j = 0; j < observed.length; j++) {
        const observation = observed[j];
        deepFreeze(observation.value);
        Object.freeze(observation);
      }
      Object.freeze(observed);
    }
    Object.freeze(check);
  }
  Object.freeze(checks);
  if (score !== undefined) {
    const { points, out_of: outOf, contributions } = score;
    holder.score = deepFreeze({ points, outOf, contributions });
  }
  if (artifacts !== undefined) holder.artifacts = Object.freeze(artifacts.map(artifactOf));
  deepFreeze(derived);
  return Object.freeze(holder);
}

function artifactOf({ name, media_type: mediaType, digest, content: text, content_base64: base64 }) {
  const artifact = { name, mediaType, digest };
  if (text !== undefined) artifact.text = text;
  // Not a part of the pool that Node cuts small buffers from: whoever clones it would get the whole pool.
  artifact.content = Buffer.from(
    new Uint8Array(text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)).buffer,
  );
  return Object.freeze(artifact);
}

function deepFreeze(value) {
  if (typeof value !== 'object' || value === null) return value;
  for (const key of Object.keys(value)) deepFreeze(value[key]);
  return Object.freeze(value);
}

/** The text from which the engine reads a decision that is no longer the one that it gave. */
function textOf(decision) {
  const known = texts.get(check(decision));
  if (known !== undefined) return known;
  const entries = decision.entries.map((entry) => {
    const { score, artifacts } = entry;
    return {
      ...entry,
      ...(score && { score: { points: score.points, out_of: score.outOf, contributions: score.contributions } }),
      ...(artifacts && { artifacts: artifacts.map(formOf) }),
    };
  });
  return ask(native.decisionJson, JSON.stringify({ ...decision, entries }, unambiguous));
}

function formOf({ name, mediaType: media_type, digest, text, content }) {
  const form = { name, media_type, digest };
  return text === undefined
    ? { ...form, content_base64: Buffer.from(content).toString('base64') }
    : { ...form, content: text };
}

/** Refuses a number of which nobody can say any more what it was in the facts. */
function unambiguous(key, value) {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER && Math.abs(value) < 2 ** 64) {
    const message = `a copy of a decision does not know the digits of \`${key}\`, which is beyond 2^53`;
    const remedy = 'take the text of the decision itself';
    throw new classes.DecisionError({ code: 'decision', message: `${message}; ${remedy}`, place: {}, remedy });
  }
  return value;
}

function check(decision) {
  if (typeof decision !== 'object' || !Array.isArray(decision?.entries))
    throw wrongType('decision', 'a decision', decision);
  return decision;
}

function toJson(decision) {
  return textOf(decision);
}

function toMessagePack(decision) {
  return ask(native.decisionMessagepack, textOf(decision));
}

function decisionFromJson(text) {
  if (typeof text !== 'string') throw wrongType('text', 'a string', text);
  if (!text.isWellFormed()) {
    const message = 'the text is not a decision: it holds half of a surrogate pair';
    throw new classes.DecisionError({ code: 'decision', message, place: {} });
  }
  return decisionOf(ask(native.decisionJson, text));
}

function failing(decision) {
  const rows = [];
  for (const entry of check(decision).entries) {
    for (const row of entry.checks) if (row.effect !== 'none') rows.push([entry, row]);
  }
  return rows;
}

function raiseForVerdict(decision) {
  if (check(decision).verdict !== 'allow') throw new classes.VerdictError(decision);
}

function ask(question, text) {
  try {
    return question(text);
  } catch (thrown) {
    throw seen(thrown, ask);
  }
}

module.exports = {
  decisionOf,
  outcomeOf,
  deepFreeze,
  toJson,
  toMessagePack,
  decisionFromJson,
  failing,
  raiseForVerdict,
};
