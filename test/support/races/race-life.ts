/** How long a hub lives: what it has not answered by its end it never answers. */
export type Life = { isOver(): boolean; whileAlive<T>(work: Promise<T>): Promise<T> };

export const alive: Life = { isOver: () => false, whileAlive: (work) => work };

export function mortal(): Life & { end(): void } {
  let isOver = false;
  let end: (error: Error) => void = () => undefined;
  const death = new Promise<never>((_resolve, reject) => {
    end = reject;
  });
  death.catch(() => undefined); // Whoever waits for an answer hears of it.
  return {
    isOver: () => isOver,
    whileAlive: (work) => {
      work.catch(() => undefined); // Cut off after the end: nobody waits for it any more.
      return Promise.race([work, death]);
    },
    end() {
      isOver = true;
      end(new Error('the hub died'));
    },
  };
}
