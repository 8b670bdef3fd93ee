// SPDX-License-Identifier: MIT
// Accounts read with a camera, for the import: off a phone, a screen or paper, one code after the other.
import { button } from '../look/form.js';
import { say, sentences } from '../platform/words.js';
import { Inside, gather, gathering, told } from './seen.js';
import { Viewfinder } from './viewfinder.js';

/** Looks that bring nothing new, after which it is enough: a sheet of several codes is not read all in one. */
const settling = 4;

/** Opens the camera. @param {import('./seen.js').Take} take */
export function read(take) {
  const all = gathering();
  let quiet = 0;
  let closed = false;
  /** What the picture shows that can be looked into. @type {import('./seen.js').Reading | null} */
  let pictured = null;
  const done = () => {
    const file = all.take();
    finder.end();
    take(say('camera'), file);
  };
  const enough = button(say('cameraEnough'), done);
  const over = button(say('cameraOver'), () => {
    all.clear();
    tell([]);
  });
  enough.hidden = over.hidden = true;
  const inside = new Inside(say('camera'), () => finder.end());

  /** Says how far it has come, and what is in sight. @param {(import('./gathering.js').Found | 'empty')[]} found */
  const tell = (found) => {
    const { seen, of } = all.progress;
    const lines = [seen > 0 && say('cameraParts', seen, of), found.includes('foreign') && say('cameraForeign'),
      found.includes('other') && all.other && told(all.other)];
    finder.tell(sentences(lines));
    enough.hidden = !all.some;
    over.hidden = !found.includes('foreign');
    if (found.includes('other')) return;
    inside.end();
    pictured = null;
  };

  const finder = new Viewfinder({
    lead: say('cameraLead'), before: [inside.button, over], after: [enough], begun: () => tell([]),
    seen: async (sight, frame) => {
      const found = await gather(all, sight.symbols);
      if (closed) {
        all.clear(); // what came after it
        return;
      }
      quiet = found.includes('kept') ? 0 : quiet + 1;
      if (all.whole && quiet >= settling) {
        done();
        return;
      }
      if (found.includes('other') && pictured !== all.other) {
        pictured = all.other;
        await inside.offer(frame);
        if (closed) inside.end();
      }
      if (found.some((one) => one !== 'empty')) tell(found);
    },
    left: () => {
      closed = true;
      all.clear();
      inside.end();
    },
  });
}
