// Schleifenbauer and, under its own number, Conteg: devices on a databus, each with an address (SCHLEIFENBAUER-DATABUS-MIB).
import type { Column, Family } from '../family.ts'

function databus(name: string, vendor: string, enterprise: number): Family {
  const root = `1.3.6.1.4.1.${enterprise}`
  const column = (suffix: string, mib: string): Column => ({ oid: `${root}.12.1.1.2.${suffix}`, mib })
  const outletName = column('7.1.1.2', 'sdbDevOutName')
  return {
    name,
    vendor,
    detect: { sysObjectIds: [root], probe: outletName },
    identity: { units: { serial: column('1.1.1.6', 'sdbDevIdSerialNumber') }, serials: [] },
    model: [],
    firmware: [],
    // sdbDevIdIndex.sdbDevOutIndex: the device's address on the bus, and the outlet
    place: { by: 'index', unit: 0, number: 1 },
    rows: outletName,
    state: { column: column('7.3.1.2', 'sdbDevOutSwCurrentState'), values: { 0: 'off', 1: 'on' } },
    pending: { column: column('7.3.1.3', 'sdbDevOutSwScheduled'), values: [1] },
    control: {
      readOnly: 'every command must be unlocked by another write within 10 s, and Racklight sends one write alone.',
    },
    command: null,
    outletName,
    load: {
      amps: { column: column('7.2.1.5', 'sdbDevOutMtActualCurrent'), scale: 0.01 },
      watts: { column: column('7.2.1.11', 'sdbDevOutMtPowerWatt'), scale: 1 },
    },
    settleSeconds: 15,
    bulk: true,
    maxOids: 16,
    maas: [],
  }
}

export const schleifenbauer = databus('schleifenbauer', 'Schleifenbauer', 31034)
export const conteg = databus('conteg', 'Conteg', 28402)
