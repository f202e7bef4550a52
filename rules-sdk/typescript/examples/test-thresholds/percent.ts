/** Percentages and counts, compared exactly: four of five are 80 %, and no rounding says otherwise. */

import { number, refined, type Type } from "@clearance/rule";
import { grouped } from "@clearance/rule/text";

const WHOLE = 1_000_000n;

/** A percentage from 0 to 100 with at most four decimals. */
export class Percent {
  /** In ten-thousandths of a percent: 99.9 as decimals say it, not as the nearest binary fraction does. */
  private constructor(private readonly millionths: bigint) {}

  static read(value: number): Percent {
    const millionths = Math.round(value * 10_000);
    if (Math.abs(value * 10_000 - millionths) > 1e-6) {
      throw new RangeError(`expected a percentage with at most four decimals, found ${plain(value)}`);
    }
    return new Percent(BigInt(millionths));
  }

  /** The smallest number of `whole` that is at least this percentage of it. */
  atLeast(whole: bigint): bigint {
    return ceil(this.millionths * whole, WHOLE);
  }

  /** The greatest number of `whole` that is at most this percentage of it. */
  atMost(whole: bigint): bigint {
    return (this.millionths * whole) / WHOLE;
  }

  /** For comparisons. */
  valueOf(): bigint {
    return this.millionths;
  }

  toString(): string {
    return `${decimal(this.millionths, 4)}%`;
  }
}

/** The type of a percentage among params. */
export function percent(description: string): Type<Percent> {
  return refined(number(description, { minimum: 0, maximum: 100 }), Percent.read);
}

/** A part as a person reads it, rounded down, so that what misses a minimum is never shown as having reached it. */
export function shareDown(part: bigint, whole: bigint): string {
  return `${decimal((part * 10_000n) / whole, 2)}%`;
}

/** A part as a person reads it, rounded up, so that what exceeds a maximum is never shown as keeping to it. */
export function shareUp(part: bigint, whole: bigint): string {
  return `${decimal(ceil(part * 10_000n, whole), 2)}%`;
}

/** `1 flaky test`, `1,240 tests`. */
export function tests(number: bigint, adjective = ""): string {
  return [grouped(number), adjective, number === 1n ? "test" : "tests"].filter((word) => word !== "").join(" ");
}

function ceil(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

function decimal(scaled: bigint, decimals: number): string {
  const unit = 10n ** BigInt(decimals);
  const fraction = String(scaled % unit)
    .padStart(decimals, "0")
    .replace(/0+$/, "");
  return fraction === "" ? String(scaled / unit) : `${scaled / unit}.${fraction}`;
}

/** Every digit that tells the number from others, and no exponent. */
function plain(value: number): string {
  const [digits = "", exponent] = String(value).split("e");
  return exponent === undefined ? digits : `0.${"0".repeat(-Number(exponent) - 1)}${digits.replace(".", "")}`;
}
