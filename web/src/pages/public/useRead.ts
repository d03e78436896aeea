import { useCallback, useEffect, useState } from 'react'

type State<T> = { data?: T; error?: unknown }

/** useRead reads once, and again when asked to; what was read before stays shown meanwhile. read must keep its identity. */
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
    setState({})
    void again()
  }, [again])
  return { ...state, again }
}
