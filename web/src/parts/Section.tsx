import { Card } from 'antd'
import type { ReactNode } from 'react'

type SectionProps = { title: ReactNode; extra?: ReactNode; className?: string; children: ReactNode }

/** Section is a part of a page under a heading of its own. */
export function Section({ title, extra, className, children }: SectionProps) {
  return (
    <Card size="small" className={className} title={<h2>{title}</h2>} extra={extra}>
      {children}
    </Card>
  )
}
