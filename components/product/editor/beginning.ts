import { createSerializer, type inferParserType, parseAsString } from 'nuqs'

/** The data a product begins with, in the address from its asset's page to the step that chooses data. */
export const beginning = { connection: parseAsString, asset: parseAsString }

const serialize = createSerializer(beginning)

export function beginningOf(path: string, from: inferParserType<typeof beginning>) {
  return serialize(path, from)
}
