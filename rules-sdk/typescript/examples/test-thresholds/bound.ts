/**
 * Which bound holds for a component in the tier of the release.
 *
 * What the component sets for the tier comes first. Then the stricter of what the component sets for all tiers and what the tier
 * sets for all components. Then what is set for all. Where the tier is not known, the bound is the strictest that any tier would
 * give.
 */

import { type Check, type Fact, fact } from "@clearance/rule";
import type { Facts } from "./facts.js";
import { type Own, type Params, type Thresholds, TIERS } from "./params.js";
import { type Percent, tests } from "./percent.js";

type Name = keyof Thresholds;
type Setting = Percent | bigint | null | undefined;

/** Whether the greater of two bounds is the stricter one. */
const MINIMA: ReadonlySet<Name> = new Set(["pass_rate", "lines", "branches", "changed_lines"]);

/** A bound that holds. */
export interface Bound<T> {
  readonly value: T;
  /** What makes it hold, in brackets; empty where it is set for all. */
  readonly because: string;
  /** Whether another tier could give another bound. */
  readonly tiered: boolean;
}

/** The risk tier of the release, as the facts say it. */
export class Tier {
  readonly fact: Fact<string>;

  constructor(facts: Facts) {
    this.fact = fact(facts, "risk", "tier");
  }

  /** Adds the tier to what a row observed, where it had a say in the bound. */
  seenFor(check: Check, bound: Bound<unknown> | undefined): Check {
    return bound?.tiered === true ? check.seen(this.fact) : check;
  }

  unknownBecause(): string {
    return this.fact.value === undefined ? `\`${this.fact.pointer}\` is absent` : `\`${this.fact.value}\` is no tier`;
  }
}

/** The stricter of two settings; not to check is the laxest. */
function stricter(name: Name, a: Setting, b: Setting): Setting {
  if (a === undefined || a === null) return b;
  if (b === undefined || b === null) return a;
  return MINIMA.has(name) === a > b ? a : b;
}

/** The bound of a threshold for a component; none where it is not checked. */
export function bound<N extends Name>(
  params: Params,
  name: N,
  component: string,
  tier: Tier,
): Bound<NonNullable<Thresholds[N]>> | undefined {
  const own = params.components.get(component);
  const tiered = TIERS.some((tier) => params.tiers[tier][name] !== undefined || own?.tiers[tier][name] !== undefined);
  const known = TIERS.find((known) => known === tier.fact.value);
  let setting: Setting;
  let because = "";
  if (known !== undefined || !tiered) {
    [setting, because] = inTier(params, name, own, known ?? TIERS[0]);
  } else {
    setting = TIERS.reduce<Setting>((so, tier) => stricter(name, so, inTier(params, name, own, tier)[0]), undefined);
    because = ` (the strictest of all tiers, as ${tier.unknownBecause()})`;
  }
  if (setting === undefined || setting === null) return undefined;
  return { value: setting as NonNullable<Thresholds[N]>, because, tiered };
}

function inTier(params: Params, name: Name, own: Own | undefined, tier: (typeof TIERS)[number]): [Setting, string] {
  const general = params.tiers[tier][name];
  const ownInTier = own?.tiers[tier][name];
  const ofOwn = own?.thresholds[name];
  if (ownInTier !== undefined) return [ownInTier, ` (set for this component in tier \`${tier}\`)`];
  if (ofOwn === undefined && general === undefined) return [params.thresholds[name], ""];
  if (general !== undefined && same(stricter(name, ofOwn, general), general)) return [general, ` (in tier \`${tier}\`)`];
  return [ofOwn, " (set for this component)"];
}

function same(a: Setting, b: Setting): boolean {
  return a?.valueOf() === b?.valueOf();
}

/** A bound as a row says it. */
export function worded(bound: Bound<Percent>): string {
  return `${bound.value}${bound.because}`;
}

/** A maximum in percent, in number, or both. */
export class Limit {
  private constructor(
    private readonly percent: Bound<Percent> | undefined,
    private readonly number: Bound<bigint> | undefined,
  ) {}

  static of(percent: Bound<Percent> | undefined, number: Bound<bigint> | undefined): Limit | undefined {
    return percent === undefined && number === undefined ? undefined : new Limit(percent, number);
  }

  /** The greatest number that keeps to both. */
  allowed(whole: bigint): bigint {
    const percent = this.percent?.value.atMost(whole) ?? whole;
    const number = this.number?.value ?? percent;
    return number < percent ? number : percent;
  }

  /** Adds the tier to what a row observed, where it had a say in either. */
  tierSeen(check: Check, tier: Tier): Check {
    return tier.seenFor(check, this.percent?.tiered === true ? this.percent : this.number);
  }

  toString(): string {
    const parts = this.percent === undefined ? [] : [`at most ${worded(this.percent)}`];
    if (this.number !== undefined) parts.push(`at most ${tests(this.number.value)}${this.number.because}`);
    return parts.join(" and ");
  }
}
