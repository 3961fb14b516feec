import { describe, expect, it } from 'vitest'
import { checkMaas } from '#main/maas/check.ts'
import { makeDiary } from '#main/maas/events.ts'
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

describe('the diary of MAAS', () => {
  it('is read from where it stands now, oldest first, none twice and none lost', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    maas.noteEvent(systemId, 'INFO', 'before')
    const diary = makeDiary(clientOf(maas, clock))
    expect(value(await diary.read())).toEqual([])
    maas.noteEvent(systemId, 'INFO', 'Performing PXE boot')
    maas.noteEvent(systemId, 'DEBUG', 'PXE Request')
    for (let n = 0; n < 1100; n++) maas.noteEvent(systemId, 'INFO', `event ${n}`)
    const read = value(await diary.read())
    expect(read.map(event => event.type)).toEqual([
      'Performing PXE boot',
      'PXE Request',
      ...Array.from({ length: 1100 }, (_, n) => `event ${n}`),
    ])
    expect(read[0]).toMatchObject({ systemId, level: 'INFO' })
    expect(value(await diary.read())).toEqual([])
  })

  it('counts what may move an outlet, and not what every boot and every power query brings', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'], status: 'Ready' })
    const diary = makeDiary(clientOf(maas, clock))
    expect(diary.stirs).toBe(0)
    await diary.read()
    expect(diary.stirs).toBe(1)
    for (const type of ['Performing PXE boot', 'TFTP Request', "Queried node's BMC", 'Node powered on'])
      maas.noteEvent(systemId, 'DEBUG', type)
    await diary.read()
    expect(diary.stirs).toBe(1)
    maas.deploy(systemId)
    const types = value(await diary.read()).map(event => event.type)
    expect(types).toContain('Node changed status')
    expect(diary.stirs).toBe(1 + types.length)
  })

  it('tells of an entry that was written earlier and came to light later', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    const diary = makeDiary(clientOf(maas, clock))
    await diary.read()
    maas.holdEvent(systemId, 'INFO', 'Deploying')
    maas.noteEvent(systemId, 'INFO', 'New')
    expect(value(await diary.read()).map(event => event.type)).toEqual(['New'])
    maas.releaseEvents()
    expect(value(await diary.read()).map(event => event.type)).toEqual(['Deploying'])
    expect(value(await diary.read())).toEqual([])
  })

  it('goes on after a failure where it was', async () => {
    const { maas, clock } = await openMaas()
    const { systemId } = maas.addMachine({ macs: ['52:54:00:00:00:01'] })
    const diary = makeDiary(clientOf(maas, clock))
    await diary.read()
    maas.knobs.failWith = 500
    maas.noteEvent(systemId, 'INFO', 'New')
    expect(faultOf(await diary.read()).kind).toBe('io')
    maas.knobs.failWith = null
    expect(value(await diary.read()).map(event => event.type)).toEqual(['New'])
  })

  it('that a region shows to nobody but others is said when MAAS is checked', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.failWith = 403
    maas.knobs.failOn = ({ path }) => path.endsWith('/events/')
    const { warnings } = value(await checkMaas({ url: maas.url, apiKey: maas.apiKey }, clock))
    expect(warnings).toEqual([expect.stringMatching(/^Its events cannot be read/)])
    maas.knobs.failWith = null
    expect(value(await checkMaas({ url: maas.url, apiKey: maas.apiKey }, clock)).warnings).toEqual([])
  })
})
