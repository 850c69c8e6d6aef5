/** The shape of a column in a cell: bars from zero. `reading` is the same in words. */
export function MiniHistogram({
  counts,
  reading,
  width = 72,
  height = 20,
}: {
  counts: number[]
  reading: string
  width?: number
  height?: number
}) {
  const most = Math.max(1, ...counts)
  const step = width / Math.max(1, counts.length)
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={reading}>
      <title>{reading}</title>
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line)" />
      {counts.map((value, place) => {
        const tall = value === 0 ? 0 : Math.max(1.5, (value / most) * (height - 2))
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place on the axis
            key={place}
            x={place * step + 0.5}
            y={height - tall - 0.5}
            width={Math.max(1, step - 1)}
            height={tall}
            fill="var(--chart-1)"
            opacity="0.85"
          />
        )
      })}
    </svg>
  )
}
