import type { ProductShape } from '@/server/product/schema'
import { type Found, hoursOf } from './look'
import type { Reached } from './measurement-store'

/** What a contract says of how long rows are kept, against how far back those reach that are shown. */

const DAY = 86_400_000 // ms
/** Measured times are kept to the thousandth of a day. */
const tolerance = 0.01

export type KeptFor = {
  port: string
  object: string
  column: string
  /** The column's name in the rows, and the snapshot that is shown of them. */
  physical: string
  snapshotId: string
  days: number
}

/** What of a port is kept for how long, by which column of times: `element` names it, as `object.column`, or as `column` alone. */
export function keptFor(port: ProductShape['ports'][number]): KeptFor[] {
  return port.serviceLevels.flatMap((level) => {
    const hours = level.property.toLowerCase() === 'retention' ? hoursOf(level) : null
    if (hours === null) return []
    return (level.element ?? '').split(',').flatMap((element) => {
      const [column, object] = element.trim().split('.').reverse()
      const found = port.objects.flatMap(({ name, pointer, columns }) => {
        const named = columns.find((each) => each.name === column)
        if (!pointer || !named || (object !== undefined && object !== name)) return []
        const { snapshotId } = pointer
        return [
          {
            port: port.name,
            object: name,
            column: named.name,
            physical: named.physicalName,
            snapshotId,
            days: hours / 24,
          },
        ]
      })
      // A name that stands for several columns names none.
      return found.length === 1 ? found : []
    })
  })
}

export const keyOf = ({ port, object, column }: KeptFor): string => `retention ${port} ${object}.${column}`

/** The moment of a date or time as the profile writes it, in UTC; null where it is no time. */
export function momentOf(text: string | undefined): Date | null {
  const [, day, time = '00:00:00', zone = '+00'] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text ?? '') ?? []
  if (!day) return null
  const offset =
    zone === 'Z' ? '+00:00' : /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/(\d\d)(\d\d)$/, '$1:$2')
  const at = new Date(`${day}T${time}${offset}`)
  return Number.isNaN(at.getTime()) ? null : at
}

/**
 * Whether rows still reach back as far as promised, or, where they never did, as far as they ever did: what is younger than the
 * promise is not to go. More than the promise is not told.
 */
export function retention(of: KeptFor, oldest: Date | null, before: Reached | null, at: Date): Found {
  const back = (from: number) => Math.min(of.days, Math.max(0, (at.getTime() - from) / DAY))
  const reaches = oldest && thousandth(back(oldest.getTime()))
  const had = before && before.at.getTime() - before.days * DAY
  const low = thousandth(Math.max(reaches ?? 0, had === null ? 0 : back(had)))
  const gone = reaches !== null && reaches + tolerance < low
  const { port, object, column } = of
  const key = keyOf(of)
  const text = `Rows that the contract keeps for ${spelled(of.days)} are there no more: the oldest by ${column} is younger than it was.`
  return {
    key,
    port,
    object,
    column,
    kind: 'service_level',
    title: `${object} is kept for ${spelled(of.days)}`,
    expected: 'reaching back so far, or as far as it ever did',
    severity: 'warning',
    state: reaches === null ? 'unknown' : gone ? 'broken' : 'kept',
    value: reaches,
    low,
    high: null,
    detail: reaches === null ? `${column} has no oldest time here.` : gone ? text : null,
    cause: { key, title: `Older rows of ${object} are gone`, text },
  }
}

const thousandth = (days: number) => Math.round(days * 1_000) / 1_000
const spelled = (days: number) => `${Number(days.toFixed(1))} ${days === 1 ? 'day' : 'days'}`
