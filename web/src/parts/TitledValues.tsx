import type { ReactNode } from 'react'

/** TitledValues lists what is known, each with its title; what is empty is left out. */
export function TitledValues({ pairs }: { pairs: [string, ReactNode][] }) {
  return (
    <dl className="pairs">
      {pairs
        .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
        .map(([title, value], i) => (
          <div key={i} style={{ display: 'contents' }}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
