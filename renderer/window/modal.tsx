/** A question that must be answered before anything else: the browser's own modal dialog keeps the focus inside and gives it back. */
import type { ReactNode } from 'react';

interface ModalProps {
  readonly titleId: string;
  /** Escape. */
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

export function Modal({ titleId, onCancel, children }: ModalProps) {
  return (
    <dialog
      ref={open}
      className="app-modal"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      {children}
    </dialog>
  );
}

/** Closed before it is taken away: only then does the focus return to where it was. */
function open(dialog: HTMLDialogElement) {
  dialog.showModal();
  return () => dialog.close();
}
