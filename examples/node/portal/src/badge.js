// A badge with the verdict, for pages elsewhere: `GET /releases/:id/badge.svg`.

const COLOURS = { allow: '#1f7a3d', review: '#8a5a00', deny: '#b3261e', unknown: '#5a5a5a' };
const WORDS = { allow: 'cleared', review: 'needs review', deny: 'not cleared', unknown: 'unknown' };

/** The width of a letter is not known to a server: the text is fitted into about what it takes. */
const LETTER = 6.6;
const MOST_LETTERS = 48;

/**
 * @param {{ name: string, version: string, verdict: import('clearance').Verdict | 'unknown' }} shown name and version are hostile
 * @returns {string} SVG
 */
export function badge({ name, version, verdict }) {
  const label = clipped(plain(`${name} ${version}`.trim()));
  const word = WORDS[verdict];
  const [left, right] = [widthOf(label), widthOf(word)];
  const title = escaped(`${label}: ${word}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="22" viewBox="0 0 ${left + right} 22" role="img" aria-labelledby="t">
<title id="t">${title}</title>
<rect width="${left + right}" height="22" rx="4" fill="#2b2b2b"/>
<path d="M${left} 0h${right - 4}a4 4 0 0 1 4 4v14a4 4 0 0 1 -4 4h-${right - 4}z" fill="${COLOURS[verdict]}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">
<text x="8" y="15" textLength="${left - 16}" lengthAdjust="spacingAndGlyphs">${escaped(label)}</text>
<text x="${left + 8}" y="15" textLength="${right - 16}" lengthAdjust="spacingAndGlyphs">${word}</text>
</g>
</svg>
`;
}

function widthOf(text) {
  return Math.ceil([...text].length * LETTER) + 16;
}

function clipped(text) {
  const letters = [...text];
  return letters.length <= MOST_LETTERS ? text : `${letters.slice(0, MOST_LETTERS - 1).join('')}…`;
}

/** Without what XML cannot hold, and without controls that turn the direction of text. */
function plain(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029\uFFFE\uFFFF]/gu, '\uFFFD');
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
