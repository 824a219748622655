import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contrast, readColour, standingOut, textOn } from './colour.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map(n => `#${n.toString(16).padStart(6, '0')}`)

test('Contrast is as WCAG gives it', () => {
  assert.equal(contrast('#ffffff', '#000000'), 21)
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
})

test('Words can be read on every colour', () => {
  fc.assert(fc.property(colour, each => contrast(each, textOn(each)) >= 4.5))
  assert.equal(textOn('#1d4f7c'), '#ffffff')
  assert.equal(textOn('#ffdd00'), '#000000')
})

test('The colour we offer instead stands out on a white page', () => {
  fc.assert(fc.property(colour, each => contrast(standingOut(each), '#ffffff') >= 3))
  assert.equal(standingOut('#1d4f7c'), '#1d4f7c')
})

test('A colour is read with or without its hash, long or short', () => {
  assert.equal(readColour(' 1D4F7C'), '#1d4f7c')
  assert.equal(readColour('#14c'), '#1144cc')
  assert.equal(readColour('blue'), undefined)
})
