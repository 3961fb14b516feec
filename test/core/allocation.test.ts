import { describe, expect, it } from 'vitest'
import { bareHost, clearOutlet, namesPdu, outletsNamed } from '#core/allocation.ts'

const pdu = { id: 'ZA1234567890', host: '10.0.0.5', aliases: ['pdu-a.example.com', 'fd00::5'] }

describe('whether MAAS means this PDU', () => {
  it.each([
    '10.0.0.5',
    ' 10.0.0.5 ',
    '10.0.0.5:161',
    'udp:10.0.0.5:161',
    'http://10.0.0.5/index.htm',
    'http://admin:pw@10.0.0.5:80/',
    'PDU-A.Example.com',
    'pdu-a.example.com.',
    'fd00:0:0:0:0:0:0:5',
    '[FD00::0005]:161',
    'http://[fd00::5]/',
    'https://gate.example.com/pdu/10.0.0.5/outlet/3',
    'https://gate.example.com/switch?pdu=pdu-a.example.com&on',
    'ZA1234567890',
  ])('%s: yes', text => expect(namesPdu(text, pdu)).toBe(true))

  it.each(['10.0.0.55', '110.0.0.5', 'pdu-a', 'my-pdu-a.example.com', 'http://gate/10.0.0.51/on', 'fd00::51', ''])(
    '%s: no',
    text => expect(namesPdu(text, pdu)).toBe(false),
  )
})

describe('an outlet as MAAS writes it', () => {
  it.each([
    ['3', '3'],
    [' 07 ', '7'],
    ['ninety', null],
    ['0', null],
    ['1.3', null],
    ['', null],
    ['1234', null],
  ])('"%s" is outlet %s', (written, meant) => expect(clearOutlet(written)).toBe(meant))
})

describe('outlets named', () => {
  it('are told per PDU, whole where no number is clear', () => {
    const who = { systemId: 'abc123', hostname: 'fair-ape', powerType: 'apc' }
    const named = [
      { ...who, address: '10.0.0.5', outlet: '3' },
      { ...who, address: '10.0.0.5', outlet: 'x' },
      { ...who, address: '10.0.0.5', outlet: null },
      { ...who, address: pdu.id, outlet: '2.3' },
      { ...who, address: '10.0.0.9', outlet: '3' },
    ]
    expect(outletsNamed(named, [pdu]).map(({ outlet }) => outlet)).toEqual(['3', null, null, '2.3'])
  })

  it('bare hosts are compared without scheme, port and path', () => {
    expect(bareHost('HTTPS://u:p@Pdu-A.example.com.:8443/x?y#z')).toBe('pdu-a.example.com')
  })
})
