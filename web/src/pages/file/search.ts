// What the page for registering keeps in its address.

export type FileSearch = { policy?: string }

/** readFileSearch takes what it knows out of an address and ignores the rest. */
export function readFileSearch(queryParameters: Record<string, unknown>): FileSearch {
  return {
    policy: typeof queryParameters.policy === 'string' && queryParameters.policy ? queryParameters.policy : undefined,
  }
}
