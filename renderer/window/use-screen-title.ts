/** On a new screen: the window's title changes and the focus goes to the heading, so that a screen reader says where we are. */
import { useEffect, useRef } from 'react';

/** For the heading, which needs `tabIndex={-1}`. Something that is wrong on the new screen takes the focus instead. */
export function useScreenTitle(title: string, takesFocus: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new screen moves the focus
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, []);
  return heading;
}
