// SPDX-License-Identifier: MIT

package guards_test

import (
	"testing"

	"inkan/scripts/guards"
)

func TestGuards(t *testing.T) {
	for _, script := range []string{"acts", "attempts", "clipboard", "engine", "fill", "icons", "importer", "lock", "messages", "settings", "site", "ways"} {
		t.Run(script, func(t *testing.T) {
			if out, err := guards.Run("../..", t.TempDir(), script, nil); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
