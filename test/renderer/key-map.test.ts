import { describe, expect, it } from 'vitest'
import { actOf, keyTable, type Press, type Situation } from '#renderer/keyboard/key-map.ts'

const press = (key: string, change: Partial<Press> = {}): Press => ({
  key,
  ctrl: false,
  shift: false,
  alt: false,
  inText: false,
  inChoice: false,
  ...change,
})
const now: Situation = { switching: false, first: false, screen: 'rack', dialog: null, singleKeys: true }
const acts = (key: string, situation: Partial<Situation> = {}, change: Partial<Press> = {}) =>
  actOf(press(key, change), { ...now, ...situation })

const screens = ['rack', 'keys', 'setup', 'questions'] as const
const dialogs = [null, 'help', 'look', 'journal', 'dryRun', 'outlet', 'find', 'key', 'prove', 'dark', 'names'] as const

describe('Esc', () => {
  it('makes safe from anywhere while anything is switched: text fields and dialogs too', () => {
    for (const screen of screens)
      for (const dialog of dialogs)
        for (const inText of [false, true])
          for (const modifiers of [{}, { shift: true }, { ctrl: true }, { alt: true }])
            expect(acts('Escape', { switching: true, screen, dialog }, { inText, ...modifiers })).toEqual({
              act: 'makeSafe',
            })
  })

  it('else closes or goes back', () => {
    expect(acts('Escape', { dialog: 'help' })).toEqual({ act: 'back' })
  })
})

describe('Space', () => {
  it('does what the screen asks', () => {
    for (const screen of screens) expect(acts(' ', { screen })).toEqual({ act: 'ask' })
    expect(acts(' ', { dialog: 'dryRun' })).toEqual({ act: 'ask' })
  })

  it('is a letter in a text field and a tick on a check box', () => {
    expect(acts(' ', {}, { inText: true })).toBeNull()
    expect(acts(' ', {}, { inChoice: true })).toBeNull()
  })
})

describe('single letters', () => {
  it('are off in text fields, in dialogs, and where a person has switched them off', () => {
    for (const key of ['s', 'd', 'a', 'b', 'v', 'u', 'p', 'q', 'm', '/', '1', '9']) {
      expect(acts(key)).not.toBeNull()
      expect(acts(key, {}, { inText: true })).toBeNull()
      expect(acts(key, { dialog: 'outlet' })).toBeNull()
      expect(acts(key, { singleKeys: false })).toBeNull()
    }
  })

  it('belong to their screen', () => {
    expect(acts('s')).toEqual({ act: 'skip' })
    expect(acts('s', { screen: 'setup' })).toBeNull()
    expect(acts('x', { screen: 'questions' })).toEqual({ act: 'leaveUnbound' })
    expect(acts('x')).toBeNull()
    expect(acts('n', { screen: 'keys' })).toEqual({ act: 'newKey' })
    expect(acts('r', { screen: 'setup' })).toEqual({ act: 'reread' })
  })

  it('open the card of the outlet in focus at the field that they name', () => {
    expect(acts('u')).toEqual({ act: 'card', aim: 'unlock' })
    const aims = { u: 'unlock', n: 'name', p: 'protect', t: 'tagOut', a: 'allocate', f: 'attestAppliance' }
    for (const [key, aim] of Object.entries(aims)) expect(acts(key, { screen: 'setup' })).toEqual({ act: 'card', aim })
    expect(acts('k', { screen: 'setup' })).toEqual({ act: 'keepOn' })
  })

  it('digits bring up a lane on the rack, and an outlet of the PDU in Setup', () => {
    expect(acts('7')).toEqual({ act: 'number', n: 7 })
    expect(acts('0')).toBeNull()
    for (const digit of '0179.') expect(acts(digit, { screen: 'setup' })).toEqual({ act: 'digit', digit })
    expect(acts('7', { screen: 'setup' }, { inText: true })).toBeNull()
  })

  it('on the first screen are only the two ways, sound and help', () => {
    expect(acts('1', { first: true })).toEqual({ act: 'number', n: 1 })
    expect(acts('s', { first: true })).toBeNull()
    expect(acts('?', { first: true })).toEqual({ act: 'help' })
  })
})

describe('other keys', () => {
  it('work in text fields too', () => {
    const wanted = { F1: 'help', F2: 'bigText', F3: 'find', F4: 'gloves', F8: 'nextTheme', F11: 'fullScreen' }
    for (const [key, act] of Object.entries(wanted)) expect(acts(key, {}, { inText: true })).toEqual({ act })
    expect(acts('F6', {}, { shift: true })).toEqual({ act: 'region', by: -1 })
    expect(acts('5', {}, { ctrl: true, inText: true })).toEqual({ act: 'go', screen: 'setup' })
  })

  it('leave copying, pasting and typing to the page', () => {
    for (const key of ['c', 'v', 'x', 'a', 'z']) expect(acts(key, {}, { ctrl: true })).toBeNull()
    for (const key of ['Tab', 'Enter', 'ArrowDown', 'Backspace']) expect(acts(key)).toBeNull()
  })
})

it('lists in the help table every key that a screen knows', () => {
  const listed = keyTable.flatMap(row => row.keys.split(/, | or | to /)).map(key => key.toLowerCase())
  const known = screens.flatMap(screen => [...'sdvupqxlnrmabtfk/'].filter(key => acts(key, { screen }) !== null))
  expect(known.length).toBeGreaterThan(20)
  expect(known.filter(key => !listed.includes(key))).toEqual([])
})
