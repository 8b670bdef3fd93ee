// SPDX-License-Identifier: MIT
// What Inkan uses of the package tldts: registrable domains by the public suffix list.
interface Options {
  /** Suffixes under which anybody gets a name count, such as github.io. */
  allowPrivateDomains: true;
  /** What is given is a host already. */
  extractHostname: false;
}

/**
 * domain: null of what has none: an IP address, a suffix, a single label. domainWithoutSuffix: its first label. isIcann,
 * isPrivate: whether the suffix stands in the list, in its public or in its private part.
 */
export function parse(host: string, options: Options): {
  domain: string | null, domainWithoutSuffix: string | null, isIp: boolean | null, isIcann: boolean | null, isPrivate: boolean | null,
};
