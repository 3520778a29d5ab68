// A demo office of its own and a browser to visit it with.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const root = resolve(import.meta.dirname, '../..')
const binary = process.env.SIPOKE ?? join(root, 'target/debug/sipoke')

export const scan = (name) => join(root, 'fixtures/scans', name)

/** Starts `sipoke demo` on a free port; its first line says where it is and who may sign in. */
export async function openOffice() {
  const folder = await mkdtemp(join(tmpdir(), 'sipoke-browser-'))
  const server = spawn(binary, ['demo', '--json', '--port', '0', '--data', join(folder, 'kantor')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: server.stdout })
  const first = await new Promise((done, failed) => {
    lines.once('line', done)
    server.once('error', failed)
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}`)))
  })
  const said = JSON.parse(first)
  const password = (login) => said.credentials.find((known) => known.login === login).password
  const close = async () => {
    const ended = new Promise((done) => server.once('exit', done))
    server.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true })
  }
  return { address: said.address, applications: said.applications, password, close }
}

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

/** A cheap phone: 360 px wide, JavaScript off. */
export const phone = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false, locale: 'id-ID' }
/** The computer at the counter, JavaScript off too. */
export const desk = { viewport: { width: 1366, height: 768 }, javaScriptEnabled: false, locale: 'id-ID' }

export async function signIn(browser, office, login) {
  const context = await browser.newContext({ ...desk, baseURL: office.address })
  const page = await context.newPage()
  await page.goto('/petugas/masuk')
  await page.getByLabel('Nama pengguna').fill(login)
  await page.getByLabel('Kata sandi').fill(office.password(login))
  await page.getByRole('button', { name: 'Masuk' }).click()
  return page
}
