/**
 * What a window is shown, numbered in the order in which it came to be. What main pushes and what it answers travel by ways of
 * their own, and either may be late: a page that shows the newest never goes back to what is over.
 */

export interface Numbered<View> {
  readonly number: number;
  readonly view: View;
}

export interface ViewSource<View, Action> {
  view(): Promise<View>;
  act(action: Action): Promise<View>;
  onView(listener: (view: View) => void): () => void;
}

/** A view that is pushed and answered is one view, and has one number. */
export function numberedViews<View extends object, Action>(
  source: ViewSource<View, Action>,
): ViewSource<Numbered<View>, Action> {
  const numbers = new WeakMap<View, number>();
  let last = 0;

  function numbered(view: View): Numbered<View> {
    const number = numbers.get(view) ?? last + 1;
    numbers.set(view, number);
    last = Math.max(last, number);
    return { number, view };
  }

  return {
    view: async () => numbered(await source.view()),
    act: async (action) => numbered(await source.act(action)),
    onView: (listener) => source.onView((view) => listener(numbered(view))),
  };
}
