import path from 'node:path'

export const formats = ['csv', 'tsv', 'parquet', 'json', 'ndjson'] as const
export type Format = (typeof formats)[number]

const endings: Record<string, Format> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.parquet': 'parquet',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
}

/** The format that a file's name tells; undefined if it tells none. */
export const formatOf = (name: string): Format | undefined =>
  endings[path.extname(name.replace(/\.gz$/i, '')).toLowerCase()]

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
