/// <reference types="node" />

/** The folder with the components of the catalogue's rules, for `parsePolicy`. */
export const catalogue: string;

/** The version of this package. */
export const version: string;

/**
 * Everything known about a release: named sections, as a plain object or a Map, as JSON text, as MessagePack (bytes),
 * or encoded already as {@link Facts}.
 *
 * Inside stand null, booleans, finite numbers, strings, arrays, objects, Maps keyed by strings, Dates (as RFC 3339 in
 * UTC), bigints (integers of 64 bits, and the nearest number beyond) and objects with `toJSON`. A property whose value
 * is undefined is absent. Everything else is refused with the place where it stands.
 */
export type FactsInput = object | string;

/** A value as JSON has it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A SHA-256 digest: `sha256:` and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`;

/** What one call of a rule may use. {@link Engine} has the defaults, and refuses what is above a ceiling. */
export interface Limits {
  /** WebAssembly instructions executed. Default 200 million; a hit is the row `limit-instructions`. */
  readonly instructions: number;
  /** Wall-clock time in milliseconds. Default 2,000; a hit is the row `limit-time`. */
  readonly timeMs: number;
  /** Linear memory in bytes. Default 64 MiB; a hit is the row `limit-memory`. */
  readonly memoryBytes: number;
  /** Elements over all tables. Default 20,000; a hit is the row `limit-table`. */
  readonly tableElements: number;
  /** Call stack in bytes. Default 512 KiB; a hit is the row `limit-stack`. */
  readonly stackBytes: number;
  /** What a call may hand back, in bytes. Default 16 MiB; a hit is the row `limit-output`. */
  readonly outputBytes: number;
  /** Checks in one outcome. Default 100,000; a hit is the row `limit-output`. */
  readonly checks: number;
  /** The size of one function of a component in bytes. Default 512 KiB; a component with a larger one is not loaded. */
  readonly functionBytes: number;
  /** Functions of a component, over all modules in it. Default 20,000; a component with more is not loaded. */
  readonly functions: number;
  /** The size of a component file in bytes. Default 64 MiB; a larger file is not loaded. */
  readonly componentBytes: number;
}

/** How an engine is set up. */
export interface EngineOptions {
  /** Limits other than the defaults. */
  readonly limits?: Partial<Limits>;
  /**
   * Where compiled code is kept for the next process: a folder that only this user can write to, `false` for nowhere, or
   * where it is absent `$CLEARANCE_CACHE`, `$XDG_CACHE_HOME/clearance` or `~/.cache/clearance`.
   */
  readonly codeCache?: string | URL | false;
}

/** Where an engine keeps compiled code. Neither is there where none is kept, as was asked. */
export interface CodeCache {
  /** The folder. */
  readonly folder?: string;
  /** Why nothing can be kept. */
  readonly problem?: string;
}

/**
 * Loads policies and rules, and holds what they share: the compiler, the sandboxes and the limits. One is enough for a
 * process. Loading compiles rules, which may take a second; the promises leave the event loop free meanwhile.
 */
export class Engine {
  /**
   * @throws SandboxError where a limit is nothing or above its ceiling, where others could write to the folder named for
   * compiled code, or this machine has no room for sandboxes.
   */
  constructor(options?: EngineOptions);
  /** The limits within which rules run. */
  readonly limits: Limits;
  /** Where compiled code is kept for the next process, or why it is not. */
  readonly codeCache: CodeCache;
  /** Loads a policy and its rules, whose paths are relative to its file. Rejects with PolicyError or RuleError. */
  loadPolicy(path: string | URL, options?: LoadOptions): Promise<Policy>;
  /** As `loadPolicy`, on this thread. */
  loadPolicySync(path: string | URL): Policy;
  /** Reads a policy from YAML text. Paths of rules are relative to `folder`. Rejects with PolicyError or RuleError. */
  parsePolicy(yaml: string, folder: string | URL, options?: LoadOptions): Promise<Policy>;
  /** As `parsePolicy`, on this thread. */
  parsePolicySync(yaml: string, folder: string | URL): Policy;
  /** Loads one rule, to look at it or to evaluate it without a policy. Rejects with RuleError. */
  loadRule(path: string | URL): Promise<Rule>;
  /** As `loadRule`, on this thread. */
  loadRuleSync(path: string | URL): Rule;
}

