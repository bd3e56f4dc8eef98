import { expect, it } from 'vitest'
import { textRecord } from '../../../shared/text-record.ts'

it('keeps names that an object would take for its own', () => {
  const text = '{"__proto__":"a","constructor":"b"}'
  expect(JSON.stringify(textRecord.parse(JSON.parse(text)))).toBe(text)
})

it.each(['null', '[]', '{"a":1}', '"a"'])('refuses %s', text => {
  expect(textRecord.safeParse(JSON.parse(text)).success).toBe(false)
})
