import { expect, journey, signInAs } from './instance'

// An owner expects something of a product beside its contract: it is tried on the past, watched, and what is not so is an incident.

const address = '/airsafety/products/flight-delays/expectations'
const title = 'Enough departures are there'

journey('an expectation is tried, goes live, fires and is taken away', async ({ page, accessible, complaints }) => {
  await signInAs(page, 'olga')
  await page.goto(address)
  await page.getByRole('button', { name: 'Add an expectation' }).click()
  const form = page.getByRole('form', { name: 'Add an expectation' })
  await form.getByRole('radio', { name: /^Volume/ }).click()
  await form.getByLabel(/^At least/).fill('9')
  await form.getByLabel(/^At most/).fill('5')
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(form.getByText('must not lie above the high end')).toBeVisible()
  // The browser itself says of the one refused call that it was refused.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('expectation.put')])
  await form.getByLabel(/^At least/).fill('2900000')
  await form.getByLabel(/^At most/).fill('')
  await form.getByLabel(/^Title/).fill(title)
  await form.getByRole('checkbox', { name: /Watch it from now on/ }).uncheck()
  await accessible()
  await form.getByRole('button', { name: 'Add', exact: true }).click()

  const row = page.getByRole('list', { name: 'Expectations' }).getByRole('listitem').filter({ hasText: title })
  await expect(row).toContainText('not watched')
  await row.getByRole('button', { name: 'Try on the past' }).click()
  await expect(row).toContainText('It would never have fired, over 1 kept snapshot.')
  await accessible()

  await row.getByRole('button', { name: 'Change' }).click()
  const change = page.getByRole('form', { name: 'Change the expectation' })
  await change.getByLabel(/^At least/).fill('4000000')
  await change.getByRole('checkbox', { name: /Watch it from now on/ }).check()
  await change.getByRole('button', { name: 'Save' }).click()
  await expect(async () => {
    await page.reload()
    await expect(row).toContainText('broken: 3,000,000', { timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
  await page.goto('/airsafety/loop')
  const incident = page.getByRole('main').getByRole('listitem').filter({ hasText: title })
  await expect(incident).toContainText('Expected: at least 4,000,000 rows.')

  await page.goto(address)
  await row.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing is expected beside the contract' })).toBeVisible()
  await page.goto('/airsafety/loop?show=resolved')
  await expect(incident).toContainText('Fixed')
})

journey('what is expected is written as YAML', async ({ page, accessible, complaints }) => {
  await signInAs(page, 'olga')
  await page.goto(address)
  await page.getByRole('button', { name: 'As YAML' }).click()
  const form = page.getByRole('form', { name: 'Expectations as YAML' })
  const editor = form.getByRole('textbox', { name: 'Expectations as YAML' })
  await expect(editor).toContainText('items: []')
  await editor.fill('items: [{ kind: volume, port: departures, band: { low: many } }]')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByRole('alert')).toContainText('Line 1: items.0.band.low must be a number')
  // The browser itself says of the one refused call that it was refused.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('expectation.put')])
  await accessible()
  await editor.fill(`items: [{ kind: volume, port: departures, title: ${title}, band: { low: 7 }, live: false }]`)
  await form.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('list', { name: 'Expectations' }).getByRole('listitem').filter({ hasText: title })
  await expect(row).toContainText('at least 7 rows')
  const answer = await page.request.get('/api/v1/products/flight-delays/expectations?format=yaml')
  expect(answer.headers()['content-type']).toContain('application/yaml')
  expect(await answer.text()).toContain(`title: ${title}`)
  await page.getByRole('button', { name: 'As YAML' }).click()
  await editor.fill('items: []')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing is expected beside the contract' })).toBeVisible()
})

journey('what is done by itself is written as rules', async ({ page, accessible, complaints }) => {
  await signInAs(page, 'olga')
  await page.goto(address)
  await page.getByRole('button', { name: 'Add a rule' }).click()
  const form = page.getByRole('form', { name: 'Add a rule' })
  await form.getByLabel('When this is broken').selectOption('a promise of freshness')
  await form.getByLabel('In so many looks').fill('none')
  await form.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(form.getByText('must be a whole number')).toBeVisible()
  await expect(form.getByText('must say what to do')).toBeVisible()
  // The browser itself says of the one refused call that it was refused.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('adjustment.setRules')])
  await form.getByLabel('In so many looks').fill('2')
  await form.getByRole('checkbox', { name: 'Tell its readers' }).check()
  await form.getByRole('checkbox', { name: 'Roll the port back' }).check()
  await form.getByLabel(/^Note/).fill('Rows are late; these are of yesterday.')
  await accessible()
  await form.getByRole('button', { name: 'Add', exact: true }).click()

  const rules = page.getByRole('list', { name: 'Rules' })
  await expect(rules).toContainText(
    'When a promise of freshness is broken twice, roll the port back and tell its readers.',
  )
  await expect(page.getByText(/^Written by Olga Brandt/)).toBeVisible()
  await rules.getByRole('button', { name: /^Change/ }).click()
  const change = page.getByRole('form', { name: 'Change the rule' })
  await change.getByRole('checkbox', { name: 'Pause the port' }).check()
  await change.getByLabel(/^For so many hours/).fill('6')
  await change.getByRole('button', { name: 'Save' }).click()
  const sentence =
    'When a promise of freshness is broken twice, pause the port for 6 hours, roll the port back and tell its readers.'
  await expect(rules).toContainText(sentence)
  await accessible()

  // A steward sees all metadata and changes none; whoever only finds the product does not see how its people work.
  await page.goto('about:blank')
  await page.context().clearCookies()
  await signInAs(page, 'stella')
  await page.goto(address)
  await expect(rules).toContainText(sentence)
  await expect(page.getByRole('button', { name: 'Add a rule' })).toHaveCount(0)
  await expect(rules.getByRole('button')).toHaveCount(0)
  await page.goto('about:blank')
  await page.context().clearCookies()
  await signInAs(page, 'sam')
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1, name: 'Expectations' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Done by itself' })).toHaveCount(0)

  await page.goto('about:blank')
  await page.context().clearCookies()
  await signInAs(page, 'olga')
  await page.goto(address)
  await rules.getByRole('button', { name: /^Remove/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing is done by itself' })).toBeVisible()
})

journey('what others expect is read without its numbers, and not written', async ({ page, baseURL }) => {
  await signInAs(page, 'sam')
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1, name: 'Expectations' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add an expectation' })).toHaveCount(0)
  const answer = await page.request.put(`${baseURL}/api/v1/products/flight-delays/expectations`, {
    data: { items: [] },
  })
  expect([401, 403]).toContain(answer.status())
})

journey(
  'what the document expects holds once it is published, and is changed there alone',
  async ({ page, accessible, complaints }) => {
    await signInAs(page, 'pavel')
    const route = '/api/v1/products/zip-codes'
    const held = `Codes keep coming ${Date.now().toString(36)}`
    const yaml = await (await page.request.get(`${route}?format=yaml`)).text()
    const own = `customProperties:\n  - property: expectations\n    value: [{ kind: volume, port: codes, title: ${held}, band: { low: 1 } }]\n`
    const stated = yaml.replace(/^version: .*\n/m, '').replace(/^customProperties:\n(?: .*\n|- .*\n)*/m, own)
    expect(stated).toContain(held)
    const headers = { origin: new URL(page.url()).origin }
    const save = (text: string) => page.request.put(route, { headers, data: { yaml: text } })
    const refused = await (await save(stated.replace('low: 1', 'low: many'))).json()
    expect(refused.error.details).toEqual([
      { path: 'product.customProperties.0.value.0.band.low', message: 'must be a number' },
    ])
    expect((await save(stated)).status()).toBe(200)
    const published = await page.request.post(`${route}/publish`, { headers, data: {} })
    const { version } = await published.json()

    await page.goto('/airsafety/products/zip-codes/expectations')
    await expect(page.getByRole('note')).toContainText(`stand in the product’s own document, version ${version}`)
    const row = page.getByRole('list', { name: 'Expectations' }).getByRole('listitem').filter({ hasText: held })
    await expect(row).toContainText('at least 1 row ')
    await expect(row.getByRole('button')).toHaveText(['Try on the past'])
    await expect(page.getByRole('button', { name: 'Add an expectation' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'As YAML' })).toHaveCount(0)
    await accessible()
    const put = await page.request.put(`${route}/expectations`, { headers, data: { items: [] } })
    expect([put.status(), (await put.json()).error.message]).toEqual([409, expect.stringContaining(version)])
    await page.getByRole('link', { name: 'Open the document' }).click()
    await page.waitForURL(/\/products\/zip-codes\/edit/)
    expect(complaints).toEqual([])
  },
)
