// A chart of figures by month or by row. It is loaded only with the pages that have one, and of ECharts only what it
// draws.

import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use as draws, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

draws([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

const seriesColours = ['#1f4e5f', '#c98a00', '#1c5b3a', '#a3231a', '#6a5acd', '#4b585e', '#2f8ba8', '#a0522d']

type ChartSeries = { title: string; values: (number | null)[] }
type ChartProps = {
  title: string
  labels: string[]
  series: ChartSeries[]
  kind: 'line' | 'bar'
  unit?: string
  maximum?: number
}

/**
 * SeriesChart draws one line, or a bar of stacked parts, for each series. Its table stands beside it and says the same.
 */
export default function SeriesChart({ title, labels, series, kind, unit = '', maximum }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!place.current) return
    const chart = init(place.current)
    const option: EChartsCoreOption = {
      animation: false,
      color: seriesColours,
      tooltip: { trigger: 'axis', valueFormatter: (v: unknown) => (typeof v === 'number' ? `${v}${unit}` : '–') },
      legend: { bottom: 0, type: 'scroll', itemGap: 24, textStyle: { padding: [0, 12, 0, 0] } },
      grid: { left: 44, right: 12, top: 16, bottom: 56 },
      xAxis: { type: 'category', data: labels },
      yAxis: { type: 'value', minInterval: 1, min: 0, max: maximum, axisLabel: { formatter: `{value}${unit}` } },
      series: series.map((l) => ({
        name: l.title,
        type: kind,
        stack: kind === 'bar' ? 'all' : undefined,
        data: l.values,
        connectNulls: false,
        symbolSize: 7,
      })),
    }
    chart.setOption(option)
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(place.current)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [labels, series, kind, unit, maximum])
  return <div ref={place} role="img" aria-label={title} style={{ height: 280 }} />
}
