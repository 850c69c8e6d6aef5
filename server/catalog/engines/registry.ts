import type { SearchEngine } from './engine'
import { postgres } from './postgres'

/** The engine that answers. */
export const engine = (): SearchEngine => postgres
