import { expect, test } from 'vitest'
import { reducePhoto, sizeWithin } from './photo'

test('a picture keeps its proportions and is never made larger', () => {
  expect(sizeWithin(4000, 3000, 2560)).toEqual({ width: 2560, height: 1920 })
  expect(sizeWithin(3000, 4000, 2560)).toEqual({ width: 1920, height: 2560 })
  expect(sizeWithin(800, 600, 2560)).toEqual({ width: 800, height: 600 })
  expect(sizeWithin(10_000, 1, 2560)).toEqual({ width: 2560, height: 1 })
})

test('what is no large photograph is handed in as it is, and so is one that cannot be drawn', async () => {
  const page = new File(['%PDF-'], 'page.pdf', { type: 'application/pdf' })
  expect(await reducePhoto(page)).toBe(page)
  const broken = new File([new Uint8Array(2 * 1024 * 1024)], 'broken.jpg', { type: 'image/jpeg' })
  expect(await reducePhoto(broken)).toBe(broken)
})
