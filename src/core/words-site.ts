// Sentences for facts about the site: PDUs, marks on outlets, keys, switches, MAAS.
import type { SiteEvent } from './apply-site.ts'
import { applianceWords } from './equipment.ts'
import { forText } from './key.ts'
import { age } from './place.ts'
import { limitsOf } from './policy.ts'
import { sharedName, type SharedLoad } from './rack.ts'
import { count, listed, span, type Names, type Words } from './words-names.ts'

/** No fact about the site begins with a serial number, so a capital never falsifies one. */
const words = (fact: string, more = ''): Words => ({ fact: fact.charAt(0).toUpperCase() + fact.slice(1), more })

const marks = { allocated: 'allocation', protected: 'protection', taggedOut: 'tag', appliance: 'appliance' } as const

export const siteWords = (names: Names, event: SiteEvent): Words => {
  switch (event.kind) {
    case 'pduAdded': {
      const { vendor, model, outlets } = event.facts
      const what = `${vendor} ${model}`.trim()
      return words(`PDU ${event.name} added`, `on feed ${event.feed}: ${what}, ${count(outlets.length, 'outlet')}`)
    }
    case 'pduForgotten':
      return words(`${names.pdu(event.pdu)} forgotten`, `by ${event.by.person}`)
    case 'keepOnAnswered': {
      const kept = event.outlets.map(outlet => ({ pdu: event.pdu, outlet }))
      const what = kept.length === 0 ? 'Nothing must stay on' : `${names.places(kept)} must stay on`
      return words(what, `at ${names.pdu(event.pdu)}, says ${event.by.person}`)
    }
    case 'outletAllocated':
      return words(`${names.place(event)} allocated`, `to ${event.to}, by ${event.by.person}`)
    case 'outletProtected':
      return words(`${names.place(event)} is never touched`, `: ${event.why}`)
    case 'outletNamed': {
      const old = event.before === '' ? '' : `in place of "${event.before}", `
      return words(`${names.place(event)} named "${event.after}" on the PDU`, `${old}by ${event.by.person}`)
    }
    case 'outletTaggedOut':
      return words(`${names.place(event)} tagged out`, `: ${event.why}`)
    case 'outletReleased': {
      const what = event.from.map(mark => marks[mark]).join(' and ')
      return words(`${names.place(event)} released`, `from its ${what}, by ${event.by.person}`)
    }
    case 'applianceAttested':
      return words(
        `${names.place(event)} feeds the ${applianceWords[event.what]} ${event.name}`,
        `, says ${event.by.person}; it is never switched`,
      )
    case 'chassisAttested':
      return words(
        `Chassis ${event.name}`,
        `holds ${listed(event.machines.map(names.machine))}, says ${event.by.person}`,
      )
    case 'chassisDissolved':
      return words(`Chassis ${event.name} dissolved`, `by ${event.by.person}`)
    case 'outletUnlocked':
      return words(`${names.place(event)} unlocked`, `by ${event.by.person}, for ${age(event.until - event.at)}`)
    case 'pduDeclaredDark': {
      const load = event.totalWatts === null ? 'load not known' : `${Math.round(event.totalWatts)} W`
      return words(
        `${names.pdu(event.pdu)} declared dark`,
        `by ${event.by.person}: ${count(event.outlets.length, 'outlet')} may be cut, ${load}`,
      )
    }
    case 'trialBegun':
      return words(`${names.place(event)} is watched`, `by ${event.by.person}, to see what commands do`)
    case 'controlWatched':
      return words(
        `${names.pdu(event.pdu)} does what its commands say`,
        `: ${event.by.person} watched ${names.place(event)}`,
      )
    case 'loadsSeen':
      return words(`${names.pdu(event.pdu)} carries`, loadWords(event.loads))
    case 'outletsSeen':
      return event.readings.length === 0
        ? words(`${names.pdu(event.pdu)} read`, ', nothing has changed')
        : words(`${names.pdu(event.pdu)} read`, `: ${reading(event)}`)
    case 'outletChanged':
      return words(`${names.place(event)} went ${event.to}`, ', and not by Racklight')
    case 'pduSilent':
      return words(`${names.pdu(event.pdu)} does not answer`, `: ${event.fault.detail}`)
    case 'pduDoubted':
      return words(`${names.pdu(event.pdu)} is not believed`, `: ${event.why}`)
    case 'pduAnswered':
      return words(`${names.pdu(event.pdu)} answers again`)
    case 'maasRead': {
      const taken = event.named.length === 0 ? 'names no outlet here' : `names ${count(event.named.length, 'outlet')}`
      return words('MAAS read', `in ${span(event.tookMs)}: it ${taken}`)
    }
    case 'maasLost':
      return words('MAAS does not answer', `: ${event.fault.detail}`)
    case 'maasSet':
      return words('MAAS set', `to ${event.url} as ${event.username}, version ${event.version}`)
    case 'policyRead': {
      const limits = limitsOf(event.limits)
      return limits.length === 0 ? words('No site policy') : words('Site policy read', `: ${limits.join('; ')}`)
    }
    case 'policyLost':
      return words('Site policy cannot be read', `: ${event.fault.where}: ${event.fault.detail}`)
    case 'keysMade': {
      const kids = event.keys.map(key => key.kid).join(', ')
      return words(event.keys.length === 1 ? `Key ${kids} made` : `${event.keys.length} keys made`, madeFor(event))
    }
    case 'keyIssued':
      return words(`Key ${event.kid} issued`, `for ${forText(event.for)}, for ${age(event.expiresAt - event.at)}`)
    case 'keyStamped':
      return words(`Key ${event.kid} written`, `to ${event.target}`)
    case 'keyRevoked':
      return words(`Key ${event.kid} revoked`, `by ${event.by.person}`)
    case 'presenceConfirmed':
      return words(`${event.by.person} is at the rack`)
    case 'switchOrdered':
      return words(`Switch ${names.place(event)} ${event.to}`, `, says ${event.by.person}`)
    case 'switchSent':
      return event.timed
        ? words(`${names.place(event)}: off sent, and on again by the PDU itself`, `, because ${event.why}`)
        : words(`${names.place(event)}: ${event.to} sent`, `, because ${event.why}`)
    case 'outletTried':
      return words(
        `${names.place(event)} off and on again by itself`,
        `after ${span(event.backAt - event.offAt)}; what must stay on is watched`,
      )
    case 'outletSwitched':
      return event.sent
        ? words(`${names.place(event)} ${event.to}`, `, read back after ${span(event.reachedAt - event.sentAt)}`)
        : words(`${names.place(event)} ${event.to}`, ', and was so before')
    case 'switchFailed':
      return words(`${names.place(event)} did not go ${event.to}`, `: ${event.fault.detail}`)
    case 'switchRefused':
      return words(`Not switched ${event.to}: ${names.place(event)}`, `, because ${event.reasons.join(' ')}`)
    case 'canaryLost': {
      const back = event.outlets.length === 0 ? 'nothing was cut' : `${names.places(event.outlets)} goes on again`
      return words(`${event.canary} was lost`, `: ${event.detail}; ${back}`)
    }
  }
}

const loadWords = (loads: readonly SharedLoad[]): string =>
  listed(
    loads.map(one => {
      const { kind, amps, ratingAmps } = one
      const load = amps === null ? 'unknown' : `${amps.toFixed(1)} A`
      const what = kind === 'inlet' ? 'inlet' : sharedName(one)
      return `${what} ${load}${ratingAmps === null ? '' : ` of ${ratingAmps} A`}`
    }),
    4,
  )

const reading = (event: Extract<SiteEvent, { kind: 'outletsSeen' }>): string => {
  const on = event.readings.filter(one => one.state === 'on').length
  const off = event.readings.filter(one => one.state === 'off').length
  const rest = event.readings.length - on - off
  return [`${on} on`, `${off} off`, ...(rest > 0 ? [`${rest} not known`] : [])].join(', ')
}

const madeFor = (event: Extract<SiteEvent, { kind: 'keysMade' }>): string => {
  const first = event.keys[0]
  return event.keys.length === 1 && first
    ? `for ${forText(first.for)}, by ${event.by.person}`
    : `: ${event.keys.map(key => key.kid).join(', ')}`
}
