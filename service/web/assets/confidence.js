// How sure the service is of a quote's speaker, as a reader sees it.

const UNCERTAIN = 0.5; // below this the speaker is as likely wrong as right, and the reader is told

export function isUncertain(quote) {
  return quote.confidence < UNCERTAIN;
}

export function percent(quote) {
  return `${Math.round(quote.confidence * 100)} %`;
}
