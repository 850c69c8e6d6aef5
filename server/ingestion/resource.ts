/** A thing of this stage as policy sees it. */
export type Guarded<T extends 'connection' | 'asset' | 'run'> = { type: T; id: string; domainId: string }

/** Makes one, or null of what is not there. */
export const guarded = <T extends 'connection' | 'asset' | 'run'>(
  type: T,
  found: { id: string; domainId: string } | null,
): Guarded<T> | null => found && { type, id: found.id, domainId: found.domainId }
