/** The picture of one paper, made by main from the very bytes that were or will be sent. */
import { useEffect, useState } from 'react';
import { paperWords } from '../words/paper-words.ts';
import type { GetPicture } from './staff-act.ts';

interface LabelPictureProps {
  readonly paperId: string;
  /** `label 2 of 3`. */
  readonly name: string;
  readonly getPicture: GetPicture;
}

type Picture = Readonly<{ state: 'loading' } | { state: 'shown'; url: string } | { state: 'not-there' }>;

export function LabelPicture({ paperId, name, getPicture }: LabelPictureProps) {
  const [picture, setPicture] = useState<Picture>({ state: 'loading' });
  useEffect(() => {
    let isWanted = true;
    setPicture({ state: 'loading' });
    const show = (next: Picture) => (isWanted ? setPicture(next) : undefined);
    getPicture(paperId).then(
      (answer) => show(answer.ok ? { state: 'shown', url: answer.value } : { state: 'not-there' }),
      () => show({ state: 'not-there' }),
    );
    return () => {
      isWanted = false;
    };
  }, [paperId, getPicture]);
  if (picture.state === 'shown') {
    return <img className="app-paper__picture" src={picture.url} alt={paperWords.picture(name)} draggable={false} />;
  }
  return (
    <p className="app-paper__no-picture" role="status">
      {picture.state === 'loading' ? paperWords.pictureLoading : paperWords.pictureNotThere}
    </p>
  );
}
