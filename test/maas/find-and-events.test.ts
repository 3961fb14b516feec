import { describe, expect, it } from 'vitest'
import { readEvents, watchEvents } from '#main/maas/events.ts'
import { findMachine } from '#main/maas/find.ts'
import { clientOf, faultOf, openMaas, value } from './with-maas.ts'

const uuid = '4c4c4544-0051-3610-8057-b7c04f4a4b32'

describe('finding a machine in MAAS', () => {
  it('goes by its MAC addresses in any spelling and confirms the UUID', async () => {
    const { maas, clock } = await openMaas()
    maas.addMachine({ macs: ['52:54:00:00:00:0a', '52:54:00:00:00:0b'], hostname: 'found', uuid: uuid.toUpperCase() })
    maas.addMachine({ macs: ['52:54:00:00:00:0c'] })
    const found = value(
      await findMachine(clientOf(maas, clock), { uuid, macs: ['52-54-00-00-00-0B', '52:54:00:00:00:0A'] }),
    )
    expect(found).toMatchObject({ hostname: 'found', status: 'New', hardwareUuid: uuid })
  })

  it('accepts a machine whose UUID MAAS has emptied', async () => {
    const { maas, clock } = await openMaas()
    maas.addMachine({ macs: ['52:54:00:00:00:0a'], hostname: 'found' })
    expect(value(await findMachine(clientOf(maas, clock), { uuid, macs: ['52:54:00:00:00:0a'] }))?.hostname).toBe(
      'found',
    )
  })

  it('is null when MAAS does not know it', async () => {
    const { maas, clock } = await openMaas()
    expect(value(await findMachine(clientOf(maas, clock), { uuid, macs: ['52:54:00:00:00:0a'] }))).toBeNull()
  })

  it('refuses two answers, another UUID, and a machine without a MAC address', async () => {
    const { maas, clock } = await openMaas()
    const client = clientOf(maas, clock)
    maas.addMachine({ macs: ['52:54:00:00:00:0a'], uuid: '00000000-0000-0000-0000-0000deadbeef' })
    expect(faultOf(await findMachine(client, { uuid, macs: ['52:54:00:00:00:0a'] })).kind).toBe('wrongDevice')
    maas.addMachine({ macs: ['52:54:00:00:00:0b'], uuid })
    const both = { uuid, macs: ['52:54:00:00:00:0a', '52:54:00:00:00:0b'] }
    expect(faultOf(await findMachine(client, both)).detail).toContain('Several machines')
    expect(faultOf(await findMachine(client, { uuid, macs: [] })).kind).toBe('malformed')
  })
})

describe('the events of MAAS', () => {
  it('are read from where one stands now, oldest first, none twice and none lost', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    const note = (type: string, level: 'INFO' | 'DEBUG' = 'INFO'): void => maas.noteEvent(systemId, level, type)
    note('before')
    const client = clientOf(maas, clock)
    const start = value(await readEvents(client, null))
    expect(start.events).toEqual([])
    note('Performing PXE boot')
    note('PXE Request', 'DEBUG')
    for (let n = 0; n < 1100; n++) note(`event ${n}`)
    const read = value(await readEvents(client, start.newest))
    expect(read.events.map(event => event.type)).toEqual([
      'Performing PXE boot',
      ...Array.from({ length: 1100 }, (_, n) => `event ${n}`),
    ])
    expect(read.events[0]).toMatchObject({ systemId, level: 'INFO' })
    expect(value(await readEvents(client, read.newest)).events).toEqual([])
  })

  it('are watched through a failure until one stops', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    const stop = new AbortController()
    const seen: string[] = []
    const watching = watchEvents(clientOf(maas, clock), { after: 0, everyMs: 3_000, cancel: stop.signal }, read =>
      seen.push(read.ok ? read.value.events.map(event => event.type).join() : read.fault.kind),
    )
    await clock.advance(1_000)
    maas.noteEvent(systemId, 'INFO', 'Performing PXE boot')
    await clock.advance(3_000)
    maas.knobs.failWith = 500
    await clock.advance(3_000)
    maas.knobs.failWith = null
    maas.noteEvent(systemId, 'INFO', 'New')
    await clock.advance(3_000)
    stop.abort()
    await watching
    expect(seen).toEqual(['', 'Performing PXE boot', 'io', 'New'])
  })
})
