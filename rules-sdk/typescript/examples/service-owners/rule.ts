/**
 * Every service has an owner, bears a label, and was reviewed lately.
 *
 * It does a little of all that a rule can do, and is the same in every language.
 */

import {
  type Context,
  fact,
  type Infer,
  list,
  Mismatch,
  number,
  object,
  optional,
  record,
  rule,
  string,
  withDefault,
} from "@clearance/rule";
import * as text from "@clearance/rule/text";

const DAY = 86_400_000;

const CHECKS = {
  owner: "The service has an owner.",
  label: "The service bears the label.",
  review: "The service was reviewed lately.",
};

/** The sections of the facts that the rule reads. */
const Facts = object({
  services: list(
    object({
      name: string("Its name."),
      owner: optional(string("The team that answers for it.")),
      labels: withDefault(record(string(), "Whatever it is labelled with."), new Map<string, string>()),
      reviewed: optional(number("When it was reviewed last, in milliseconds since 1970.")),
    }),
    "The services that the release touches.",
  ),
});

/** What a policy sets. */
const Params = object({
  label: optional(string("A label that every service is to bear.")),
  review_days: withDefault(number("For how many days a review holds."), 90),
  points: number("The points that a service without an owner adds to the score, out of 100."),
});

type Asked = Context<Infer<typeof Params>, Infer<typeof Facts>, keyof typeof CHECKS>;
type Service = Infer<typeof Facts>["services"][number];

function owned({ facts, outcome }: Asked, i: number, service: Service): void {
  if (service.owner !== undefined) {
    const check = outcome.pass("owner", service.name, `${service.owner} owns it`);
    check.seen(fact(facts, "services", i, "owner")).required("an owner");
    return;
  }
  const owner = fact(facts, "services", i, "owner");
  outcome
    .fail("owner", service.name, "nobody owns it")
    .seen(owner)
    .required("an owner")
    .remedy(`name an owner in \`${owner.pointer}\``)
    .severity("high");
}

function labelled({ params, facts, outcome }: Asked, i: number, service: Service): void {
  const { label } = params;
  if (label === undefined) return;
  const place = fact(facts, "services", i, "labels", label);
  const check =
    place.value === undefined
      ? outcome.fail("label", service.name, `does not bear \`${label}\``)
      : outcome.pass("label", service.name, `bears \`${label}\`: ${place.value}`);
  check.remedy(`add \`${place.pointer}\``).seen(place);
}

function reviewed({ params, facts, at, outcome }: Asked, i: number, service: Service): void {
  const reviewed = fact(facts, "services", i, "reviewed");
  if (service.reviewed === undefined) {
    const check = outcome.unknown("review", service.name, "nobody knows when it was reviewed");
    check.seen(reviewed).remedyIfUnknown(`supply \`${reviewed.pointer}\``);
    return;
  }
  const days = Math.floor((at - service.reviewed) / DAY);
  const message = `days since its review: ${text.number(days)}`;
  const check =
    days <= params.review_days
      ? outcome.pass("review", service.name, message)
      : outcome.fail("review", service.name, message).remedy("review it");
  check.seen(reviewed).required(`at most ${text.number(params.review_days)} days`);
}

export default rule({
  id: "service-owners",
  version: "1.0.0",
  title: "Service owners",
  summary: "Every service has an owner, bears a label, and was reviewed lately.",
  checks: CHECKS,
  practices: ["1.2"],
  controls: ["SOC2:CC8.1"],
  params: Params,
  facts: Facts,

  prepare(params) {
    if (!(params.review_days >= 1)) throw new Mismatch("/review_days", "a review holds for a day at least");
    return params;
  },

  evaluate(asked) {
    const { params, facts, outcome } = asked;
    const score = outcome.score(100);
    const owners = new Map<string, string[]>();
    let document = "| service | owner |\n|---|---|\n";
    for (const [i, service] of facts.services.entries()) {
      owned(asked, i, service);
      if (service.owner === undefined) score.add(service.name, params.points, "nobody owns it");
      else owners.set(service.owner, [...(owners.get(service.owner) ?? []), service.name]);
      document += `| ${service.name} | ${service.owner ?? "nobody"} |\n`;
      labelled(asked, i, service);
      reviewed(asked, i, service);
    }
    outcome.write("owners.md", "text/markdown", document);
    outcome.derive({ orphans: facts.services.filter(({ owner }) => owner === undefined).length, owners });
  },
});
