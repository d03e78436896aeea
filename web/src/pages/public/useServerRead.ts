import { useCallback, useEffect, useState } from 'react'

type ReadState<T> = { data?: T; error?: unknown }

/**
 * useServerRead reads once, and again when asked to; what was read before stays shown meanwhile. read must keep its
 * identity: who reads another thing is another component, by its key.
 */
export function useServerRead<T>(readFromServer: () => Promise<T>): ReadState<T> & { readAgain: () => Promise<void> } {
  const [state, setState] = useState<ReadState<T>>({})
  const again = useCallback(
    () =>
      readFromServer().then(
        (data) => setState({ data }),
        (error: unknown) => setState((before) => ({ data: before.data, error })),
      ),
    [readFromServer],
  )
  useEffect(() => {
    void again()
  }, [again])
  return { ...state, readAgain: again }
}
