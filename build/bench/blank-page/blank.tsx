/** The floor of renderer-size.ts: React with one word on the page, and nothing of ours. */
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root) createRoot(root).render(<p>Blank</p>);
