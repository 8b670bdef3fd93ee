// SPDX-License-Identifier: MIT
// What Inkan uses of @zxcvbn-ts/core, which the build makes a module of.
declare const core: {
  ZxcvbnFactory: new (options: { dictionary: object, graphs: object, maxLength: number }) => {
    check(password: string, userInputs: string[]): { score: 0 | 1 | 2 | 3 | 4 };
  };
};
export default core;
