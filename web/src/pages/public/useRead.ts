import { useCallback, useEffect, useState } from 'react'

type State<T> = { data?: T; error?: unknown }

/**
 * useRead reads once, and again when asked to; what was read before stays shown meanwhile. read must keep its identity:
 * who reads another thing is another component, by its key.
 */
export function useRead<T>(read: () => Promise<T>): State<T> & { again: () => Promise<void> } {
  const [state, setState] = useState<State<T>>({})
  const again = useCallback(
    () =>
      read().then(
        (data) => setState({ data }),
        (error: unknown) => setState((before) => ({ data: before.data, error })),
      ),
    [read],
  )
  useEffect(() => {
    void again()
  }, [again])
  return { ...state, again }
}
