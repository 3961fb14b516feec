import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openDatabase, type Database } from '#main/store/database.ts'
import { openSettings } from '#main/store/settings.ts'
import { databaseIn, must } from './fixtures/journals.ts'
import { tempDir } from './fixtures/temp-dir.ts'

const Schema = z.object({
  beatSeconds: z.number().min(1).max(60).default(5),
  sound: z.boolean().default(true),
  maas: z.object({ url: z.url() }).nullable().default(null),
})

function open(): { db: Database; dir: string } {
  const dir = tempDir()
  return { db: must(openDatabase(databaseIn(dir), 'write')), dir }
}

describe('settings', () => {
  it('have their defaults until they are set, and again when given back', () => {
    const settings = openSettings(open().db, Schema)
    expect(must(settings.get())).toEqual({ beatSeconds: 5, sound: true, maas: null })
    expect(must(settings.set({ beatSeconds: 2, maas: { url: 'http://maas.example:5240/MAAS' } }))).toEqual({
      beatSeconds: 2,
      sound: true,
      maas: { url: 'http://maas.example:5240/MAAS' },
    })
    must(settings.set({ beatSeconds: undefined }))
    expect(must(settings.get()).beatSeconds).toBe(5)
  })

  it('are there for the next one who opens the file', () => {
    const { db, dir } = open()
    must(openSettings(db, Schema).set({ sound: false }))
    db.close()
    const reader = must(openDatabase(databaseIn(dir), 'read'))
    expect(must(openSettings(reader, Schema).get()).sound).toBe(false)
    expect(openSettings(reader, Schema).set({ sound: true })).toMatchObject({ fault: { kind: 'denied' } })
    reader.close()
  })

  it('refuse a value that does not fit, and then none of the others is written', () => {
    const settings = openSettings(open().db, Schema)
    expect(settings.set({ sound: false, beatSeconds: 0 })).toMatchObject({ fault: { where: 'setting beatSeconds' } })
    expect(must(settings.get()).sound).toBe(true)
  })

  it('refuse a name nobody knows', () => {
    const changes: object = { colour: 'red' }
    expect(openSettings(open().db, Schema).set(changes)).toMatchObject({ fault: { where: 'setting colour' } })
  })

  it('that no longer fit are named, and can be set again', () => {
    const { db } = open()
    const settings = openSettings(db, Schema)
    for (const value of ['"five"', '{broken']) {
      db.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)').run('beatSeconds', value)
      expect(settings.get()).toMatchObject({ fault: { kind: 'malformed', where: 'setting beatSeconds' } })
      expect(must(settings.set({ beatSeconds: 7 })).beatSeconds).toBe(7)
    }
  })

  it('of a newer version are left alone', () => {
    const { db } = open()
    db.prepare('INSERT INTO setting VALUES (?, ?)').run('hologram', 'true')
    must(openSettings(db, Schema).set({ sound: false }))
    expect(db.prepare('SELECT value FROM setting WHERE key = ?').get('hologram')).toEqual({ value: 'true' })
  })
})
