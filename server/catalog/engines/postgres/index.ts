// Search in the database that is there anyway: full text in two dictionaries, trigrams for slips, counts in one pass.
export { list, put, remove, search } from './store'
