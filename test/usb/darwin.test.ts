// Answers in the shape that Apple documents for these programs; none was taken from a machine.
import { describe, expect, it } from 'vitest'
import { againstWriting, type Drive } from '#core/drive.ts'
import { fault, ok } from '#core/fault.ts'
import { makeDarwin } from '#main/usb/darwin.ts'
import { parsePlist } from '#main/usb/plist.ts'
import type { Run } from '#main/usb/command.ts'

const plist = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x">\n<plist version="1.0">\n${body}\n</plist>`
const pair = (key: string, value: string): string => `<key>${key}</key>${value}`
const dict = (...pairs: string[]): string => `<dict>${pairs.join('\n')}</dict>`
const text = (value: string): string => `<string>${value}</string>`
const volume = (device: string, mount?: string): string =>
  dict(pair('DeviceIdentifier', text(device)), ...(mount === undefined ? [] : [pair('MountPoint', text(mount))]))

interface Told {
  readonly mount?: string
  readonly protocol?: string
  readonly writable?: boolean
  readonly apfsMount?: string
}

const mac = ({ mount = '/Volumes/OLD', protocol = 'USB', writable = true, apfsMount }: Told = {}): Run => {
  const disk = dict(
    pair('DeviceIdentifier', text('disk4')),
    pair('Partitions', `<array>${volume('disk4s1', mount)}</array>`),
  )
  const container = dict(
    pair('DeviceIdentifier', text('disk5')),
    pair('APFSPhysicalStores', `<array>${volume('disk4s2')}</array>`),
    pair('APFSVolumes', `<array>${volume('disk5s1', apfsMount)}</array>`),
  )
  const disks = apfsMount === undefined ? disk : disk + container
  const answers: Readonly<Record<string, string>> = {
    'diskutil list -plist': plist(dict(pair('AllDisksAndPartitions', `<array>${disks}</array>`))),
    'system_profiler SPUSBDataType -json': JSON.stringify({
      SPUSBDataType: [
        {
          _name: 'USB31Bus',
          _items: [
            {
              _name: 'Hub',
              location_id: '0x14100000 / 3',
              _items: [
                {
                  _name: 'Cruzer',
                  serial_num: '4C53',
                  location_id: '0x14120000 / 7',
                  Media: [{ bsd_name: 'disk4', volumes: [{ bsd_name: 'disk4s1' }] }],
                },
              ],
            },
          ],
        },
      ],
    }),
    'diskutil info -plist disk4': plist(
      dict(
        pair('DeviceIdentifier', text('disk4')),
        pair('BusProtocol', text(protocol)),
        pair('WholeDisk', '<true/>'),
        pair('Internal', '<false/>'),
        pair('MediaName', text('SanDisk &amp; Cruzer')),
        pair('Size', '<integer>500000000</integer>'),
        pair('WritableMedia', writable ? '<true/>' : '<false/>'),
      ),
    ),
  }
  return async (program, args) => {
    const answer = answers[[program, ...args].join(' ')]
    return answer === undefined ? fault('io', program, 'unexpected') : ok(answer)
  }
}
const only = async (told?: Told, own: readonly string[] = []): Promise<Drive> => {
  const seen = await makeDarwin(mac(told)).list(own)
  if (!seen.ok) throw new Error(seen.fault.detail)
  const [drive] = seen.value.drives
  if (!drive) throw new Error('no drive')
  return drive
}
const codes = async (told?: Told, own?: readonly string[]): Promise<string[]> =>
  againstWriting(await only(told, own)).map(reason => reason.code)

describe('drives of a Mac', () => {
  it('have the serial and place of their USB device', async () => {
    expect(await only()).toMatchObject({
      path: '/dev/disk4',
      attachment: 'usb',
      model: 'SanDisk & Cruzer',
      serial: '4C53',
      port: '0x14120000',
      sizeBytes: 500_000_000,
    })
    expect(await codes()).toEqual([])
  })
  it('on another bus, write-protected, or in use by the system are refused', async () => {
    expect(await codes({ protocol: 'SATA' })).toEqual(['notUsb'])
    expect(await codes({ writable: false })).toEqual(['readOnly'])
    expect(await codes({ mount: '/' })).toEqual(['system'])
    expect(await codes({ apfsMount: '/System/Volumes/Data' })).toEqual(['mountedElsewhere'])
    expect(await codes({}, ['/Volumes/OLD/Racklight/data'])).toEqual(['ownFiles'])
  })
  it('are not listed at all from an answer that is not understood', async () => {
    const broken: Run = async (program, args) => (program === 'diskutil' ? ok('<plist><dict>') : mac()(program, args))
    expect(await makeDarwin(broken).list([])).toMatchObject({ ok: false, fault: { kind: 'malformed' } })
  })
})

it('property lists keep their order, nesting and marks', () => {
  const body = dict(
    pair('a', '<array><integer>1</integer><real>2.5</real><string/></array>'),
    pair('b &lt;c&gt;', '<dict/>'),
    pair('d', '<data>AAEC</data>'),
    pair('e', text('&#x41;&#66;')),
  )
  expect(parsePlist(plist(body))).toEqual({ a: [1, 2.5, ''], 'b <c>': {}, d: 'AAEC', e: 'AB' })
})
