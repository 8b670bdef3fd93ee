// SPDX-License-Identifier: MIT
// What Inkan uses of @zxcvbn-ts/language-common, which the build makes a module of.
declare const common: { dictionary: object, adjacencyGraphs: object };
export default common;
