import { Button, Form } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { showFileSize } from '../../parts/values'

/**
 * ScanPicker are files that are handed in with the matter, such as a scanned letter. They are sent once it is
 * registered.
 */
export function ScanPicker({
  chosen,
  onChoose,
  disabled,
}: {
  chosen: File[]
  onChoose: (files: File[]) => void
  disabled: boolean
}) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <Form.Item label={t('file.scans')} htmlFor="scans" extra={t('file.scans_hint')} layout="vertical">
      <input
        id="scans"
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('file.scans')}
        disabled={disabled}
        onChange={(e) => {
          onChoose([...chosen, ...(e.target.files ?? [])])
          e.target.value = '' // the same file can be chosen again after it was removed
        }}
      />
      <Button disabled={disabled} onClick={() => input.current?.click()}>
        {t('file.choose_scans')}
      </Button>
      <ul className="scans">
        {chosen.map((file, i) => (
          <li key={`${file.name} ${i}`}>
            {file.name} <span className="quiet">{showFileSize(file.size)}</span>
            <Button
              type="link"
              size="small"
              disabled={disabled}
              onClick={() => onChoose(chosen.filter((_, at) => at !== i))}
            >
              {t('form.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </Form.Item>
  )
}
