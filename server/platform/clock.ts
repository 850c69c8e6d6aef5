/** The one clock of the use cases; rules take the time as an argument instead. */
export const now = (): Date => new Date()
