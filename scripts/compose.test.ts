import fs from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { env, rereadEnv } from '@/server/platform/env'

// Docker is not everywhere that the tests run: what can be held without it is held here.

type Service = {
  image: string
  environment?: Record<string, string>
  volumes?: string[]
  configs?: { source: string }[]
  depends_on?: string[] | Record<string, { condition: string }>
  healthcheck?: unknown
}
const text = fs.readFileSync('compose.yaml', 'utf8')
const file = parse(text, { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, unknown>
  configs: Record<string, { content: string }>
}
const services = Object.entries(file.services)
const portals = services.filter(([name]) => name.startsWith('portal-'))
const settingsPage = fs.readFileSync('docs/settings.md', 'utf8')
const before = { ...process.env }
afterAll(() => {
  process.env = before
  rereadEnv()
})

describe('compose.yaml', () => {
  it.each(services)('%s: its image has a version, and what it names is there', (name, service) => {
    if (!name.startsWith('portal-')) expect(service.image).toMatch(/:v?\d/)
    const named = service.volumes?.map((volume) => volume.split(':')[0]!) ?? []
    expect(Object.keys(file.volumes)).toEqual(expect.arrayContaining(named))
    for (const { source } of service.configs ?? []) expect(file.configs).toHaveProperty(source)
    const needs = Array.isArray(service.depends_on)
      ? service.depends_on.map((one) => [one, 'service_started'] as const)
      : Object.entries(service.depends_on ?? {}).map(([one, { condition }]) => [one, condition] as const)
    for (const [one, condition] of needs) {
      expect(file.services).toHaveProperty(one)
      if (condition === 'service_healthy') expect(file.services[one]?.healthcheck, one).toBeDefined()
    }
  })

  it('every variable that it asks for stands among the settings', () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!))
    expect([...asked].filter((name) => !settingsPage.includes(`\`${name}\``))).toEqual([])
  })

  it('every portal is told what a portal knows, and the same', () => {
    expect(portals.length).toBeGreaterThan(1)
    const told = portals[0]![1].environment!
    for (const [, { environment }] of portals) expect(environment).toEqual(told)
    const samples: Record<string, string> = {
      STOA_ORIGIN: 'https://stoa.example.org',
      STOA_SECRET_KEY: 'ab'.repeat(32),
      STOA_NET_ALLOW: '10.0.0.0/8',
    }
    const filled = Object.entries(told).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+)[^}]*\}/g, (_, variable: string) => samples[variable] ?? 'ab'.repeat(32)),
    ])
    process.env = { NODE_ENV: 'test', ...Object.fromEntries(filled) }
    rereadEnv()
    const known = Object.keys(env())
    expect(Object.keys(told).filter((name) => !known.includes(name))).toEqual(['DATABASE_URL'])
    expect(new URL(process.env.DATABASE_URL!).hostname).toBe('postgres')
  })

  it('the proxy passes to every portal, and keeps the job server’s door inside', () => {
    const { content } = file.configs.caddyfile!
    for (const [name] of portals) expect(content).toContain(`${name}:3000`)
    const [open] = content.slice(content.indexOf('STOA_ORIGIN')).split('http://:8080')
    expect(open).toContain('respond @jobs 404')
    expect(JSON.stringify(file.services.proxy)).not.toContain('8080')
    for (const [name, service] of services) expect('ports' in service, name).toBe(name === 'proxy')
  })
})
