import type { InngestFunction } from 'inngest'

/** Every function that the job runner knows. */
export const functions: InngestFunction.Any[] = []
