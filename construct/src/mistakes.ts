// What is wrong with a deployment, told at once: each mistake is one sentence.

/**
 * Refuses what has mistakes.
 *
 * @param whose what has them, in words
 * @throws the sentence of one mistake, or the sentences of several with a line for each
 */
export function refuse(mistakes: readonly string[], whose: string): void {
  if (mistakes.length === 0) return;
  throw new Error(mistakes.length === 1 ? mistakes[0] : `${whose} have ${mistakes.length} mistakes:\n${mistakes.map((mistake) => `- ${mistake}`).join("\n")}`);
}
