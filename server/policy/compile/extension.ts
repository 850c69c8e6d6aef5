import { asExtension, asText, Extension, Fault, type Order, orders, type Value } from './value'

/** Cedar's extension functions that are understood here: decimal, datetime and duration. What is not named is refused when saved. */

const fail = (what: string): never => {
  throw new Fault(`no ${what} can be read from this text`)
}
const match = (pattern: RegExp, value: Value, what: string): RegExpExecArray =>
  pattern.exec(asText(value)) ?? fail(what)

const dayMs = 86_400_000n
const units = { d: dayMs, h: 3_600_000n, m: 60_000n, s: 1_000n, ms: 1n }

function decimal(text: Value): Value {
  const [, sign, whole = '', part = ''] = match(/^(-?)(\d+)\.(\d{1,4})$/, text, 'decimal')
  return new Extension('decimal', BigInt(whole + part.padEnd(4, '0')) * (sign ? -1n : 1n))
}

function datetime(text: Value): Value {
  const pattern = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(?:Z|([+-])(\d\d)(\d\d)))?$/
  const [, year, month, day, hours = 0, minutes = 0, seconds = 0, ms = 0, sign, zoneHours = 0, zoneMinutes = 0] = match(
    pattern,
    text,
    'datetime',
  )
  const date = new Date(`${year}-${month}-${day}T00:00:00.000Z`)
  const rolled = Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)
  if (rolled || +hours > 23 || +minutes > 59 || +seconds > 59 || +zoneHours > 23 || +zoneMinutes > 59) fail('datetime')
  const zone = (sign === '-' ? -1 : 1) * (+zoneHours * 60 + +zoneMinutes)
  const inDay = ((+hours * 60 + +minutes - zone) * 60 + +seconds) * 1000 + +ms
  return new Extension('datetime', BigInt(date.getTime()) + BigInt(inDay))
}

function duration(text: Value): Value {
  const pattern = /^(-?)(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
  const [, sign, d, h, m, s, ms] = match(pattern, text, 'duration')
  const parts: [string | undefined, bigint][] = [
    [d, units.d],
    [h, units.h],
    [m, units.m],
    [s, units.s],
    [ms, units.ms],
  ]
  const total = parts.reduce((sum, [count, unit]) => sum + BigInt(count ?? 0) * unit, 0n)
  return new Extension('duration', sign ? -total : total)
}

const at = (value: Value | undefined) => asExtension(value as Value, 'datetime')
const span = (value: Value | undefined) => asExtension(value as Value, 'duration')
/** What is left of a time within its day; never negative. */
const inDay = (time: bigint) => ((time % dayMs) + dayMs) % dayMs
const whole = (unit: bigint) => (value?: Value) => {
  const count = span(value) / unit
  return count >= BigInt(Number.MIN_SAFE_INTEGER) && count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count
}
const decimals = (order: Order) => (a?: Value, b?: Value) =>
  orders[order](asExtension(a as Value, 'decimal'), asExtension(b as Value, 'decimal'))

/** How decimals are compared, by the method's name. */
export const decimalOrders: Record<string, Order> = {
  lessThan: '<',
  lessThanOrEqual: '<=',
  greaterThan: '>',
  greaterThanOrEqual: '>=',
}

type Call = (...values: Value[]) => Value
export const extensions: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['decimal', decimal],
  ['datetime', datetime],
  ['duration', duration],
  ['offset', (time, by) => new Extension('datetime', at(time) + span(by))],
  ['durationSince', (time, from) => new Extension('duration', at(time) - at(from))],
  ['toDate', (time) => new Extension('datetime', at(time) - inDay(at(time)))],
  ['toTime', (time) => new Extension('duration', inDay(at(time)))],
  ['toMilliseconds', whole(1n)],
  ['toSeconds', whole(units.s)],
  ['toMinutes', whole(units.m)],
  ['toHours', whole(units.h)],
  ['toDays', whole(units.d)],
  ...Object.entries(decimalOrders).map(([name, order]): [string, Call] => [name, decimals(order)]),
])
