// The server words what it refuses in Chinese and glosses it in English: 通知还没有送达 (not served yet).

import { language } from '../app/i18n'
import { spelt } from './length'

const glossed = /^(.*[^\x20-\x7e].*?)\s*\(([\x20-\x7e]*[a-z][\x20-\x7e]*)\)$/s

/**
 * said is such a sentence in the language chosen. In English the Chinese stays behind the gloss: it names what is
 * meant.
 */
export function said(detail: string): string {
  const [, chinese, gloss] = glossed.exec(detail) ?? []
  if (!chinese || !gloss) return spelt(detail)
  return language() === 'en'
    ? `${gloss.charAt(0).toUpperCase()}${spelt(gloss.slice(1))}: ${spelt(chinese)}`
    : spelt(chinese)
}
