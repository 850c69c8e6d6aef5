/** How long a lease on a run lasts unless renewed, in seconds. */
export const leaseSeconds = 15
