import type { Found } from './look'

/** What a contract says of how long and how reliably a port is there, against what is known here of both. */

type Level = { property: string; value: string; unit: string | null }
type Port = { name: string; serviceLevels: readonly Level[] }
export type Pause = { port: string; from: Date; to: Date }

const DAY = 86_400_000 // ms
/** Of how much time availability is told, in days. */
export const availabilityDays = 30
const ends: Record<string, string> = { endofsupport: 'supported', endoflife: 'there' }
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })

/** The promises of a port about support, its end, and availability; what is no date and no share is none. */
export function contractLevels(port: Port, pauses: readonly Pause[], at: Date): Found[] {
  return port.serviceLevels.flatMap((level) => {
    const property = level.property.toLowerCase()
    const word = ends[property]
    const found = word
      ? untilEnd(port, word, level, at)
      : property === 'availability'
        ? availability(port, level, pauses, at)
        : null
    return found ? [found] : []
  })
}

const about = (port: Port, name: string) => ({
  key: `${name} ${port.name}`,
  port: port.name,
  object: null,
  column: null,
  kind: 'service_level' as const,
  severity: 'warning' as const,
})

function untilEnd(port: Port, word: string, { property, value }: Level, at: Date): Found | null {
  const end = new Date(value)
  if (!/^\d{4}-/.test(value) || Number.isNaN(end.getTime())) return null
  const left = Math.floor((end.getTime() - at.getTime()) / DAY)
  const own = about(port, property)
  const title = `${port.name} is ${word}`
  const over = end <= at
  return {
    ...own,
    title,
    expected: `until ${day.format(end)}`,
    state: over ? 'broken' : 'kept',
    value: left,
    low: 0,
    high: null,
    detail: over ? `That was promised until ${day.format(end)}, and it is published still.` : null,
    cause: {
      key: own.key,
      title: `${port.name} is ${word} no more`,
      text: `Its contract promised that until ${day.format(end)}, and it is published still.`,
    },
  }
}

/** Percent of the last days in which nobody had paused it. */
function availability(port: Port, { property, value, unit }: Level, pauses: readonly Pause[], at: Date): Found | null {
  const given = Number(value)
  if (value.trim() === '' || !Number.isFinite(given) || given <= 0) return null
  const promised = !unit && given <= 1 ? given * 100 : given
  if (promised > 100) return null
  const since = at.getTime() - availabilityDays * DAY
  const paused = pauses
    .filter((one) => one.port === port.name)
    .map(({ from, to }) => ({ from: Math.max(from.getTime(), since), to: Math.min(to.getTime(), at.getTime()) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from)
  let [away, until] = [0, since]
  for (const { from, to } of paused) {
    away += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  const measured = Math.round((1 - away / (availabilityDays * DAY)) * 1e5) / 1e3
  const own = about(port, property)
  const broken = measured < promised
  const text = `It was paused for more of the last ${availabilityDays} days than its contract allows.`
  return {
    ...own,
    title: `${port.name} is available`,
    expected: `at least ${promised}% of ${availabilityDays} days`,
    state: broken ? 'broken' : 'kept',
    value: measured,
    low: promised,
    high: null,
    detail: broken ? text : null,
    cause: { key: own.key, title: `${port.name} was not available`, text },
  }
}
