/** Addresses within the portal. What stands in them is encoded, so that foreign text cannot lead elsewhere. */

const part = (text) => encodeURIComponent(wellFormed(text));

export const releaseAt = (id) => `/releases/${part(id)}`;
export const whatIfAt = (id) => `${releaseAt(id)}/what-if`;
export const badgeAt = (id) => `${releaseAt(id)}/badge.svg`;
export const jsonAt = (id) => `/api/releases/${part(id)}`;
export const decisionAt = (id) => `${jsonAt(id)}/decision`;

/** All checks of a release, or some of them. */
export function checksAt(id, { entry, status, page } = {}) {
  return `${releaseAt(id)}/checks${query({ entry, status, page })}`;
}

/** The list of releases. */
export const listAt = ({ search, verdict, page } = {}) => `/${query({ search, verdict, page })}`;

/** A query of what is there; the first page needs no number. */
function query(values) {
  const given = Object.entries(values).filter(([name, value]) => value && !(name === 'page' && value === 1));
  return given.length === 0 ? '' : `?${given.map(([name, value]) => `${name}=${part(value)}`).join('&')}`;
}

/** Half of a surrogate pair has no encoding. */
const wellFormed = (value) => String(value).toWellFormed();
