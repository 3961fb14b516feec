import type { Pdu, State } from '#core/state.ts'
import { makeMaasClient, type MaasClient } from '../maas/client.ts'
import { askAsMaas, maasPort, maasQuestionOf, type MaasQuestion } from '../pdu/preflight.ts'
import { secretNames } from '../site/files.ts'
import { bmcsOf, judgePreflight, withoutQuestion, type Preflight } from '../site/preflight.ts'
import { consentOf, consentOptions } from './consent.ts'
import { clock, stateOf } from './folder.ts'
import { done, Stop, usage, verb, type Call } from './frame.ts'
import { outletsOf, pduNamed } from './outlets.ts'
import { table } from './words.ts'
import { existingVault } from './vault.ts'

interface Asking {
  readonly pdu: Pdu
  readonly outlet: string | undefined
  readonly question: MaasQuestion | null
}

const askingOf = (pdu: Pdu, outlet: string | undefined): Asking => ({
  pdu,
  outlet,
  question: maasQuestionOf(pdu.facts, pdu.address.host, outlet),
})

/** `NAME` asks about the first outlet that MAAS can reach, `NAME:N` about that one. */
const namedBy = (state: State, text: string): Asking => {
  const colon = text.lastIndexOf(':')
  if (colon < 0) return askingOf(pduNamed(state, text), undefined)
  const pdu = pduNamed(state, text.slice(0, colon))
  const [outlet, ...others] = outletsOf(pdu, [text.slice(colon + 1)])
  if (others.length > 0) throw usage('one outlet of a PDU is asked about')
  return askingOf(pdu, outlet)
}

const questionLines = (askings: readonly Asking[]): string =>
  table(
    askings.map(({ pdu, question }) => [
      pdu.name,
      question
        ? `one GET to ${question.host} port ${maasPort}, SNMPv${question.version}, community "${question.community}", .${question.oid}`
        : 'nothing is sent',
    ]),
  )

const maasClient = async (call: Call<unknown>, state: State): Promise<MaasClient | null> => {
  const apiKey = (await existingVault(call))?.get(secretNames.maas)
  if (!state.maasSite || apiKey === undefined) return null
  const made = makeMaasClient({ url: state.maasSite.url, apiKey }, clock)
  return made.ok ? made.value : null
}

const lineOf = ({ name, powerType, answer, ok, reasons, advice }: Preflight): string =>
  [
    `${ok ? 'ok  ' : 'NOT '}  ${name}: MAAS power type ${powerType}, answered ${answer ?? 'nothing'}.`,
    ...[...reasons, ...advice].map(line => `        ${line}`),
  ].join('\n')

export const made = verb({
  takes: ['[NAME[:OUTLET]]…'],
  says: 'Asks a PDU what MAAS’s own power driver would ask of it: one GET, from this laptop, after your yes. Nothing is switched and nothing is written.',
  options: { yes: { ...consentOptions.yes, says: 'agree to the questions without being asked' } },
  example: 'maas preflight pdu-a:3 --yes',
  run: async call => {
    const state = await stateOf(call)
    const named = call.words.map(text => namedBy(state, text))
    const askings = named.length > 0 ? named : Object.values(state.pdus).map(pdu => askingOf(pdu, undefined))
    if (askings.some(({ question }) => question !== null)) {
      const consent = consentOf(call, false, 'one question to each PDU is agreed to')
      const list = (): string => `Sent from this laptop, as MAAS would:\n${questionLines(askings)}`
      if (!(await consent(list, 'Ask?'))) throw new Stop({ kind: 'told', status: 4 })
    }
    const client = await maasClient(call, state)
    const pdus: Preflight[] = []
    for (const { pdu, outlet, question } of askings) {
      const bmcs = await bmcsOf(state, pdu, client)
      if (!question) pdus.push(withoutQuestion(pdu, outlet, bmcs))
      else pdus.push(judgePreflight(pdu, question, await askAsMaas(question, { clock }), bmcs))
    }
    const text = pdus.length === 0 ? 'No PDU is known yet. Add one with "pdu add".' : pdus.map(lineOf).join('\n')
    return done({ pdus }, text, pdus.every(({ ok }) => ok) ? 0 : 4)
  },
})
