// How the component library looks: calm, and every text dark enough to read (WCAG 2.2 AA).

import type { ThemeConfig } from 'antd'

export const antdTheme: ThemeConfig = {
  cssVar: { key: 'duban' },
  hashed: false,
  token: {
    colorPrimary: '#1f4e5f',
    colorLink: '#1f4e5f',
    colorLinkHover: '#2f6f86',
    colorInfo: '#1f4e5f',
    colorSuccess: '#1c5b3a',
    colorWarning: '#8a5300',
    colorError: '#a3231a',
    colorSuccessBg: '#e6f0ea',
    colorSuccessBorder: '#a5c9b3',
    colorErrorBg: '#fcefed',
    colorErrorBorder: '#e5b5b0',
    colorWarningBg: '#fff3d6',
    colorWarningBorder: '#e5c98a',
    colorInfoBg: '#e3edf1',
    colorInfoBorder: '#b9cdd5',
    colorText: '#1d2528',
    colorTextSecondary: '#4b585e',
    colorTextTertiary: '#55636a',
    colorTextQuaternary: '#5d6a70',
    colorTextDescription: '#55636a',
    colorTextPlaceholder: '#667379',
    colorTextDisabled: '#667379',
    colorBgLayout: '#f4f6f6',
    colorBorder: '#b9c4c9',
    colorBorderSecondary: '#d9e0e2',
    borderRadius: 6,
    fontSize: 15,
    motionDurationMid: '0.1s',
    motionDurationSlow: '0.15s',
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches, // as the person has asked their machine
    fontFamily:
      'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", ' +
      '"Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  },
}
