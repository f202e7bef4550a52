/**
 * Characters that a reader does not see, or that change what he sees: control characters, those that turn the direction of
 * reading, fillers, tags, halves of a surrogate pair. The engine's command writes out the same ones.
 */

const OBEYED =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The character's number as Unicode writes it: `U+202E`. */
export const named = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The text with such characters written as `\u{202e}`; the ends of lines and tabs stay. */
export function printable(text) {
  return text.replace(OBEYED, (character) =>
    character === '\n' || character === '\t' ? character : `\\u{${character.codePointAt(0).toString(16)}}`,
  );
}

/** JSON text that means the same and holds none of them. */
export function printableJson(text) {
  return text.replace(OBEYED, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}

/** Whether the text survives a form's field: what is written out elsewhere, ends of lines and tabs apart, does not. */
export const isPlain = (text) => printable(text) === text;

/** The text in parts: `{ text }` for what can be read, `{ character }` for what has to be named. */
export function parts(text) {
  const found = [];
  let end = 0;
  for (const { 0: character, index } of text.matchAll(OBEYED)) {
    if (character === '\n' || character === '\t') continue;
    if (index > end) found.push({ text: text.slice(end, index) });
    found.push({ character });
    end = index + character.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** The first characters of a text, no surrogate pair cut in two, and what is left. */
export function cut(text, most) {
  if (text.length <= most) return { head: text, rest: '' };
  const code = text.charCodeAt(most - 1);
  const end = code >= 0xd800 && code <= 0xdbff ? most - 1 : most;
  return { head: text.slice(0, end), rest: text.slice(end) };
}
