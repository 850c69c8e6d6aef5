import { randomBytes } from 'node:crypto'

/** A secret that messages are signed with, as Standard Webhooks writes one: 256 random bits. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`
