// Every verb with what it does; its code is loaded when it is called.
import type { Verb } from './frame.ts'

interface Entry {
  readonly says: string
  readonly load: () => Promise<{ readonly made: Verb }>
}

export const verbs: Readonly<Record<string, Entry>> = {
  'pdu probe': { says: 'detect a PDU and list its outlets', load: () => import('./pdu-probe.ts') },
  'pdu find': { says: 'find the PDUs of a network', load: () => import('./pdu-find.ts') },
  'pdu add': { says: 'take a PDU into this site', load: () => import('./pdu-add.ts') },
  'pdu list': { says: 'the PDUs of this site', load: () => import('./pdu-list.ts') },
  'pdu forget': { says: 'take a PDU out of this site', load: () => import('./pdu-forget.ts') },
  'pdu name': { says: 'write the name an outlet has on the PDU', load: () => import('./pdu-name.ts') },
  'pdu watch': { says: 'tell every change at a PDU as it comes', load: () => import('./pdu-watch.ts') },
  'pdu switch': { says: 'one verified switch under the safety rules', load: () => import('./pdu-switch.ts') },
  'pdu prove': { says: 'watch one empty outlet go off and on', load: () => import('./pdu-prove.ts') },
  'pdu dark': { says: 'everything that is on at a PDU may be cut', load: () => import('./pdu-dark.ts') },
  allocate: { says: 'say what an outlet feeds', load: () => import('./allocate.ts') },
  'allocate import': { says: 'the same from a file', load: () => import('./allocate-import.ts') },
  protect: { says: 'never touch these outlets', load: () => import('./protect.ts') },
  keepon: { says: 'answer what must stay on at a PDU', load: () => import('./keepon.ts') },
  tagout: { says: 'somebody works here: never switch these outlets', load: () => import('./tagout.ts') },
  'equipment list': {
    says: 'chassis, appliances, and what may be a chassis',
    load: () => import('./equipment-list.ts'),
  },
  'equipment appliance': {
    says: 'these outlets feed a switch, KVM, storage or charger',
    load: () => import('./equipment-appliance.ts'),
  },
  'equipment chassis': { says: 'these machines share their power', load: () => import('./equipment-chassis.ts') },
  'equipment dissolve': { says: 'a chassis is none after all', load: () => import('./equipment-dissolve.ts') },
  release: { says: 'take marks and bindings off outlets', load: () => import('./release.ts') },
  'key make': { says: 'new enlistment keys in stock', load: () => import('./key-make.ts') },
  'key issue': { says: 'hand out a key; its expiry starts', load: () => import('./key-issue.ts') },
  'key list': { says: 'the keys of this site', load: () => import('./key-list.ts') },
  'key stamp': { says: 'write a key to a mounted volume', load: () => import('./key-stamp.ts') },
  'key image': { says: 'write a key as the image of a whole drive', load: () => import('./key-image.ts') },
  'key inspect': { says: 'what a key holds; its secret is never shown', load: () => import('./key-inspect.ts') },
  'key prove': { says: 'the reference prover', load: () => import('./key-prove.ts') },
  'key verify': { says: 'check a proof document against the stock', load: () => import('./key-verify.ts') },
  'key back': { says: 'a key that was handed out is back', load: () => import('./key-back.ts') },
  'key revoke': { says: 'end a key for good', load: () => import('./key-revoke.ts') },
  'key site export': { says: 'the site’s own key, sealed by a passphrase', load: () => import('./key-site-export.ts') },
  'key site import': { says: 'take over the key of another laptop', load: () => import('./key-site-import.ts') },
  'maas check': { says: 'is this MAAS, and what may the key do', load: () => import('./maas-check.ts') },
  'maas pull': { says: 'read which outlets MAAS names', load: () => import('./maas-pull.ts') },
  'maas plan': { says: 'what the map would change in MAAS', load: () => import('./maas-plan.ts') },
  'maas apply': { says: 'write the map to MAAS', load: () => import('./maas-apply.ts') },
  'maas preflight': { says: 'could MAAS’s own driver switch a PDU', load: () => import('./maas-preflight.ts') },
  'run plan': { says: 'every switch of a run in order; nothing is sent', load: () => import('./run-plan.ts') },
  'run start': { says: 'map a rack', load: () => import('./run-start.ts') },
  'run status': { says: 'how the run stands', load: () => import('./run-status.ts') },
  'run resume': { says: 'go on with a stopped run', load: () => import('./run-resume.ts') },
  'run restore': { says: 'put everything back as a stopped run found it', load: () => import('./run-restore.ts') },
  'run end': { says: 'end a stopped run and leave everything as it is', load: () => import('./run-end.ts') },
  'map show': { says: 'which machine hangs on which outlet', load: () => import('./map-show.ts') },
  export: { says: 'the map as a file', load: () => import('./export.ts') },
  journal: { says: 'what happened, from the audit trail', load: () => import('./journal.ts') },
  'journal verify': { says: 'is the audit trail the one that was written', load: () => import('./journal-verify.ts') },
  canaries: { says: 'what must go on answering after every cut', load: () => import('./canaries.ts') },
  practice: { says: 'a rack made of software, to try everything', load: () => import('./practice.ts') },
  doctor: { says: 'check everything a run needs', load: () => import('./doctor.ts') },
}

/** The verb that the first words name, the longer name first, and the words after it. */
export const findVerb = (args: readonly string[]): { name: string; entry: Entry; rest: readonly string[] } | null => {
  for (const length of [3, 2, 1]) {
    const name = args.slice(0, length).join(' ')
    const entry = args.length >= length && Object.hasOwn(verbs, name) ? verbs[name] : undefined
    if (entry) return { name, entry, rest: args.slice(length) }
  }
  return null
}
