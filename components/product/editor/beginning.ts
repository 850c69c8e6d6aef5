import { createSerializer, type inferParserType, parseAsString } from 'nuqs/server'

/** The data a product begins with, in the address from its asset's page to the step that chooses data. */
export const beginning = { connection: parseAsString, asset: parseAsString }

export type Beginning = inferParserType<typeof beginning>

const serialize = createSerializer(beginning)

export function beginningOf(path: string, from: Beginning) {
  return serialize(path, from)
}
