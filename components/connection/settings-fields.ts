/** One input of a settings form, read off a JSON Schema. */
export type SettingsField = {
  name: string
  label: string
  hint?: string
  required: boolean
  fallback?: unknown
} & (
  | { input: 'text' | 'long' | 'number' | 'switch' | 'list' }
  | { input: 'choice'; options: string[] }
  | { input: 'group'; fields: SettingsField[] }
)

type Json = { [key: string]: unknown }
const acronyms: Record<string, string> = { tls: 'TLS', ca: 'Certificate authority', id: 'id' }

/** `nullText` as a person reads it: "Null text". */
function labelOf(name: string): string {
  if (acronyms[name]) return acronyms[name]
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words[0]!.toUpperCase() + words.slice(1)
}

/** The inputs of an object's JSON Schema, in its order. */
export function fieldsOf(schema: Json): SettingsField[] {
  const properties = (schema.properties ?? {}) as Record<string, Json>
  const required = new Set((schema.required as string[] | undefined) ?? [])
  return Object.entries(properties).map(([name, one]) => ({
    name,
    label: typeof one.title === 'string' ? one.title : labelOf(name),
    ...(typeof one.description === 'string' ? { hint: one.description } : {}),
    required: required.has(name) && one.default === undefined,
    ...(one.default === undefined ? {} : { fallback: one.default }),
    ...inputOf(name, one),
  }))
}

function inputOf(name: string, one: Json) {
  if (Array.isArray(one.enum)) return { input: 'choice', options: one.enum.map(String) } as const
  if (one.type === 'object') return { input: 'group', fields: fieldsOf(one) } as const
  if (one.type === 'boolean') return { input: 'switch' } as const
  if (one.type === 'integer' || one.type === 'number') return { input: 'number' } as const
  if (one.type === 'array') return { input: 'list' } as const
  return { input: name === 'ca' ? 'long' : 'text' } as const
}

/** What a form begins with: the defaults of its fields. */
export const startOf = (fields: SettingsField[]): Record<string, unknown> =>
  Object.fromEntries(fields.flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback]])))

/** Without what was left empty, so that the server sees it as left out. */
export function filled(values: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(values).map(([name, value]) => [name, isObject(value) ? filled(value) : value] as const)
  return Object.fromEntries(
    kept.filter(
      ([, value]) =>
        !(
          value === '' ||
          value === undefined ||
          (isObject(value) && Object.keys(value).length === 0) ||
          (Array.isArray(value) && value.length === 0)
        ),
    ),
  )
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
