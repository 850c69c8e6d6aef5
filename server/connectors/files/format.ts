import path from 'node:path'
import { invalid } from '@/server/platform/errors'

/** Read as rows. */
const rowFormats = ['csv', 'tsv', 'parquet', 'json', 'ndjson'] as const
/** Read as items. */
const itemFormats = ['markdown', 'mbox'] as const
export const formats = [...rowFormats, ...itemFormats] as const
export type RowFormat = (typeof rowFormats)[number]
export type ItemFormat = (typeof itemFormats)[number]
export type Format = RowFormat | ItemFormat

export const isOfItems = (format: Format | undefined): format is ItemFormat =>
  (itemFormats as readonly (Format | undefined)[]).includes(format)

const endings: Record<string, Format> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.parquet': 'parquet',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.mbox': 'mbox',
}

/** The format that a file's name tells; undefined if it tells none. */
const formatOf = (name: string): Format | undefined => endings[path.extname(name.replace(/\.gz$/i, '')).toLowerCase()]

/** The format of a file, by the settings or else its name; undefined if neither tells. */
export const saidFormat = (settings: { format?: Format }, ref: string) => settings.format ?? formatOf(ref)

/** The same, where it must be told. */
export function formatFor(settings: { format?: Format }, ref: string): Format {
  const format = saidFormat(settings, ref)
  if (format) return format
  throw invalid(`${ref}: its name does not tell its format.`, [
    { path: 'config.format', message: 'say csv, tsv, parquet, json, ndjson, markdown or mbox' },
  ])
}

const special = /[.+^${}()|[\]\\]/g

/** A glob as a pattern over paths with `/`: `*` and `?` within a folder, `**` over folders. */
export function globPattern(glob: string): RegExp {
  const text = glob
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => {
      if (part === '**/') return '(?:[^/]+/)*'
      if (part === '**') return '.*'
      if (part === '*') return '[^/]*'
      return part === '?' ? '[^/]' : part.replace(special, '\\$&')
    })
    .join('')
  return new RegExp(`^${text}$`)
}

export const isGlob = (text: string) => /[*?]/.test(text)
