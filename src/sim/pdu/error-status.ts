// What an agent answers when it says no (RFC 3416 section 3), and the same in the words v1 has (RFC 3584 section 4.4).

export const errorStatus = {
  noError: 0,
  tooBig: 1,
  noSuchName: 2,
  badValue: 3,
  readOnly: 4,
  genErr: 5,
  noAccess: 6,
  wrongType: 7,
  wrongLength: 8,
  wrongEncoding: 9,
  wrongValue: 10,
  noCreation: 11,
  inconsistentValue: 12,
  resourceUnavailable: 13,
  commitFailed: 14,
  undoFailed: 15,
  authorizationError: 16,
  notWritable: 17,
  inconsistentName: 18,
} as const
export type ErrorName = keyof typeof errorStatus

const inVersion1: Partial<Record<ErrorName, ErrorName>> = {
  noAccess: 'noSuchName',
  noCreation: 'noSuchName',
  authorizationError: 'noSuchName',
  notWritable: 'noSuchName',
  inconsistentName: 'noSuchName',
  wrongType: 'badValue',
  wrongLength: 'badValue',
  wrongEncoding: 'badValue',
  wrongValue: 'badValue',
  inconsistentValue: 'badValue',
  resourceUnavailable: 'genErr',
  commitFailed: 'genErr',
  undoFailed: 'genErr',
}

export const errorFor = (version: '1' | '2c', error: ErrorName): ErrorName =>
  version === '1' ? (inVersion1[error] ?? error) : error
