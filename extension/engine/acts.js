// SPDX-License-Identifier: MIT
// What pages can have the engine do that is more than one call of Go: of this table and nothing else. Secrets come as bytes,
// which the engine wipes afterwards.
import { Failure } from '../platform/messages.js';
import * as clipboard from './clipboard.js';
import * as crops from './crops.js';
import * as exporter from './exporter.js';
import * as importer from './importer.js';
import * as vault from './keeper.js';
import * as files from './files.js';
import * as sights from './sights.js';
import * as ways from './ways.js';

/** @typedef {import('./engine.js').Engine} Engine */

/** @satisfies {Record<string, (engine: Engine, params: any, secrets: Uint8Array<ArrayBuffer>[]) => unknown>} */
export const acts = {
  cancel: (_, { page }) => {
    ways.cancel();
    files.cancel(String(page));
  },
  unlock: (engine, { slot }, [secret = none()]) => engine.unlock(slot, secret),
  'password.add': (engine, { label = '' }, [password = none()]) => altered(engine, () => {
    mustTrust(engine);
    return ways.addPassword(label, password);
  }),
  // by: the way whose secret comes first, to show who is here.
  'password.change': (engine, { slot, by = slot }, [secret = none(), password = none()]) => altered(engine, async () => {
    // Who has just come in by the recovery key has probably forgotten it.
    if (!engine.bypassed) await ways.verify(by, secret);
    await ways.changePassword(slot, password);
    engine.bypassed = false;
  }),
  renew: (engine, { slot }, [secret = none(), password = none()]) => altered(engine, async () => {
    await ways.verify(slot, secret);
    await ways.renew(password);
    engine.bypassed = false;
  }),
  verify: async (engine, { slot }, [secret = none()]) => {
    await ways.verify(slot, secret);
    engine.trust();
  },
  'recovery.new': (engine) => {
    mustTrust(engine);
    return ways.newRecoveryKey();
  },
  'recovery.confirm': (engine, _, [typed = none()]) => altered(engine, () => ways.confirmRecoveryKey(typed)),
  'passkey.add': (engine, passkey, [prf = none()]) => altered(engine, () => {
    mustTrust(engine);
    return ways.addPasskey(passkey, prf);
  }),
  'slot.remove': (engine, { slot }) => altered(engine, () => {
    mustTrust(engine);
    return ways.remove(slot);
  }),
  unprotect: (engine, { slot }, [secret = none()]) => altered(engine, async () => {
    await ways.verify(slot, secret);
    await ways.unprotect();
  }),
  present: (engine) => engine.present(),
  sought: (engine) => engine.takeSought(),
  // The code itself is asked for only to be taken off the clipboard again.
  copied: async (engine, { id }, [code]) => {
    mustBeOpen(engine);
    if (id !== undefined) engine.used(String(id)); // a recovery code is none of the account's codes
    const seconds = engine.settings['clipboard.seconds'];
    if (code && seconds > 0) await clipboard.watch(code, seconds);
  },
  note: (engine, { id }) => {
    mustBeOpen(engine);
    return engine.secret('note', String(id));
  },
  // Whoever has them needs no code.
  spares: (engine, { id }) => {
    mustBeOpen(engine);
    mustTrust(engine);
    return engine.secret('spares', String(id));
  },
  site: (engine, { id, text }) => {
    mustBeOpen(engine);
    return engine.site(String(id), String(text));
  },
  'site.bind': (engine, { id, text }) => {
    mustBeOpen(engine);
    return engine.bind(String(id), String(text));
  },
  'site.unbind': (engine, { id, site }) => {
    mustBeOpen(engine);
    return engine.unbind(String(id), String(site));
  },
  // page: that asks (platform/engine.js).
  import: (engine, { page, name, first }, [file = none(), password]) => {
    mustBeOpen(engine);
    return importer.open(String(page), { name: String(name), first: Boolean(first) }, file, password);
  },
  losses: (engine, { page, form }) => {
    mustBeOpen(engine);
    return exporter.losses(String(page), form);
  },
  export: (engine, { page, form, ids = [] }, [password]) => {
    mustBeOpen(engine);
    mustTrust(engine);
    return exporter.write(String(page), form, ids, password);
  },
  // What a person has pasted, or let go of, in the popup.
  'scan.file': async (engine, _, [file = none()]) => {
    const { readings } = await sights.scanFile(engine, file);
    return { readings };
  },
  'scan.link': async (engine, _, [link = none()]) => ({ readings: await sights.readLink(engine, link, '') }),
  // Pictures of QR codes that were found together.
  crops: (_, { sheet }) => crops.show(String(sheet)) ?? none(),
  // What was scanned and is no account.
  scans: (engine) => {
    mustBeOpen(engine);
    return engine.scans();
  },
  'scans.note': (engine, _, [text = none()]) => {
    mustBeOpen(engine);
    return sights.noteText(engine, text);
  },
  // ids: null for all.
  'scans.delete': (engine, { ids }) => {
    mustBeOpen(engine);
    return engine.deleteScans(ids === null ? null : ids.map(String));
  },
  // Copies of the vault that cannot be used, as they are: how large each is, and one.
  damaged: async () => (await vault.damaged()).map((file) => file.length),
  'damaged.read': async (_, { index }) => {
    const file = (await vault.damaged())[index];
    if (!file) throw new Failure({ code: 'version-gone' });
    return file;
  },
  'damaged.drop': (engine) => {
    mustBeOpen(engine);
    return vault.dropDamaged();
  },
  versions: () => vault.listVersions(),
  past: (engine, { id, generation, first }) => {
    mustBeOpen(engine);
    return vault.past(Number(generation), { id: String(id), first: Boolean(first) });
  },
  'past.back': (engine, { id, generation }) => {
    mustBeOpen(engine);
    return engine.stored(() => vault.putBack(Number(generation), String(id)));
  },
  revert: async (engine, { generation }) => {
    await vault.revert(generation);
    await engine.changed();
  },
};

const none = () => new Uint8Array();

/**
 * Somebody who finds the vault open must not make a way in of their own, nor take the accounts away. Any way into it will do,
 * since whoever has one can open the vault by it.
 * @param {Engine} engine
 */
function mustTrust(engine) {
  const has = engine.slots.some(({ type }) => type !== 'none');
  if (has && !engine.trusted) throw new Failure({ code: 'verify' });
}

/** @param {Engine} engine */
function mustBeOpen(engine) {
  if (engine.state !== 'open') throw new Failure({ code: 'vault-locked' });
}

/** @param {Engine} engine @param {() => Promise<void>} work */
async function altered(engine, work) {
  mustBeOpen(engine);
  await work();
  await engine.changed();
}
