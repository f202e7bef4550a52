// `release`: a version is published, with its notes.
//
// It says `/notes/markdown`, which `note-redaction` reads, the version, and the files of the release as `/artifacts`, which
// `control-mapping` and `dual-approval` read. One that is deployed nowhere is a release of the portal by itself.

import { release, tag, taggedId } from '../subjects.js';

/** @param {import('./payload.js').Payload} payload */
export default function published(payload) {
  const repository = payload.object('repository').text('full_name');
  const described = payload.object('release');
  const [id, name] = [described.count('id'), described.text('tag_name')];
  const created = described.time('created_at');
  const at = described.maybeTime('published_at') ?? created;
  const deleted = payload.text('action') === 'deleted';
  const value = {
    id,
    tag: name,
    name: described.maybeText('name'),
    notes: described.maybeText('body'),
    draft: described.flag('draft'),
    prerelease: described.flag('prerelease'),
    deleted,
    by: described.login('author'),
    at,
    url: described.link('html_url'),
    assets: described.objects('assets').map((asset) => ({
      name: asset.text('name'),
      mediaType: asset.maybeText('content_type'),
      digest: asset.maybeText('digest'),
      created: asset.maybeTime('created_at'),
      url: asset.link('browser_download_url'),
    })),
  };
  const releaseId = taggedId(repository, name);
  return [
    { about: release(releaseId), name: 'identity', rank: [0], at: 0, value: { repository, tag: name } },
    // What is deleted does not come back: GitHub makes another with another id.
    {
      about: tag(repository, name),
      name: `github:${id}`,
      rank: [deleted ? 1 : 0, described.maybeTime('updated_at') ?? at],
      at,
      value,
    },
  ];
}
