/** The rows about tests: pass rate, skipped and flaky tests. */

import { type Check, type Fact, fact } from "@clearance/rule";
import { grouped } from "@clearance/rule/text";
import { type Bound, bound, Limit, type Tier, worded } from "./bound.js";
import { gap, type Named } from "./entries.js";
import type { Facts } from "./facts.js";
import type { Params } from "./params.js";
import { type Percent, shareDown, shareUp, tests } from "./percent.js";
import type { Code, Rows } from "./rule.js";

const COUNTS = ["passed", "failed", "errors", "skipped", "flaky", "total"] as const;
type Count = (typeof COUNTS)[number];

/** The counts of one entry of `tests`. */
class Results {
  private readonly facts: ReadonlyMap<Count, Fact<bigint>>;

  constructor(
    facts: Facts,
    private readonly i: number,
  ) {
    this.facts = new Map(COUNTS.map((name) => [name, fact(facts, "tests", i, name)]));
  }

  number(name: Count): bigint {
    return this.facts.get(name)?.value ?? 0n;
  }

  get failing(): bigint {
    return this.number("failed") + this.number("errors");
  }

  get run(): bigint {
    return this.number("passed") + this.failing + this.number("flaky");
  }

  /** What `judge` finds, unless a count that it needs is absent or the counts contradict one another. */
  row({ outcome }: Rows, code: Code, name: string, needed: Count[], judge: () => Check): Check {
    const absent = needed.filter((one) => this.facts.get(one)?.value === undefined);
    const total = this.facts.get("total")?.value;
    const sum = this.run + this.number("skipped");
    let check: Check;
    if (absent.length > 0) {
      const listed = absent.map((one) => `\`${this.facts.get(one)?.pointer}\``).join(" and ");
      const verb = absent.length > 1 ? "are" : "is";
      check = outcome.unknown(code, name, `${listed} ${verb} absent`).remedyIfUnknown(`supply ${listed}`);
    } else if (total !== undefined && total !== sum) {
      const message = `its counts add up to ${grouped(sum)}, not to the total of ${grouped(total)}`;
      check = outcome.unknown(code, name, message).remedyIfUnknown(`correct the counts in \`/tests/${this.i}\``);
    } else {
      check = judge();
    }
    for (const [one, seen] of this.facts) {
      if (seen.value !== undefined || absent.includes(one)) check.seen(seen);
    }
    return check;
  }
}

/** Adds the rows of one component. */
export function results(rows: Rows, of: Named, tier: Tier): void {
  const { params, facts } = rows;
  const { name } = of;
  const [only] = of.tests;
  const entry = only !== undefined && of.tests.length === 1 ? new Results(facts, only) : undefined;
  const row = (code: Code, judged: (results: Results) => Check): Check =>
    entry === undefined ? gap(rows, code, name, "tests", of.tests) : judged(entry);

  const rate = bound(params, "pass_rate", name, tier);
  if (rate !== undefined) {
    const check = row("pass-rate", (results) => passRate(rows, name, results, rate));
    tier.seenFor(check.required(`at least ${worded(rate)}`), rate);
  }
  for (const kind of ["skipped", "flaky"] as const) {
    const limit = Limit.of(bound(params, kind, name, tier), bound(params, `${kind}_tests`, name, tier));
    if (limit === undefined) continue;
    const check = row(`${kind}-tests`, (results) =>
      kind === "skipped" ? skipped(rows, name, results, limit) : flaky(rows, name, results, limit),
    );
    limit.tierSeen(check.required(String(limit)), tier);
  }
}

const HOW: { [how in Params["flaky"]]: string } = { pass: "counted as passed", fail: "counted as failed", ignore: "left out" };

function passRate(rows: Rows, name: string, results: Results, bound: Bound<Percent>): Check {
  const { params, outcome } = rows;
  const needed: Count[] = ["passed", "failed"];
  // Where flaky tests pass, an unknown number of them could only raise the rate: none is assumed.
  if (params.flaky === "fail") needed.push("flaky");
  if (params.skipped === "fail") needed.push("skipped");
  return results.row(rows, "pass-rate", name, needed, () => {
    const flaky = results.number("flaky");
    const skipped = results.number("skipped");
    const good = results.number("passed") + (params.flaky === "pass" ? flaky : 0n);
    const bad: [string, bigint][] = [["failing", results.failing]];
    if (params.flaky === "fail") bad.push(["flaky", flaky]);
    if (params.skipped === "fail") bad.push(["skipped", skipped]);
    let counted = flaky > 0n ? `, ${tests(flaky, "flaky")} ${HOW[params.flaky]}` : "";
    if (skipped > 0n) counted += `, ${tests(skipped, "skipped")} ${HOW[params.skipped]}`;
    const kinds = bad.filter(([, number]) => number > 0n);
    const badTests = kinds.reduce((sum, [, number]) => sum + number, 0n);
    const all = good + badTests;
    if (all === 0n) {
      return outcome.unknown("pass-rate", name, `no test passed or failed${counted}`).remedyIfUnknown("run its tests");
    }
    const message = `${grouped(good)} of ${tests(all)} passed (${shareDown(good, all)})${counted}`;
    const least = bound.value.atLeast(all);
    if (good >= least) return outcome.pass("pass-rate", name, message);
    const some = someOf(least - good, badTests, kinds.map(([kind]) => kind).join(" or "));
    return outcome.fail("pass-rate", name, message).remedy(`fix ${some}`);
  });
}

function skipped(rows: Rows, name: string, results: Results, limit: Limit): Check {
  return results.row(rows, "skipped-tests", name, ["passed", "failed", "skipped"], () => {
    const some = results.number("skipped");
    return atMost(rows, "skipped-tests", name, [some, results.run + some], "were skipped", limit, ["run", "skipped"]);
  });
}

function flaky(rows: Rows, name: string, results: Results, limit: Limit): Check {
  return results.row(rows, "flaky-tests", name, ["passed", "failed", "flaky"], () => {
    const some = results.number("flaky");
    return atMost(rows, "flaky-tests", name, [some, results.run], "run were flaky", limit, ["stabilise", "flaky"]);
  });
}

function atMost(
  { outcome }: Rows,
  code: Code,
  name: string,
  [some, all]: [bigint, bigint],
  were: string,
  limit: Limit,
  [verb, adjective]: [string, string],
): Check {
  if (all === 0n) return outcome.unknown(code, name, "it has no tests").remedyIfUnknown("run its tests");
  const message = `${grouped(some)} of ${tests(all)} ${were} (${shareUp(some, all)})`;
  const most = limit.allowed(all);
  if (some <= most) return outcome.pass(code, name, message);
  return outcome.fail(code, name, message).remedy(`${verb} ${someOf(some - most, some, adjective)}`);
}

/** `2 of its 3 failing tests`, `its failing test`. */
function someOf(some: bigint, all: bigint, adjective: string): string {
  if (some !== all) return `${grouped(some)} of its ${tests(all, adjective)}`;
  return all === 1n ? `its ${adjective} test` : `all of its ${tests(all, adjective)}`;
}