/** Options of {@link Engine.loadPolicy}. */
export interface LoadOptions {
  /** Told how far the load is. What it throws is what the promise rejects with. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** How far the load of a policy is. */
export interface LoadProgress {
  /** The id of the entry that this is about. */
  readonly entry: string;
  /** What has become of it. */
  readonly step: LoadStep;
  /** Entries that are ready. */
  readonly ready: number;
  /** Entries of the policy. */
  readonly entries: number;
}

/** What has become of an entry: its rule has to be compiled, which takes the most part of a second, or it is ready. */
export type LoadStep = 'compiling' | 'ready';

/** When to decide. */
export interface At {
  /**
   * The time of the decision, an RFC 3339 timestamp with its offset or a date where it is text. The rules have no other
   * clock, and it decides which entries and waivers are in force. Now where it is absent.
   */
  readonly at?: Date | string;
}

/** When to decide, and what need not be evaluated again. */
export interface DecideSyncOptions extends At {
  /** Outcomes that may be used again, and where new ones are kept. Every rule is evaluated where it is absent. */
  readonly outcomes?: OutcomeCache;
}

/**
 * Outcomes for who asks again about the same facts. A rule is not evaluated where its component, its params, the sections it
 * saw and, unless it is timeless, the time are those of an earlier evaluation. The decision is the same, byte for byte.
 *
 * Make one for each tenant: how long an answer takes would otherwise tell one that another had asked about the same facts.
 */
export class OutcomeCache {
  /** A cache of at most so many bytes, counted as outcomes take them in memory. What was not asked for goes first. */
  constructor(maxBytes: number);
  /** The outcomes that are kept. */
  readonly size: number;
  /** The bytes that are kept. */
  readonly bytes: number;
  /** Forgets everything. */
  clear(): void;
}

/** How an evaluation of a rule begins. */
export interface Startup {
  /** Whether it begins from a snapshot of the memory that the rule had after it was configured. */
  readonly snapshot: boolean;
  /** Why there is none, so that each evaluation configures the rule anew. */
  readonly reason?: string;
}

/** Options of {@link Rule.configure}. */
export interface ConfigureOptions {
  /**
   * Whether the rule is compiled once more with the memory that `configure` leaves, so that no evaluation has to configure
   * it. True where it is absent; false is quicker for a few evaluations.
   */
  readonly snapshot?: boolean;
}

/** When to evaluate, and how long to wait for it. */
export interface EvaluateOptions extends At {
  /** Ends the wait: the promise rejects with the signal's reason. What a rule has begun it still ends, unseen. */
  readonly signal?: AbortSignal;
}

/** When to decide, how long to wait for it, and what need not be evaluated again. */
export interface DecideOptions extends DecideSyncOptions, EvaluateOptions {}

/** Options of {@link Policy.decideBatch}. */
export interface BatchOptions extends DecideOptions {
  /** Called before each decision is handed out, with their number so far. What it throws ends the batch. */
  readonly onProgress?: (done: number) => void;
}

/** An entry of a policy. */
export interface PolicyEntry {
  /** Its id. */
  readonly id: string;
  /** What its rule says of itself. */
  readonly manifest: Manifest;
}

/** A loaded policy, ready to decide. {@link Engine} loads it. */
export class Policy {
  private constructor();
  /** Its name. */
  readonly name: string;
  /** Its version, where it has one. */
  readonly version: string | undefined;
  /** The digest of the policy file's bytes. */
  readonly digest: Digest;
  /** Its entries in the order of the file. */
  readonly entries: readonly PolicyEntry[];
  /**
   * Decides whether a release is cleared to go, on the engine's own threads. A decision always comes: a rule that fails
   * is a row that counts as a failure. Only facts and times can be refused: FactsError, TimestampError.
   */
  decide(facts: FactsInput, options?: DecideOptions): Promise<Decision>;
  /** As `decide`, on this thread. */
  decideSync(facts: FactsInput, options?: DecideSyncOptions): Decision;
  /** As `decide`, with the time it took. */
  decideTimed(facts: FactsInput, options?: DecideOptions): Promise<TimedDecision>;
  /**
   * Decides many releases on all cores. Decisions come in the order of the releases, and the error of a release whose
   * facts are refused in its place. Releases are read as decisions are asked for, a few ahead, so they may be without
   * end. Leaving the loop closes the source.
   */
  decideBatch(
    releases: Iterable<FactsInput> | AsyncIterable<FactsInput>,
    options?: BatchOptions,
  ): AsyncIterableIterator<Decision | FactsError>;
  /** Remarks on what is likely a mistake, as of a time. */
  lint(at?: Date | string): readonly Lint[];
  /** The facts that it needs, as one JSON Schema (2020-12). */
  factsSchema(): { [key: string]: unknown };
}

/** How long a decision took. It stands beside the decision, never in it. */
export interface Timings {
  /** The whole decision, in milliseconds. */
  readonly totalMs: number;
  /** Each entry that applied, in the order of evaluation. */
  readonly entries: readonly { readonly id: string; readonly ms: number }[];
}

/** A decision and how long it took. */
export interface TimedDecision {
  /** The decision. */
  readonly decision: Decision;
  /** How long it took. */
  readonly timings: Timings;
}

/** What kind of remark on a policy it is. */
export type LintKind =
  'waiver-expired' | 'waiver-over-long' | 'need-missing' | 'need-unused' | 'entry-ended' | 'nothing-enforced';

/** A remark on a policy that loads. */
export interface Lint {
  /** What kind of remark it is. */
  readonly kind: LintKind;
  /** The line of the entry it concerns, counted from 1. */
  readonly line?: number;
  /** What was found, and what to do. */
  readonly message: string;
}

/** Facts that are encoded once and used many times. */
export class Facts {
  /** @throws FactsError where the value holds what facts cannot. */
  constructor(value: FactsInput);
  /** The names of the sections, in ascending order. */
  readonly sections: readonly string[];
  /** The digest of all sections: equal facts have equal digests, whichever language they come from. */
  readonly digest: Digest;
  /** The digest of one section; undefined where there is none. */
  sectionDigest(name: string): Digest | undefined;
  /** The value at an RFC 6901 pointer; undefined where nothing stands; of an integer beyond 2^53 the nearest. */
  get(pointer: string): unknown;
  /** The facts in their canonical MessagePack encoding. */
  toMessagePack(): Buffer;
  /** Whether others are the same facts. */
  equals(other: Facts): boolean;
}

/** A section of the facts that a rule reads. */
export interface SectionNeed {
  /** The name of the section. */
  readonly name: string;
  /** Whether the rule cannot say anything without it. */
  readonly required: boolean;
  /** JSON Schema (2020-12) of the section. */
  readonly schema: JsonValue;
}

/** A code that a rule's checks may bear. */
export interface CheckKind {
  /** The code. */
  readonly code: string;
  /** What it means for such a check to pass. */
  readonly summary: string;
}

/** What a rule says of itself. Every text comes from the rule: escape it for where it is shown. */
export interface Manifest {
  /** Lower case, digits and hyphens. */
  readonly id: string;
  /** Semantic version of the rule. */
  readonly version: string;
  /** A few words for a heading. */
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
  /** The sections it reads, in ascending order of their names. */
  readonly reads: readonly SectionNeed[];
  /** JSON Schema of its params. */
  readonly paramsSchema: JsonValue;
  /** The codes its checks may bear. */
  readonly checks: readonly CheckKind[];
  /** Identifiers of the governance practices it serves. */
  readonly practices: readonly string[];
  /** Identifiers of the controls it gives evidence for. */
  readonly controls: readonly string[];
  /** Whether its outcome does not depend on the time of the decision. */
  readonly timeless: boolean;
}

/** A rule by itself, without a policy. {@link Engine.loadRule} loads it. */
export class Rule {
  private constructor();
  /** What it says of itself. */
  readonly manifest: Manifest;
  /** The digest of the component's bytes. */
  readonly digest: Digest;
  /** Binds it to params. @throws RuleError where it refuses them, FactsError where they hold what facts cannot. */
  configure(params: object, options?: ConfigureOptions): ConfiguredRule;
  /** How an evaluation begins, unless the params make it otherwise. */
  readonly startup: Startup;
}

/** A rule bound to params. */
export class ConfiguredRule {
  private constructor();
  /** How an evaluation begins. */
  readonly startup: Startup;
  /** Evaluates facts on another thread. Rejects with EvaluationError where a decision has a row of the engine. */
  evaluate(facts: FactsInput, options?: EvaluateOptions): Promise<Outcome>;
  /** As `evaluate`, on this thread. */
  evaluateSync(facts: FactsInput, options?: At): Outcome;
}

/** Whether a release is cleared to go. */
export type Verdict = 'allow' | 'review' | 'deny';
/** What a verdict rests on: where no entry applied, nothing was judged and nothing is cleared. */
export type Basis = 'rules' | 'no-rule-applied';
/** What a failing check of an entry means for the release. */
export type Enforcement = 'deny' | 'review' | 'warn' | 'shadow';
/** What one row does to the verdict. */
export type Effect = 'none' | 'warn' | 'review' | 'deny';
/** Whether an entry judged the release. */
export type EntryState = 'applied' | 'out-of-scope' | 'scope-unknown' | 'not-effective';
/** What became of a waiver. */
export type WaiverState = 'used' | 'unmatched' | 'not-begun' | 'expired' | 'over-long';
/** What a check found. */
export type Status = 'pass' | 'fail' | 'not-applicable' | 'unknown';
/** How much a failure matters to the people who read it. */
export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** The policy of a decision. */
export interface PolicyReference {
  /** Its name. */
  readonly name: string;
  /** Its version, where it has one. */
  readonly version?: string;
  /** The digest of the policy file's bytes. */
  readonly digest: Digest;
}

/** The facts of a decision. */
export interface FactsReference {
  /** The digest of the facts. */
  readonly digest: Digest;
  /** The digest of each section. */
  readonly sections: { readonly [section: string]: Digest };
}

/** The rule of an entry. */
export interface RuleReference {
  /** The id in its manifest. */
  readonly id: string;
  /** The version in its manifest. */
  readonly version: string;
  /** The title in its manifest. */
  readonly title: string;
  /** The digest of the component's bytes. */
  readonly digest: Digest;
}

/**
 * What a policy says of a release at a time, with the digests of all that went in. A deeply frozen plain object;
 * {@link toJson} gives its canonical text.
 */
export interface Decision {
  /** The version of this format. */
  readonly format: number;
  /** Whether the release is cleared to go. */
  readonly verdict: Verdict;
  /** What the verdict rests on. */
  readonly basis: Basis;
  /** The verdict in a sentence. */
  readonly summary: string;
  /** The time for which it was decided. */
  readonly at: Date;
  /** The policy. */
  readonly policy: PolicyReference;
  /** The facts. */
  readonly facts: FactsReference;
  /** The policy's entries in the order of its file. */
  readonly entries: readonly EntryDecision[];
  /** The policy's waivers in the order of its file. */
  readonly waivers: readonly Waiver[];
}

/** What one entry of the policy found. */
export interface EntryDecision extends Outcome {
  /** The entry's id. */
  readonly id: string;
  /** Its rule. */
  readonly rule: RuleReference;
  /** The digest of its params. */
  readonly params: Digest;
  /** What a failing check of it means. */
  readonly enforce: Enforcement;
  /** Whether it judged the release. */
  readonly state: EntryState;
  /** What its checks together mean for the release. */
  readonly verdict: Verdict;
  /** The digest of each section that the rule was given, derived ones included. */
  readonly saw: { readonly [section: string]: Digest };
  /** One row a check: the rule's, then the engine's own. */
  readonly checks: readonly Row[];
}

/** All that one evaluation of a rule found. */
export interface Outcome {
  /** One row a subject checked, passed ones too. */
  readonly checks: readonly Check[];
  /** The score, where the rule gives one. */
  readonly score?: Score;
  /** Documents that the rule wrote. */
  readonly artifacts?: readonly Artifact[];
  /** Facts that it derived for the entries that need it. */
  readonly derived?: JsonValue;
}

/** One row that a rule yields. */
export interface Check {
  /** One of the codes in the rule's manifest, or of the engine's own. */
  readonly code: string;
  /** What was checked. */
  readonly subject: string;
  /** What was found. */
  readonly status: Status;
  /** How much a failure matters. */
  readonly severity: Severity;
  /** What was found, in a sentence. It comes from the rule: escape it for where it is shown. */
  readonly message: string;
  /** The facts read; absent where there are none. */
  readonly observed?: readonly Observation[];
  /** What the rule wanted to find. */
  readonly required?: string;
  /** The nearest change that would make the check pass. */
  readonly remedy?: string;
}

/** A check and what it does to the verdict. */
export interface Row extends Check {
  /** What it does to the verdict. */
  readonly effect: Effect;
  /** The id of the waiver by which it does nothing. */
  readonly waived?: string;
}

/** A fact that a check read. */
export interface Observation {
  /** RFC 6901 pointer into the facts. */
  readonly pointer: string;
  /** The value found there, null included; no such member where the fact was absent. */
  readonly value?: JsonValue;
}

/** One term of a score. */
export interface Contribution {
  /** What contributes. */
  readonly factor: string;
  /** The points it adds; may be negative. */
  readonly points: number;
  /** Why so many. */
  readonly reason: string;
}

/** A number that the policy may band into review and deny. */
export interface Score {
  /** The points. */
  readonly points: number;
  /** The most points there can be. */
  readonly outOf: number;
  /** What the points are made of. */
  readonly contributions: readonly Contribution[];
}

/** A document that a rule wrote. */
export interface Artifact {
  /** A file name without a folder. */
  readonly name: string;
  /** RFC 6838 media type. */
  readonly mediaType: string;
  /** The digest of the content. */
  readonly digest: Digest;
  /** The content as text, where it is UTF-8. */
  readonly text?: string;
  /** The content. */
  readonly content: Buffer;
}

/** A waiver of the policy and what became of it. */
export interface Waiver {
  /** Its id. */
  readonly id: string;
  /** What became of it. */
  readonly state: WaiverState;
  /** The failing checks that are as it says, whether it could waive them or not. */
  readonly matched: number;
  /** The entry whose checks it waives. */
  readonly entry: string;
  /** The code of the checks it waives. */
  readonly check: string;
  /** The subject of the checks it waives. */
  readonly subject: string;
  /** Why the exception was accepted. */
  readonly reason: string;
  /** Who accepted it. */
  readonly approvers: readonly string[];
  /** Where it is tracked. */
  readonly ticket: string;
  /** When it begins. */
  readonly from: Date;
  /** When it has expired. */
  readonly until: Date;
}

/** The rows that count against the release, with the entry each belongs to. */
export function failing(decision: Decision): [EntryDecision, Row][];

/** Throws VerdictError unless the verdict is `allow`. */
export function raiseForVerdict(decision: Decision): void;

/**
 * The canonical JSON text of a decision, the same bytes in every language. A copy of a decision gives the same text,
 * unless it observed integers beyond 2^53, whose digits a copy does not know.
 */
export function toJson(decision: Decision): string;

/** A decision as MessagePack, the same bytes in every language. */
export function toMessagePack(decision: Decision): Buffer;

/** Reads a decision from its JSON text. @throws DecisionError where it is not one. */
export function decisionFromJson(text: string): Decision;

/** The JSON Schema (2020-12) of policy files. */
export function policySchema(): { [key: string]: unknown };

/** Where an error stands. Each part is present only where it is known. */
export interface Place {
  /** The file. */
  readonly file?: string;
  /** The line, counted from 1. */
  readonly line?: number;
  /** The column in characters, counted from 1. */
  readonly column?: number;
  /** The RFC 6901 pointer inside the facts or params. */
  readonly pointer?: string;
  /** The byte offset, for input that has no lines. */
  readonly offset?: number;
}

/** Why facts, a policy or a rule could not be used. Its message says where, what was found and what to do. */
export class ClearanceError extends Error {
  protected constructor();
  /** What kind of error it is. A code never changes its meaning. */
  readonly code: string;
  /** Where it stands. */
  readonly place: Place;
  /** What to do about it, where there is more to say. */
  readonly remedy?: string;
}

/** The facts cannot be used. The code begins with `facts-`. */
export class FactsError extends ClearanceError {}
/** The policy cannot be used. The code begins with `policy-`. */
export class PolicyError extends ClearanceError {}
/** The rule cannot be used. The code begins with `rule-`. */
export class RuleError extends ClearanceError {}
/** The time of a decision is not one. The code is `timestamp`. */
export class TimestampError extends ClearanceError {}
/** A text or an object is not a decision. The code is `decision`. */
export class DecisionError extends ClearanceError {}
/** The sandbox cannot be set up (`sandbox`), or compiled code not be kept where it was asked for (`code-cache`). */
export class SandboxError extends ClearanceError {}
/** An evaluation has no outcome. The code is that of the row it would be in a decision, such as `limit-time`. */
export class EvaluationError extends ClearanceError {}
/** The verdict is not `allow`. The code is `verdict`. */
export class VerdictError extends ClearanceError {
  /** The decision. */
  readonly decision: Decision;
}
