import { Form, Input } from 'antd'
import type { ReactNode } from 'react'

/** FileForm takes the text of a file, chosen or typed. error: what is wrong with it. */
export function FileForm(props: {
  name: string
  choose: string
  label: string
  text: string
  onType: (text: string) => void
  error?: ReactNode
}) {
  const { name, choose, label, text, onType, error } = props
  return (
    <Form layout="vertical">
      <Form.Item label={choose} htmlFor={`${name}-upload`}>
        <input
          id={`${name}-upload`}
          type="file"
          accept=".yaml,.yml,text/yaml"
          onChange={(e) => {
            void e.target.files?.[0]?.text().then(onType)
            e.target.value = ''
          }}
        />
      </Form.Item>
      <Form.Item label={label} htmlFor={`${name}-file`} validateStatus={error ? 'error' : undefined} help={error}>
        <Input.TextArea
          id={`${name}-file`}
          className="source-typed"
          value={text}
          autoSize={{ minRows: 6, maxRows: 18 }}
          spellCheck={false}
          aria-invalid={Boolean(error)}
          onChange={(e) => onType(e.target.value)}
        />
      </Form.Item>
    </Form>
  )
}
