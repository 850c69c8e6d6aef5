/** Why a call was refused, in one word of the API; empty where it came to nothing. */
export function toldCode(error: unknown): string {
  return (error as { data?: { app?: { code?: string } } } | null)?.data?.app?.code ?? ''
}
