import { type NextRequest, NextResponse } from 'next/server'

const develops = process.env.NODE_ENV !== 'production'

/** What a page may load and run: our own files, and inline scripts that carry this answer's nonce. It decides nothing about access. */
const policy = (nonce: string) =>
  [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${develops ? ` 'unsafe-eval'` : ''}`,
    // Measured layouts (virtual lists, charts, the editor) set style attributes; no style can run code.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${develops ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy(nonce))
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy(nonce))
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('x-frame-options', 'DENY')
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  return response
}

// What answers with data alone is given its headers by next.config.ts: passing through here would cost it more than its own work.
export const config = { matcher: '/((?!_next/static|icon.svg|api/).*)' }
