// Search in a Meilisearch server that is kept in step with the database.
export { answers } from './answers'
export { mirror } from './mirror'
export { reconcile } from './reconcile'
export { search } from './search'
export { configured } from './server'
export { standing } from './store'
