/**
 * The difference of two texts word by word, after Myers. It is told as parts `{ same }` or `{ before, after }`, and as
 * `undefined` where the two are too different for it to be worth while.
 */

/** Words, spaces and single signs; what stands for something that was taken out is never cut in two. */
const TOKENS = /\\?\[redacted: [^\]\n]{1,80}\]|redacted-[\p{L}\p{N}-]+|\s+|[\p{L}\p{N}_]+|[^]/gu;

/** Steps after which the search ends. It takes their square in memory, so hostile texts cannot make it take more. */
const STEPS = 1500;
const LONGEST = 200_000;

export function difference(before, after) {
  if (before.length > LONGEST || after.length > LONGEST) return undefined;
  const a = before.match(TOKENS) ?? [];
  const b = after.match(TOKENS) ?? [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const edits = path(a.slice(start, a.length - end), b.slice(start, b.length - end));
  if (edits === undefined) return undefined;
  return whole(joined([{ same: a.slice(0, start).join('') }, ...edits, { same: end > 0 ? a.slice(-end).join('') : '' }]));
}

/** The shortest way from one list of tokens to the other. */
function path(a, b) {
  const most = Math.min(a.length + b.length, STEPS);
  const furthest = new Map([[1, 0]]);
  const trace = [];
  for (let steps = 0; steps <= most; steps++) {
    trace.push(new Map(furthest));
    for (let k = -steps; k <= steps; k += 2) {
      const down = k === -steps || (k !== steps && at(furthest, k - 1) < at(furthest, k + 1));
      let x = down ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return backwards(trace, a, b);
    }
  }
  return undefined;
}

const at = (furthest, k) => furthest.get(k) ?? -1;

function backwards(trace, a, b) {
  const edits = [];
  let x = a.length;
  let y = b.length;
  for (let steps = trace.length - 1; steps >= 0; steps--) {
    const furthest = trace[steps];
    const k = x - y;
    const down = k === -steps || (k !== steps && at(furthest, k - 1) < at(furthest, k + 1));
    const from = down ? k + 1 : k - 1;
    const fromX = steps === 0 ? 0 : at(furthest, from);
    const fromY = steps === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0 && a[x - 1] === b[y - 1]) {
      edits.push({ same: a[x - 1] });
      x--;
      y--;
    }
    if (steps === 0) break;
    if (down) edits.push({ before: '', after: b[--y] });
    else edits.push({ before: a[--x], after: '' });
  }
  return edits.reverse();
}

/** Parts of one kind that follow each other become one. */
function joined(edits) {
  const parts = [];
  for (const edit of edits) {
    const last = parts.at(-1);
    if (edit.same === '') continue;
    if (edit.same !== undefined) {
      if (last?.same === undefined) parts.push({ same: edit.same });
      else last.same += edit.same;
    } else if (last === undefined || last.same !== undefined) {
      parts.push({ ...edit });
    } else {
      last.before += edit.before;
      last.after += edit.after;
    }
  }
  return parts;
}

/**
 * What was taken out in one piece is told in one piece: of `/x.log.` that became `[…].` the search may keep the first full
 * stop, and the second is as good.
 */
function whole(parts) {
  const found = [...parts];
  for (let i = 1; i < found.length - 1; i++) {
    const [left, { same }, right] = found.slice(i - 1, i + 2);
    if (same === undefined || left.same !== undefined || right.same !== undefined) continue;
    let edit;
    if (right.after === '' && right.before.endsWith(same)) {
      edit = { before: left.before + same + right.before.slice(0, -same.length), after: left.after };
      found.splice(i - 1, 3, edit, { same });
    } else if (left.after === '' && left.before.startsWith(same)) {
      edit = { before: left.before.slice(same.length) + same + right.before, after: right.after };
      found.splice(i - 1, 3, { same }, edit);
    }
    if (edit !== undefined) i = Math.max(0, i - 3);
  }
  return joined(found);
}
