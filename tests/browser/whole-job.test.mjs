// The whole job in a real browser with JavaScript off: from a phone to the hand.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, openOffice, phone, scan, signIn } from './office.mjs'

let office, browser
before(async () => {
  office = await openOffice()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await office?.close()
})

async function fill(page, nik) {
  await page.getByLabel(/^Nama/).fill('SITI CONTOH')
  await page.getByLabel(/^NIK/).fill(nik)
  await page.getByLabel(/^Tanggal lahir/).fill('1990-01-01')
  await page.getByLabel(/HP|telepon/i).first().fill('0812-0000-0001')
  await page.getByLabel(/^Alamat(?! domisili)/i).first().fill('Jalan Contoh 1 RT 006/RW 010')
  await page.getByLabel('Keperluan').fill('melamar kerja')
  await page.getByLabel('Alamat domisili').fill('Jalan Contoh 1')
  await page.getByLabel('milik', { exact: true }).check()
}

async function check(officer, ticket, ktp) {
  await officer.goto(`/petugas/permohonan/${ticket}`)
  for (const code of ['pengantar-rt-rw', 'kk-pemohon']) {
    await officer.locator(`#temuan-${code}-sesuai`).check()
  }
  await officer.locator(`#temuan-ktp-pemohon-${ktp}`).check()
  await officer.getByRole('button', { name: 'Simpan pemeriksaan' }).click()
}

test('a letter goes from the phone to the hand', { timeout: 120_000 }, async () => {
  const context = await browser.newContext({ ...phone, baseURL: office.address })
  const resident = await context.newPage()
  await resident.goto('/')
  await resident.goto('/layanan/keterangan-domisili')
  assert.match(await resident.textContent('main'), /Rp 0|gratis|tidak dipungut/i)
  await resident.getByRole('link', { name: /ajukan/i }).first().click()

  await fill(resident, '327605410190000')
  await resident.setInputFiles('[name="dokumen.pengantar-rt-rw"]', scan('pengantar.pdf'))
  await resident.setInputFiles('[name="dokumen.ktp-pemohon"]', scan('buram.jpg'))
  await resident.setInputFiles('[name="dokumen.kk-pemohon"]', scan('kk.png'))
  await resident.getByRole('button', { name: /kirim/i }).click()
  assert.match(await resident.title(), /^Ada kesalahan/)
  assert.equal(await resident.getByLabel(/^Nama/).inputValue(), 'SITI CONTOH')
  assert.equal(await resident.locator('[name^="tersimpan."]').count(), 3, 'the files are kept')
  await resident.getByLabel(/^NIK/).fill('3276054101900002')
  await resident.getByRole('button', { name: /kirim/i }).click()

  const [ticket, secret] = await resident.locator('.kode.besar').allTextContents()
  assert.match(ticket, /^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)

  const verifier = await signIn(browser, office, 'verifikator')
  await check(verifier, ticket, 'unreadable')
  await verifier.getByRole('button', { name: 'Kembalikan ke warga' }).click()

  const borrowed = await browser.newContext({ ...phone, baseURL: office.address })
  const tracking = await borrowed.newPage()
  await tracking.goto('/lacak')
  await tracking.getByLabel('Kode permohonan').fill(ticket.toLowerCase())
  await tracking.getByLabel('Kode rahasia').fill(secret)
  await tracking.getByRole('button', { name: 'Lacak' }).click()
  const returned = await tracking.textContent('main')
  assert.match(returned, /perlu diperbaiki/i)
  assert.doesNotMatch(returned, /SITI|327605/)
  await tracking.setInputFiles('[name="dokumen.ktp-pemohon"]', scan('ktp.jpg'))
  await tracking.getByRole('button', { name: 'Kirim perbaikan' }).click()

  await check(verifier, ticket, 'sesuai')
  await verifier.getByRole('button', { name: /^Terima/ }).click()
  await verifier.getByRole('button', { name: 'Buat konsep surat' }).click()
  for (const [login, button] of [
    ['kasi', 'Paraf surat'],
    ['sekretaris', 'Paraf surat'],
    ['lurah', 'Tanda tangani surat'],
  ]) {
    const official = await signIn(browser, office, login)
    await official.goto(`/petugas/permohonan/${ticket}`)
    await official.getByRole('button', { name: button }).click()
  }

  const clerk = await signIn(browser, office, 'loket')
  await clerk.goto(`/petugas/ambil/${ticket}`)
  await clerk.getByRole('button', { name: 'Serahkan surat' }).click()
  assert.match(await clerk.textContent('main'), /KTP-el pemohon/, 'it names what is missing')
  for (const code of ['pengantar-rt-rw', 'ktp-pemohon', 'kk-pemohon']) {
    await clerk.locator(`#asli-${code}-matches`).check()
  }
  await clerk.getByRole('button', { name: 'Simpan pencocokan' }).click()
  await clerk.goto(`/petugas/ambil/${ticket}`)
  await clerk.getByRole('button', { name: 'Serahkan surat' }).click()

  await tracking.goto(`/lacak/${ticket}`)
  const collected = await tracking.textContent('main')
  assert.match(collected, /sudah diambil/i)
  assert.doesNotMatch(collected, /SITI|327605/)
})

test('a service of legal weight is shown whole and cannot be applied for', async () => {
  const context = await browser.newContext({ ...phone, baseURL: office.address })
  const resident = await context.newPage()

  await resident.goto('/layanan/keterangan-ahli-waris')
  const shown = await resident.textContent('main')
  const answer = await resident.goto('/ajukan/keterangan-ahli-waris')

  assert.match(shown, /silsilah/i)
  assert.match(shown, /loket/i)
  assert.equal(answer.status(), 403)
  assert.match(await resident.textContent('main'), /dikecualikan/)
})
