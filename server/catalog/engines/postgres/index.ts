import type { SearchEngine } from '../engine'
import { list, put, remove, search } from './store'

/** Search in the database that is there anyway: full text in two dictionaries, trigrams for slips, counts in one pass. */
export const postgres: SearchEngine = { kind: 'postgres', search, put, remove, list }
