import type { FlushEntry, Manifest, ManifestLink } from '@scrubjay/sink';
import type { Problem } from './problems.js';

/** One of a row: a manifest of a partition, or an amendment. */
export interface Chained {
  readonly link: ManifestLink;
  readonly manifest: Pick<Manifest, 'first' | 'next' | 'previous'>;
}

/**
 * Whether each manifest of a partition names the one before it, and the journal the last one: what was taken out of the
 * row, or put into it, shows. The oldest may name one that retention has removed.
 */
export function checkChain(
  manifests: readonly Chained[],
  journal: FlushEntry | undefined,
): readonly Problem[] {
  const problems: Problem[] = [];
  manifests.forEach(({ link, manifest }, index) => {
    const before = manifests[index - 1];
    if (before === undefined) return;
    const { previous } = manifest;
    if (!isSame(previous, before.link)) {
      const named = previous?.key ?? 'none';
      problems.push(broken(link.key, `it names ${named} as the one before it, which is ${before.link.key}`));
    } else if (BigInt(manifest.first) < BigInt(before.manifest.next)) {
      problems.push(broken(link.key, `it begins below the end of ${before.link.key}`));
    }
  });
  return [...problems, ...checkEnd(manifests, journal)];
}

/** What the journal names must be there: the last flush that was finished, or the one under way at the time. */
function checkEnd(manifests: readonly Chained[], journal: FlushEntry | undefined): readonly Problem[] {
  const last = manifests.at(-1);
  if (journal === undefined) {
    return last === undefined ? [] : [broken(last.link.key, 'its row has no journal')];
  }
  const named = [journal.manifest, journal.previous];
  if (manifests.some(({ link }) => named.some((one) => isSame(one, link)))) return [];
  return journal.previous === null ? [] : [missing(journal.previous)];
}

function isSame(a: ManifestLink | null, b: ManifestLink): boolean {
  return a !== null && a.key === b.key && a.sha256 === b.sha256;
}

function missing({ key }: ManifestLink): Problem {
  return {
    kind: 'manifest_missing',
    key,
    detail: 'the journal names it, and it is not there as it was written',
  };
}

function broken(key: string, detail: string): Problem {
  return { kind: 'chain_broken', key, detail };
}
