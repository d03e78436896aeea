import { useCallback, useEffect, useState } from 'react'
import { apiClient } from '../../api/client'

/**
 * openComplaint opens a complaint in this browser by its receipt, and what it wants besides. The answer is the handle
 * by which addresses name it from here on: a receipt stands in no address.
 */
async function openComplaint(receipt: string, code?: string): Promise<string> {
  const { response } = await apiClient.POST('/public/session', { body: { receipt, code } })
  return response.headers.get('Location')?.split('/').at(-1) ?? ''
}

/**
 * useOpenComplaint opens a complaint at once, and again when asked to: with a code, or when the server has let it go.
 */
export function useOpenComplaint(receipt: string) {
  const [state, setState] = useState<{ handle?: string; error?: unknown }>({})
  const open = useCallback(
    (code?: string) =>
      openComplaint(receipt, code).then(
        (handle) => setState({ handle }),
        (error: unknown) => setState({ error }),
      ),
    [receipt],
  )
  useEffect(() => {
    void open()
  }, [open])
  return { ...state, open }
}
