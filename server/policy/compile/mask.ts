/** How a value is shown to those who may not have it plain, as policies say it: `@mask("email:hash, birth_date:year, pay:bucket(1000)")`. */

export const maskKinds = ['bucket', 'year', 'partial', 'hash', 'full', 'null'] as const
export type MaskKind = (typeof maskKinds)[number]
/** `width` is that of a bucket, in the column's own unit. */
export type Mask = { kind: MaskKind; width?: number }
/** By column; `*` stands for every column. On a policy about columns themselves it is the only key. */
export type Masks = ReadonlyMap<string, Mask>

const defaultWidth = 10
const one = /^(bucket|year|partial|hash|full|null)(?:\((\d{1,12})\))?$/

export type MaskFault = { ok: false; reason: string }

function readOne(written: string): Mask | MaskFault {
  const [, kind, width] = one.exec(written) ?? []
  if (!kind) return { ok: false, reason: `"${written}" is no mask; masks are ${maskKinds.join(', ')}` }
  if (width === undefined) return kind === 'bucket' ? { kind, width: defaultWidth } : { kind: kind as MaskKind }
  if (kind !== 'bucket') return { ok: false, reason: `only a bucket has a width, as in bucket(100)` }
  return Number(width) > 0 ? { kind, width: Number(width) } : { ok: false, reason: 'a bucket is at least 1 wide' }
}

/** Reads an annotation: a mask for each column named, or one bare mask for all. */
export function readMasks(annotation: string | null | undefined): { ok: true; masks: Masks } | MaskFault {
  const masks = new Map<string, Mask>()
  for (const part of (annotation ?? '').split(',').map((written) => written.trim())) {
    if (part === '') continue
    const at = part.lastIndexOf(':')
    const column = at < 0 ? '*' : part.slice(0, at).trim()
    const read = readOne(part.slice(at + 1).trim())
    if ('ok' in read) return read
    if (masks.has(column)) return { ok: false, reason: `two masks are given for ${column}` }
    masks.set(column, read)
  }
  return { ok: true, masks }
}

/** Above zero where `a` hides more than `b`; no mask hides nothing. */
export function stricter(a: Mask | null, b: Mask | null): number {
  const rank = (mask: Mask | null) => (mask ? maskKinds.indexOf(mask.kind) + 1 : 0)
  return rank(a) - rank(b) || (a?.width ?? 0) - (b?.width ?? 0)
}

const numbers = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL\(.*\)|DOUBLE|FLOAT)$/
const times = /^(DATE|TIMESTAMP.*)$/
/** What a mask comes to on a column of a type: one that does not fit shows nothing instead. */
export function fitting(mask: Mask, type: string): Mask {
  const fits =
    mask.kind === 'bucket'
      ? numbers.test(type)
      : mask.kind === 'year'
        ? times.test(type)
        : mask.kind === 'partial' || mask.kind === 'full'
          ? type === 'VARCHAR'
          : true
  return fits ? mask : { kind: 'null' }
}
