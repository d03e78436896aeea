import qrcode from 'qrcode-generator'
import { useMemo } from 'react'

const quietZone = 4 // modules that the standard wants left white on each side

/** QrCode draws a text as a QR code. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [path, size] = useMemo(() => {
    const code = qrcode(0, 'M')
    code.addData(text)
    code.make()
    const n = code.getModuleCount()
    let drawn = ''
    for (let y = 0; y < n; y += 1)
      for (let x = 0; x < n; x += 1) if (code.isDark(y, x)) drawn += `M${x + quietZone} ${y + quietZone}h1v1h-1z`
    return [drawn, n + 2 * quietZone] as const
  }, [text])
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
