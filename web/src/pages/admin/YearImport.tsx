import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiClient, dataOf, type Schemas } from '../../api/client'
import { isProblem, type Problem } from '../../api/problem'
import { Section } from '../../parts/Section'
import { Failure } from '../../parts/states'
import { FileForm } from './FileForm'
import { changedDays, type DayChange, type DayMark } from './year'
import { useAskToConfirm } from './useAskToConfirm'

/** before is null for a year that was never published. */
type YearPreview = Omit<Schemas['PreviewView'], 'before'> & { before: Schemas['PreviewView']['before'] | null }

const exampleYearFile = `year: 2027
status: official
source: 国务院办公厅关于2027年部分节假日安排的通知
off:
  01-01..01-03: 元旦
work:
  - 01-09`

/**
 * YearImport publishes a year: what its file changes is seen first, and asked once more, because open cases are counted
 * anew.
 */
export function YearImport({ calendar, onDone }: { calendar: string; onDone: (published?: number) => void }) {
  const { t } = useTranslation()
  const ask = useAskToConfirm()
  const [file, setFile] = useState('')
  const path = { params: { path: { calendar } } }
  const looking = useMutation({
    mutationFn: (typed: string) =>
      dataOf(apiClient.POST('/calendars/{calendar}/years/preview', { ...path, body: { file: typed } })),
  })
  const type = (typed: string) => {
    setFile(typed)
    looking.reset() // what is published is what was looked at
  }
  const refused = isProblem(looking.error, 422) ? looking.error : undefined
  const publish = ({ plan: { year }, recounts }: YearPreview) =>
    ask({
      title: t('administration.calendar.publish_ask', { year }),
      okText: t('administration.calendar.publish'),
      text: [
        recounts > 0
          ? t('administration.calendar.recounts', { n: recounts })
          : t('administration.calendar.no_recounts'),
        t('administration.calendar.publish_what'),
      ].join(' '),
      perform: async () => {
        await apiClient.PUT('/calendars/{calendar}/years', { ...path, body: { file } })
        onDone(year)
      },
      onDone: t('administration.calendar.published_now', { year }),
    })
  return (
    <Section title={t('administration.calendar.import')}>
      <p className="quiet">{t('administration.calendar.import_what')}</p>
      <FileForm
        name="year"
        choose={t('administration.calendar.choose')}
        label={t('administration.calendar.file')}
        text={file}
        onType={type}
        error={refused && <YearFileFindings problem={refused} />}
      />
      <details>
        <summary>{t('administration.calendar.example')}</summary>
        <pre className="source" tabIndex={0}>
          {exampleYearFile}
        </pre>
      </details>
      {looking.error && !refused && <Failure error={looking.error} />}
      {looking.data && <YearDifference preview={looking.data} />}
      <Space wrap style={{ marginTop: 12 }}>
        {!looking.data && (
          <Button
            type="primary"
            disabled={!file.trim()}
            loading={looking.isPending}
            onClick={() => looking.mutate(file)}
          >
            {t('administration.calendar.preview')}
          </Button>
        )}
        {looking.data && (
          <Button type="primary" onClick={() => publish(looking.data)}>
            {t('administration.calendar.publish')}
          </Button>
        )}
        <Button onClick={() => onDone()}>{t('act.cancel')}</Button>
      </Space>
    </Section>
  )
}

/** YearFileFindings are all that is wrong with the file, each with its line and the key it stands under. */
function YearFileFindings({ problem }: { problem: Problem }) {
  const { t } = useTranslation()
  if (problem.findings.length === 0) return <span role="alert">{problem.message}</span>
  return (
    <div role="alert" className="findings">
      {t('administration.calendar.findings', { n: problem.findings.length })}
      <ol>
        {problem.findings.map((f) => (
          <li key={`${f.line}:${f.column} ${f.id}`}>
            <strong>
              {t('administration.calendar.finding_line', { line: f.line })}
              {f.element && (
                <>
                  {' '}
                  · <code>{f.element}</code>
                </>
              )}
            </strong>{' '}
            {f.text}
          </li>
        ))}
      </ol>
    </div>
  )
}

function YearDifference({ preview: { plan, before, recounts } }: { preview: YearPreview }) {
  const { t } = useTranslation()
  const days = changedDays(before, plan)
  const { year } = plan
  return (
    <div className="stack" role="status">
      <h3>
        {days.length > 0
          ? t('administration.calendar.changes', { year, n: days.length })
          : t('administration.calendar.same_days', { year })}
      </h3>
      {!before && <p>{t('administration.calendar.new_year', { year })}</p>}
      {before && before.status !== plan.status && (
        <p>
          {t('administration.calendar.status_change', {
            from: t(`administration.calendar.${before.status}`),
            to: t(`administration.calendar.${plan.status}`),
          })}
        </p>
      )}
      {days.length > 0 && (
        <Table<DayChange>
          size="small"
          rowKey="date"
          dataSource={days}
          pagination={days.length > 15 && { pageSize: 15, size: 'small', showSizeChanger: false }}
          columns={[
            { title: t('administration.calendar.day'), dataIndex: 'date', width: 110 },
            { title: t('administration.calendar.before'), render: (_, c) => <DayMarkLabel mark={c.before} /> },
            {
              title: t('administration.calendar.after'),
              render: (_, c) => (
                <strong>
                  <DayMarkLabel mark={c.after} />
                </strong>
              ),
            },
          ]}
        />
      )}
      <Alert
        type={recounts > 0 ? 'warning' : 'info'}
        showIcon
        title={
          recounts > 0
            ? t('administration.calendar.recounts', { n: recounts })
            : t('administration.calendar.no_recounts')
        }
      />
    </div>
  )
}

function DayMarkLabel({ mark: { kind, name } }: { mark: DayMark }) {
  const { t } = useTranslation()
  if (kind === 'off')
    return (
      <span className="mark-off">
        {t('administration.calendar.off')}
        {t('mark.aside', { text: name })}
      </span>
    )
  if (kind === 'work') return <span className="mark-work">{t('administration.calendar.work')}</span>
  return <>{t(kind === 'weekend' ? 'administration.calendar.plain_weekend' : 'administration.calendar.plain')}</>
}
