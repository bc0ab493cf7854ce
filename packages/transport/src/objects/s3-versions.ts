import { ListObjectVersionsCommand, type ListObjectVersionsOutput, type S3Client } from '@aws-sdk/client-s3';

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

/**
 * Ids of all versions of an object but the current one, delete markers included. Where a marker is the current one the
 * object was deleted: then these are all, the marker last, so that nothing comes back before it is gone.
 */
export async function oldVersionsOf(client: S3Client, { Bucket, Key }: Place): Promise<readonly string[]> {
  const old: string[] = [];
  const markers: string[] = [];
  let next: Pick<ListObjectVersionsOutput, 'NextKeyMarker' | 'NextVersionIdMarker'> = {};
  for (;;) {
    const page = await client.send(
      new ListObjectVersionsCommand({
        ...{ Bucket, Prefix: Key },
        ...(next.NextKeyMarker === undefined ? {} : { KeyMarker: next.NextKeyMarker }),
        ...(next.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: next.NextVersionIdMarker }),
      }),
    );
    for (const version of page.Versions ?? []) {
      if (version.Key === Key && version.IsLatest !== true) old.push(version.VersionId ?? 'null');
    }
    for (const marker of page.DeleteMarkers ?? []) {
      if (marker.Key !== Key) continue;
      (marker.IsLatest === true ? markers : old).push(marker.VersionId ?? 'null');
    }
    // Keys come in order: the first page that reaches beyond this one is the last of it.
    if (page.IsTruncated !== true || (page.NextKeyMarker ?? '') > Key) return [...old, ...markers];
    next = page;
  }
}
