import type { LeftReason } from './lane.ts'

const words: Record<LeftReason, string> = {
  noCheckIn: 'no machine proved itself while it was on',
  stillBeating: 'the machine that proved kept beating while the outlet was off',
  allSilent: 'all hearts fell silent together, as when the network fails',
  othersStopped: 'another heart stopped with it',
  heartLost: 'the machine stopped beating before the cut',
  hearingImpaired: 'the laptop could not listen all the time',
  saidGoodbye: 'the machine said goodbye before the cut',
  claimedOnly: 'the machine proved who it is, but nothing proves that it hangs here',
  foundOn: 'it was found on and is locked until a person unlocks it by its number',
  changedByOther: 'somebody else switched it meanwhile',
  switchFault: 'the PDU did not switch it',
  refused: 'a safety rule refused to switch it',
  skipped: 'a person skipped it',
  notSwitchable: 'the PDU cannot switch it',
  protected: 'it is protected',
  allocated: 'it is allocated to another machine',
  taggedOut: 'it is tagged out',
  keptOn: 'a person said that it must stay on',
  alreadyBound: 'it is bound already',
  stateUnknown: 'its state could not be read',
  noRise: 'its meter shows no load that came with the machine',
  othersRose: 'the load of another outlet rose at the same time',
  doubted: 'its PDU has told an untruth about an outlet',
}

/** Why an outlet ended without a binding, to follow a colon or "because". */
export const leftWords = (reason: LeftReason): string => words[reason]
