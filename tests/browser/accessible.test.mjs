// axe on every page that stands, light and dark, on a phone and on a desk; no sideways scroll at 320 px.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { openBrowser, openOffice, signIn } from './office.mjs'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let office, browser
before(async () => {
  office = await openOffice()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await office?.close()
})

const open = [
  '/',
  '/layanan',
  '/layanan?cari=tidak-ada-layanan-ini',
  '/layanan/keterangan-domisili',
  '/layanan/keterangan-ahli-waris',
  '/ajukan/keterangan-domisili',
  '/ajukan/keterangan-ahli-waris',
  '/lacak',
  '/kontak',
  '/privasi',
  '/petugas/masuk',
  '/tidak-ada-halaman-ini',
]

async function faultsOf(page, address) {
  await page.goto(address)
  // axe is added through the protocol, because the pages' own policy rightly refuses it.
  await page.evaluate(axe)
  const found = await page.evaluate((only) => window.axe.run(document, { runOnly: only }), rules)
  const faults = found.violations.map((fault) => `${address}: ${fault.id}: ${fault.nodes[0].html}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  if (wide > 0) faults.push(`${address}: ${wide} px wider than the screen`)
  return faults
}

for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1366]) {
    test(`pages of residents, ${colorScheme}, ${width} px`, { timeout: 120_000 }, async () => {
      const view = { viewport: { width, height: 800 }, colorScheme, bypassCSP: true }
      const context = await browser.newContext({ ...view, baseURL: office.address })
      const page = await context.newPage()

      const faults = []
      for (const address of open) faults.push(...(await faultsOf(page, address)))

      assert.deepEqual(faults, [])
    })
  }
}

for (const [login, pages] of [
  ['verifikator', ['/petugas/antrean', 'case:submitted', 'case:accepted', 'case:closed']],
  ['loket', ['/petugas/ambil', 'pickup:ready', '/petugas/loket', '/petugas/loket/keterangan-ahli-waris']],
  ['lurah', ['/petugas/antrean', '/petugas/jejak']],
]) {
  for (const width of [320, 1366]) {
    test(`pages of ${login}, ${width} px`, { timeout: 120_000 }, async () => {
      const signedIn = await signIn(browser, office, login)
      const cookies = await signedIn.context().cookies()
      const view = { viewport: { width, height: 800 }, bypassCSP: true }
      const context = await browser.newContext({ ...view, baseURL: office.address })
      await context.addCookies(cookies)
      const page = await context.newPage()
      const ticket = (stage) => office.applications.find((known) => known.stage === stage).ticket
      const address = (name) =>
        name.startsWith('case:')
          ? `/petugas/permohonan/${ticket(name.slice(5))}`
          : name.startsWith('pickup:')
            ? `/petugas/ambil/${ticket(name.slice(7))}`
            : name

      const faults = []
      for (const name of pages) faults.push(...(await faultsOf(page, address(name))))

      assert.deepEqual(faults, [])
    })
  }
}
