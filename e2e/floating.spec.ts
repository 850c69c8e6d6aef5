import { expect, journey, signInAs } from './instance'

// Menus, tooltips, dialogs and the palette are fetched when one nears or opens them. Over a slow line, too, nothing that one does is lost.

journey(
  'what floats answers the first press, also while it is on its way, and gives the focus back',
  async ({ page, accessible }) => {
    await signInAs(page, 'pavel')
    await page.goto('/airsafety/settings/members')
    await expect(page.getByRole('table')).toBeVisible()
    await page.waitForLoadState('networkidle')
    await page.route('**/_next/static/chunks/**', async (route) => {
      await new Promise((done) => setTimeout(done, 600))
      await route.continue()
    })

    // Keys: the first press opens, the first row is chosen, escape gives the focus back.
    const organisation = page.getByRole('button', { name: /^Organisation/ })
    await organisation.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menu')).toBeVisible()
    await expect(page.getByRole('menu').locator(':focus')).toHaveAttribute('role', /^menuitem/)
    await expect(organisation).toHaveAttribute('aria-expanded', 'true')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toBeHidden()
    await expect(organisation).toBeFocused()

    // The pointer: a press opens, a second one closes.
    const change = page.getByRole('button', { name: /^Change / }).first()
    await change.click()
    await expect(page.getByRole('menu')).toBeVisible()
    await change.click()
    await expect(page.getByRole('menu')).toBeHidden()

    // A dialog from a menu gives the focus to the menu's button.
    await change.click()
    await page.getByRole('menuitem', { name: /Remove|invitation/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await accessible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(change).toBeFocused()

    // A tooltip comes with the pointer and with the focus, and describes what it stands by.
    const fold = page.getByRole('button', { name: 'Fold the rail' })
    await fold.hover()
    await expect(page.getByRole('tooltip')).toHaveText('Fold the rail')
    await expect(fold).toHaveAttribute('aria-describedby', /.+/)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('tooltip')).toBeHidden()

    // What one types before the palette is there stands in it.
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('delax')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('y')
    const field = page.getByRole('combobox', { name: 'Find anything' })
    await expect(field).toBeFocused()
    await page.keyboard.type('s')
    await expect(field).toHaveValue('delays')
  },
)
