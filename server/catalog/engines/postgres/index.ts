// Search in the database that is there anyway: full text in two dictionaries, trigrams for slips, counts in one pass.
export { matching } from './match-store'
export { list, put, readVisible, remove, search } from './store'
