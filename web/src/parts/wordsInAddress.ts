// The words that a list is searched for, as they stand in the address.

/**
 * readWords are the words searched for. They stand behind the # of the address, which no browser sends anywhere: what
 * people look for reaches no log.
 */
export const readWords = (hash: string): string => new URLSearchParams(hash).get('q') ?? ''

/** hashOfWords is what readWords reads. */
export const hashOfWords = (words: string): string => (words ? new URLSearchParams({ q: words }).toString() : '')
