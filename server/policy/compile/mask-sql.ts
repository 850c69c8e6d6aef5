import { and, type Dialect, type Formula, or, toSql, yes } from '@/server/platform/filter'
import { fitting, type Mask, stricter } from './mask'
import { postgresBucket, postgresText, postgresType, postgresYear } from './postgres-form'

/** A column as a reader sees it, decided row by row. */

export type Shown = {
  /** Each permit that may cover a row, and the mask it puts on this column. */
  permits: readonly { when: Formula; mask: Mask | null }[]
  /** Each forbid that only takes the plain value; `unless` is where it does not stand. */
  forbids: readonly { unless: Formula; mask: Mask }[]
}
export type Printed = {
  dialect: Dialect
  /** The column, quoted, and its type as DuckDB names it, in either dialect. */
  column: string
  type: string
  /** The organisation's salt as an expression of SQL. */
  salt: string
}

const dots = "'•••'"

/** One mask of one column, in SQL. It keeps the column's type but for a hash, which is text. */
function maskSql(mask: Mask, printed: Printed): string {
  const { dialect, column, type, salt } = printed
  const duck = dialect === 'duckdb'
  const hashed = (of: string) => (duck ? `sha256(${of})` : `encode(sha256(convert_to(${of}, 'UTF8')), 'hex')`)
  const { kind: how } = mask
  switch (how) {
    case 'hash':
      // Hashed twice under the salt, so that no hash can be carried on to that of a longer value.
      return hashed(`${salt} || ${hashed(`${salt} || ${textOf(printed)}`)}`)
    case 'full':
      return `CASE WHEN ${column} IS NOT NULL THEN ${dots} END`
    case 'partial':
      // An address of mail keeps where it goes; of anything else the first letter is left, and the last of a long one.
      return `CASE WHEN ${column} LIKE '_%@_%' THEN left(${column}, 1) || ${dots} || substr(${column}, strpos(${column}, '@'))
        WHEN length(${column}) >= 6 THEN left(${column}, 1) || ${dots} || right(${column}, 1) WHEN ${column} IS NOT NULL THEN ${dots} END`
    case 'year':
      return duck ? `CAST(date_trunc('year', ${column}) AS ${type})` : postgresYear(column, type)
    case 'bucket':
      return duck ? bucket(column, type, mask.width ?? 1) : postgresBucket(column, type, mask.width ?? 1)
    default:
      return `CAST(NULL AS ${duck ? type : postgresType(type)})`
  }
}

/** The lower end of a step; where that is no number of the type any more, nothing. */
function bucket(column: string, type: string, width: number): string {
  if (/DOUBLE|FLOAT/.test(type)) return `floor(${column} / ${width}) * ${width}`
  const lower = (of: string) => `${of} - (${of} % ${width} + CASE WHEN ${of} % ${width} < 0 THEN ${width} ELSE 0 END)`
  if (type.startsWith('DECIMAL')) return `TRY_CAST(${lower(column)} AS ${type})`
  if (/^U?(TINYINT|SMALLINT|INTEGER)$/.test(type)) return `TRY_CAST(${lower(`${column}::BIGINT`)} AS ${type})`
  const wide = `TRY_CAST(${lower(`${column}::HUGEINT`)} AS ${type})`
  // Sums of 128 bits cost several times as much; only next to the end of 64 bits are they needed.
  if (type !== 'BIGINT' || !Number.isSafeInteger(width)) return wide
  return `CASE WHEN ${column} >= ${BigInt(width) - 2n ** 63n} THEN ${lower(column)} ELSE ${wide} END`
}

const textOf = ({ dialect, column, type }: Printed) =>
  dialect === 'duckdb' ? `CAST(${column} AS VARCHAR)` : postgresText(column, type)

/**
 * The mildest mask among the permits that cover a row, made stricter by each forbid that takes the plain value there; where no
 * permit covers it, nothing. Null where the column is always plain.
 */
export function shownSql({ permits, forbids }: Shown, printed: Printed): string | null {
  const fitted = (mask: Mask | null) => mask && fitting(mask, printed.type)
  const [allowed, taken] = [
    permits.map(({ when, mask }) => ({ when, mask: fitted(mask) })),
    forbids.map(({ unless, mask }) => ({ unless, mask: fitting(mask, printed.type) })),
  ]
  const levels = [...allowed.map(({ mask }) => mask), ...taken.map(({ mask }) => mask)].sort(stricter)
  const distinct = levels.filter((mask, at) => at === 0 || stricter(mask, levels[at - 1] ?? null) !== 0)
  const cases = distinct.map((level) => {
    const mild = allowed.filter(({ mask }) => stricter(mask, level) <= 0).map(({ when }) => when)
    const hard = taken.filter(({ mask }) => stricter(mask, level) > 0).map(({ unless }) => unless)
    return { level, when: and(or(...mild), ...hard) }
  })
  return cased(cases, printed)
}

function cased(cases: { level: Mask | null; when: Formula }[], printed: Printed): string | null {
  const settled = cases.findIndex(({ when }) => when.is === yes.is)
  const reached = (settled < 0 ? cases : cases.slice(0, settled + 1)).filter(({ when }) => when.is !== 'false')
  const hashes = reached.some(({ level }) => level?.kind === 'hash')
  // A column that is text for some rows is text for all.
  const plain = hashes ? textOf(printed) : printed.column
  const value = (level: Mask | null) => {
    if (!level) return plain
    const masked = maskSql(level, printed)
    if (!hashes || level.kind === 'hash') return masked
    return printed.dialect === 'duckdb' ? `CAST(${masked} AS VARCHAR)` : postgresText(`(${masked})`, printed.type)
  }
  const before = settled < 0 ? reached : reached.slice(0, -1)
  const last = settled < 0 ? null : cases[settled]!.level
  if (before.length === 0 && settled >= 0) return last === null ? null : value(last)
  const otherwise = settled < 0 ? (hashes ? 'NULL' : maskSql({ kind: 'null' }, printed)) : value(last)
  const branches = before.map(({ level, when }) => `WHEN ${toSql(when, printed.dialect)} THEN ${value(level)}`)
  return branches.length === 0 ? otherwise : `CASE ${branches.join(' ')} ELSE ${otherwise} END`
}
