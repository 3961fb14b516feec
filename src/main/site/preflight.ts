// Could MAAS's own driver switch this PDU? What the preflight's answer means, and what to do; a BMC is the better way.
import type { Fault, Result } from '#core/fault.ts'
import { pduTypes } from '#core/power-type.ts'
import type { Pdu, State } from '#core/state.ts'
import { row } from '#core/table.ts'
import type { MaasClient } from '../maas/client.ts'
import { Machines } from '../maas/shapes.ts'
import { maasPort, type MaasAnswer, type MaasQuestion } from '../pdu/preflight.ts'

export interface Preflight {
  readonly name: string
  readonly powerType: string
  /** MAAS asks from its rack controllers: the PDU's access list may treat them otherwise. */
  readonly from: 'this laptop'
  readonly asked: { readonly version: '1' | '2c'; readonly community: string; readonly oid: string } | null
  readonly answer: string | null
  readonly ok: boolean
  readonly reasons: readonly string[]
  readonly advice: readonly string[]
}

/** How the machines that are bound to this PDU are switched by MAAS today. */
export type Bmcs = 'all' | 'some' | 'none' | 'unknown'

const keepBmc =
  'Keep the BMC: MAAS switches those machines through it, and their outlets are recorded in the description. Nothing needs to be opened on the PDU.'
const otherWays = 'For machines without a BMC a webhook in front of the PDU is the other way.'
const atYourRisk = ({ version, community }: MaasQuestion): string =>
  `MAAS's driver would need the community "${community}" with write access over SNMPv${version}. The risk: whoever reaches the PDU's network could then switch every outlet without any other password. If you open it all the same, allow the addresses of the rack controllers alone.`

const unasked = (pdu: Pdu, reason: string, bmcs: Bmcs): Preflight => ({
  name: pdu.name,
  powerType: pdu.facts.maas.powerType,
  from: 'this laptop',
  asked: null,
  answer: null,
  ok: bmcs === 'all',
  reasons: [reason],
  advice: [keepBmc, ...(bmcs === 'all' ? [] : [otherWays])],
})

/** Without a driver, or with one that cannot reach the outlet, there is nothing to ask. */
export const withoutQuestion = (pdu: Pdu, outlet: string | undefined, bmcs: Bmcs): Preflight => {
  const { powerType } = pdu.facts.maas
  const none = `MAAS has no power driver for this PDU.`
  const unit = `MAAS's driver "${powerType}" reaches the first unit alone, and outlet ${outlet ?? 'none'} is not on it.`
  return unasked(pdu, pduTypes[powerType] ? unit : none, bmcs)
}

export const judgePreflight = (
  pdu: Pdu,
  question: MaasQuestion,
  answered: Result<MaasAnswer>,
  bmcs: Bmcs,
): Preflight => {
  const { version, community, oid, powerType, unit, outlet } = question
  const { port } = pdu.address
  const others = [...new Set(pdu.facts.outlets.map(one => one.unit))].filter(one => one !== unit)
  const reasons = [
    ...(answered.ok ? unread(answered.value) : silent(answered.fault, question)),
    ...(port === maasPort
      ? []
      : [
          `MAAS always asks port ${maasPort}, and this PDU is on port ${port}: what answers there may be another device.`,
        ]),
    ...(others.length > 0
      ? [`MAAS reaches unit ${unit} only; it would switch the wrong outlet for unit ${others.join(', ')}.`]
      : []),
  ]
  // A PDU that only speaks SNMPv3 is well guarded, and with a BMC nobody needs MAAS's driver for it.
  const guarded = !answered.ok && pdu.facts.snmp.version === '3' && bmcs === 'all'
  const read = answered.ok && reasons.length === 0
  return {
    name: pdu.name,
    powerType,
    from: 'this laptop',
    asked: { version, community, oid },
    answer: answered.ok ? answered.value.text : null,
    ok: read || guarded,
    reasons,
    advice: read
      ? [
          `Reading works for outlet ${outlet}; whether "${community}" may also write was not tried, because only a switch would show it.`,
          'MAAS asks from its rack controllers: the access list of the PDU must hold their addresses.',
        ]
      : [keepBmc, ...(guarded ? [] : [otherWays, atYourRisk(question)])],
  }
}

const unread = ({ text, state }: MaasAnswer): string[] =>
  state === null ? [`MAAS's driver finds no state in "${text}", and gives up.`] : []

const silent = ({ detail }: Fault, { version, community }: MaasQuestion): string[] => [
  `The question MAAS asks (SNMPv${version}, community "${community}", port ${maasPort}) was not answered: ${detail}`,
]

/** Asks MAAS for the power types of the machines that are bound to this PDU and known there. */
export const bmcsOf = async (state: State, pdu: Pdu, client: MaasClient | null): Promise<Bmcs> => {
  const uuids = new Set(Object.values(pdu.outlets).flatMap(({ binding }) => binding?.machine ?? []))
  const systemIds = [...uuids].map(uuid => row(state.machines, uuid)?.systemId ?? null)
  if (!client || uuids.size === 0 || systemIds.includes(null)) return 'unknown'
  const query = systemIds.map(id => ['id', id ?? ''] as const)
  const read = await client.get('machines/', Machines, { query, long: true })
  if (!read.ok || read.value.length < uuids.size) return 'unknown'
  const managed = read.value.filter(({ powerType }) => !pduTypes[powerType] && !noBmc.has(powerType))
  return managed.length === read.value.length ? 'all' : managed.length > 0 ? 'some' : 'none'
}

const noBmc: ReadonlySet<string> = new Set(['', 'manual', 'webhook', 'dli'])
