/** Temperatures of single phrases, as text: a line each, `phrase: temperature`. */

export interface WordTemperature {
  readonly phrase: string;
  readonly gamma: number;
}

/** Least and greatest temperature. */
export const LEAST_TEMPERATURE = 0.01;
export const GREATEST_TEMPERATURE = 5;

const LINE = /^(.*\S)\s*:\s*(\S+)$/;

/** @throws RangeError that says which line is wrong and what a line looks like */
export function parseWordTemperatures(text: string): WordTemperature[] {
  return text.split('\n').flatMap((line, i) => {
    const content = line.trim();
    if (content === '') return [];
    const [, phrase = '', number = ''] = LINE.exec(content) ?? [];
    const gamma = Number(number);
    if (number !== '' && gamma >= LEAST_TEMPERATURE && gamma <= GREATEST_TEMPERATURE) {
      return [{ phrase, gamma }];
    }
    throw new RangeError(
      `line ${i + 1} is "${content}"; write a phrase, a colon and a temperature from ${LEAST_TEMPERATURE} to ${GREATEST_TEMPERATURE}, such as "red circle: 1.4"`,
    );
  });
}
