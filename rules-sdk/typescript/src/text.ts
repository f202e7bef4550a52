/** Wording that every rule shares, so that decisions read as from one hand. */

/** A number as a person writes it: at most two decimals, none that are zero. */
export function number(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  // Where `toFixed` would write an exponent there is no fraction.
  const text = Math.abs(value) < 1e21 ? hundredths(value) : BigInt(value).toString();
  return text === "-0" ? "0" : text;
}

function hundredths(value: number): string {
  const eighths = value * 8;
  let text = value.toFixed(2);
  // Between two hundredths, the even one: `toFixed` takes the larger.
  if (Number.isInteger(eighths) && Math.abs(eighths) % 2 === 1) {
    const exact = value.toFixed(3).slice(0, -1);
    if (Number(exact.at(-1)) % 2 === 0) text = exact;
  }
  return text.replace(/\.?0+$/, "");
}

/** A shortfall, rounded up to two decimals: who makes it good reaches the bound. */
export function shortfall(value: number): string {
  // The subtraction that made the value may have left a trace in the last bits: not worth a hundredth.
  return number(Math.ceil(value * 100 - 1e-6) / 100);
}

/** A whole number with its thousands grouped: `1,240,000`. */
export function grouped(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** How many of something: `1 test`, `1,240 lines`. */
export function count(number: number | bigint, noun: string): string {
  return `${grouped(number)} ${noun}${String(number) === "1" ? "" : "s"}`;
}
