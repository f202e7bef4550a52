/** What the page for TypeScript shows beside its rule. */

import { object, refined, rule, string } from "@clearance/rule";

const moment = refined(string("When it was released."), (text) => {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new RangeError("expected a time, such as `2026-11-24T08:00:00Z`");
  return moment;
});

export default rule({
  id: "page",
  version: "1.0.0",
  title: "Page",
  summary: "Does what the page shows.",
  checks: { released: "The release is out." },
  practices: ["2.5"],
  params: object({}),
  facts: object({ release: object({ released: moment }, "The release.") }),

  evaluate({ facts, at, outcome }) {
    const released = facts.release.released.getTime() <= at;
    outcome[released ? "pass" : "fail"]("released", "release", released ? "is out" : "is not out").remedy("wait for it");
    outcome.score(100).add("size", 30, "it changes 1,240 lines");
    outcome.write("summary.md", "text/markdown", "# Summary\n");
    outcome.derive({ level: "high" });
  },
});
