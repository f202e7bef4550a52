// The shapes that pages and the JSON endpoints share. Nothing runs here.

/**
 * @typedef {object} ReleaseRow
 * @property {string} id what the address of its page ends in: lower case letters, digits, hyphens
 * @property {string} name
 * @property {string} version
 * @property {string} repository `owner/name`
 * @property {string | null} environment null where it was released and is deployed nowhere
 * @property {Date} updated when the newest of what is known of it was true
 * @property {import('clearance').Verdict} verdict
 * @property {string} summary the verdict in a sentence
 * @property {Date} decidedAt the time for which it was decided
 */

/**
 * @typedef {object} ReleaseList
 * @property {ReleaseRow[]} rows of this page, the newest first
 * @property {number} page from 1
 * @property {number} pages at least 1
 * @property {number} total rows of all pages
 */

/**
 * @typedef {object} Source where a section of the facts comes from
 * @property {string} section
 * @property {string} from `webhook release`, `put` and the like
 * @property {Date} at
 */

/**
 * @typedef {object} Happening something that was told of the release
 * @property {Date} at
 * @property {string} kind `deployment`, `deployment_status`, `check_run`, `pull_request_review`, `release`, `facts`
 * @property {string} text in a few words; hostile
 * @property {string | null} by who did it; hostile
 * @property {string | null} url where it can be looked at: https, or null
 */

/**
 * @typedef {object} Release
 * @property {string} id
 * @property {string} name
 * @property {string} version
 * @property {string} repository
 * @property {string | null} environment
 * @property {string | null} ref
 * @property {string | null} sha
 * @property {Date} updated
 * @property {Record<string, unknown>} facts
 * @property {Source[]} sources in the order of the sections' names
 * @property {Happening[]} events the newest first
 * @property {import('clearance').Decision} decision
 */

/**
 * @typedef {object} PolicyEntryView an entry as the file has it, and what its rule says of itself
 * @property {string} id
 * @property {import('clearance').Manifest} manifest
 * @property {import('clearance').Enforcement} enforce
 * @property {object | undefined} when its scope; undefined where it applies to all
 * @property {{ from?: string, until?: string } | undefined} effective
 * @property {string[]} needs
 * @property {{ review?: number, deny?: number } | undefined} bands
 * @property {Record<string, unknown>} params
 */

/**
 * @typedef {object} PolicyWaiverView
 * @property {string} id
 * @property {string} entry
 * @property {string} check
 * @property {string} subject
 * @property {string} reason
 * @property {string[]} approvers
 * @property {string} ticket
 * @property {Date} from
 * @property {Date} until
 * @property {object | undefined} when
 * @property {'in-force' | 'not-begun' | 'expired' | 'over-long'} state
 */

/**
 * @typedef {object} PolicyView
 * @property {string} name
 * @property {string | undefined} version
 * @property {string | undefined} description
 * @property {import('clearance').Digest} digest
 * @property {number} waiverDays
 * @property {string} text the file
 * @property {PolicyEntryView[]} entries
 * @property {PolicyWaiverView[]} waivers
 * @property {readonly import('clearance').Lint[]} lints
 * @property {object} factsSchema the facts needed, as one JSON Schema
 */

export {};
