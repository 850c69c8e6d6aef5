import { and, type Dialect, type Formula, or, toSql, yes } from '@/server/platform/filter'
import { fitting, type Mask, stricter } from './mask'

/** A column as a reader sees it, decided row by row. */

export type Shown = {
  /** Each permit that may cover a row, and the mask it puts on this column. */
  permits: readonly { when: Formula; mask: Mask | null }[]
  /** Each forbid that only takes the plain value; `unless` is where it does not stand. */
  forbids: readonly { unless: Formula; mask: Mask }[]
}
export type Printed = {
  dialect: Dialect
  /** The column, quoted, and its type as the engine names it. */
  column: string
  type: string
  /** The organisation's salt as an expression of SQL. */
  salt: string
}

const dots = "'•••'"

/** One mask of one column, in SQL. It keeps the column's type but for a hash, which is text. */
function maskSql(mask: Mask, { dialect, column, type, salt }: Printed): string {
  const duck = dialect === 'duckdb'
  const words = `CAST(${column} AS ${duck ? 'VARCHAR' : 'TEXT'})`
  const hashed = (of: string) => (duck ? `sha256(${of})` : `encode(sha256(convert_to(${of}, 'UTF8')), 'hex')`)
  const { kind: how } = mask
  switch (how) {
    case 'hash':
      // Hashed twice under the salt, so that no hash can be carried on to that of a longer value.
      return hashed(`${salt} || ${hashed(`${salt} || ${words}`)}`)
    case 'full':
      return `CASE WHEN ${column} IS NOT NULL THEN ${dots} END`
    case 'partial':
      // An address of mail keeps where it goes; of anything else the first letter is left, and the last of a long one.
      return `CASE WHEN ${column} LIKE '_%@_%' THEN left(${column}, 1) || ${dots} || substr(${column}, strpos(${column}, '@'))
        WHEN length(${column}) >= 6 THEN left(${column}, 1) || ${dots} || right(${column}, 1) WHEN ${column} IS NOT NULL THEN ${dots} END`
    case 'year':
      return `CAST(date_trunc('year', ${column}) AS ${type})`
    case 'bucket':
      return bucket(column, type, mask.width ?? 1, duck)
    default:
      return `CAST(NULL AS ${type})`
  }
}

function bucket(column: string, type: string, width: number, duck: boolean): string {
  if (/DOUBLE|FLOAT|double|real/.test(type)) return `floor(${column} / ${width}) * ${width}`
  const wide = duck && !type.startsWith('DECIMAL') ? `${column}::HUGEINT` : duck ? column : `${column}::NUMERIC`
  const lower = `${wide} - (((${wide} % ${width}) + ${width}) % ${width})`
  return duck ? `TRY_CAST(${lower} AS ${type})` : `CAST(${lower} AS ${type})`
}

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
  const plain = hashes
    ? `CAST(${printed.column} AS ${printed.dialect === 'duckdb' ? 'VARCHAR' : 'TEXT'})`
    : printed.column
  const value = (level: Mask | null) => {
    if (!level) return plain
    const masked = maskSql(level, printed)
    return hashes ? `CAST(${masked} AS ${printed.dialect === 'duckdb' ? 'VARCHAR' : 'TEXT'})` : masked
  }
  const before = settled < 0 ? reached : reached.slice(0, -1)
  const last = settled < 0 ? null : cases[settled]!.level
  if (before.length === 0 && settled >= 0) return last === null ? null : value(last)
  const otherwise = settled < 0 ? (hashes ? 'NULL' : maskSql({ kind: 'null' }, printed)) : value(last)
  const branches = before.map(({ level, when }) => `WHEN ${toSql(when, printed.dialect)} THEN ${value(level)}`)
  return branches.length === 0 ? otherwise : `CASE ${branches.join(' ')} ELSE ${otherwise} END`
}
