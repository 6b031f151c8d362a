// Long work in slices: whoever walks over much gives the event loop back after a few milliseconds of it.
// Pitfall: the embedded store answers at once, so a loop over it that never asks here lets nobody else through, however
// often it awaits.

/** Work of one turn of the event loop after which it is given back. A press waits for about so long, times its steps. */
const SLICE_MS = 4;

/** When the first work of this turn asked; all that runs within one turn shares one slice. */
let began: number | undefined;
let nextTurn: Promise<void> | undefined;

/**
 * Resolves at once, or in the next turn of the event loop when this turn's slice is used up. Asked between the steps of
 * whatever may be long; a step itself should take a millisecond or two at most.
 */
export async function letOthersThrough(): Promise<void> {
  const now = performance.now();
  if (began === undefined) {
    began = now;
    setImmediate(endTurn);
  }
  if (now - began < SLICE_MS) return;
  nextTurn ??= new Promise((resolve) =>
    setImmediate(() => {
      endTurn();
      nextTurn = undefined;
      resolve();
    }),
  );
  // Not asked again afterwards: each who waited does a step in every turn, so that nobody waits for ever.
  await nextTurn;
}

function endTurn(): void {
  began = undefined;
}
