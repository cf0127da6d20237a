/** Phrases with a temperature of their own, between their text and a list. */
import {
  GREATEST_TEMPERATURE,
  LEAST_TEMPERATURE,
  parseWordTemperatures,
  type WordTemperature,
} from '../../../nodes/graph/schedule/word-temperatures.ts';

/** @returns null for a text that cannot be read; it is edited as text then */
export function readPhrases(text: string): WordTemperature[] | null {
  try {
    return parseWordTemperatures(text);
  } catch {
    return null;
  }
}

export function writePhrases(phrases: readonly WordTemperature[]): string {
  return phrases.map(({ phrase, gamma }) => `${phrase}: ${gamma}`).join('\n');
}

/** A temperature that the node takes. */
export function allowedGamma(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return Math.min(Math.max(rounded, LEAST_TEMPERATURE), GREATEST_TEMPERATURE);
}

/** A phrase as one line can hold it. */
export function cleanPhrase(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
