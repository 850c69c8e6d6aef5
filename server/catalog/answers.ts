import * as meilisearch from './engines/meilisearch'

/** Whether the engine outside the database answers; null where there is none. */
export const answers = async (): Promise<boolean | null> => (meilisearch.configured() ? meilisearch.answers() : null)
