// SPDX-License-Identifier: MIT
// services.js is made by scripts/services when the extension is built.

/** An icon that simple-icons has of a service. */
export interface Service {
  /** What simple-icons calls it: letters a to z and digits. Vaults hold it. */
  slug: string;
  /** What keys call it; the first is its own name. */
  names: string[];
  /** Registrable domains of its pages. */
  domains: string[];
  /** SVG path data in a box of 24 by 24. */
  path: string;
  /** Colours on the light and on the dark ground, #rrggbb. */
  light: string;
  dark: string;
}

declare const services: Service[];
export default services;
