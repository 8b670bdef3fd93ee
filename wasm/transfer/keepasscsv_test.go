// SPDX-License-Identifier: MIT

package transfer

import (
	"bytes"
	"runtime"
	"slices"
	"testing"

	"inkan/wasm/otp"
)

func TestKeePassCSV(t *testing.T) {
	const link = "otpauth://totp/?secret=" + containerBase32
	data := []byte("\xEF\xBB\xBF" + `"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"
"Root","a","me","pw","https://a.example/x","two
lines","` + link + `&period=60","0","2021-01-01T00:00:00Z","1970-01-01T00:00:07Z"
"Root/Work/Mail","no key","me","pw","","","","0","",""
"Root/Work/Mail","b ""quoted""","you","pw","","","` + link + `&encoder=steam","0","",""
"Root/Work","bad","x","pw","","","` + link + `&digits=six","0","",""
"Root","bro"ken,"x","pw","","","` + link + `","0","",""
"Root/Recycle Bin","gone","x","pw","","","` + link + `","0","",""
"Root","short"
`)
	result := readContainer(t, "keepass-csv", data, nil)
	wantContainerKeys(t, result,
		containerKey(otp.TOTP, "a", "me", keyWith(otp.SHA1, 6, 60)), containerKey(otp.Steam, `b "quoted"`, "you"), containerKey(otp.TOTP, "gone", "x"))
	wantContainerProblems(t, result, "4 digits", "5 entry")
	if d := result.Details[0]; d.Position != 1 || d.Site != "a.example" || d.Note != "two\nlines" || d.Created != 7000 || len(d.Groups) > 0 {
		t.Errorf("%+v", d)
	}
	if d := result.Details[1]; d.Position != 3 || !slices.Equal(d.Groups, []string{"Work/Mail"}) || d.Trashed {
		t.Errorf("%+v", d)
	}
	if !result.Details[2].Trashed {
		t.Error("not trashed")
	}
	wantContainerCode(t, "another CSV", []byte("name,url,totp\nx,y,z\n"), nil, ErrUnknown, CodeFormat)
}

// TestKeeOTPTwice: which of two values is meant nobody can know.
func TestKeeOTPTwice(t *testing.T) {
	row := func(text string) string { return "Group,Title,TOTP\nRoot,x," + text + "\n" }
	key := "key=" + containerBase32
	for _, more := range []string{"&size=6&size=8", "&step=30&Step=60", "&KEY=JBSWY3DPEHPK3PXP"} {
		for range 8 { // a map's order
			result, err := Import("", []byte(row(key+more)), nil)
			if err != nil || len(result.Keys) > 0 || len(result.Problems) != 1 {
				t.Fatalf("%s: %d keys, %d problems, %v", more, len(result.Keys), len(result.Problems), err)
			}
		}
	}
	if result, err := Import("", []byte(row(key+"&size=8&Size=8")), nil); err != nil || len(result.Keys) != 1 || result.Keys[0].Digits != 8 {
		t.Errorf("twice the same: %d keys, %v", len(result.Keys), err)
	}
}

// TestKeePassCSVCommas: a row has as many fields as are looked at.
func TestKeePassCSVCommas(t *testing.T) {
	if runtime.GOARCH == "wasm" {
		t.Skip("the same natively, and slow here")
	}
	file := append([]byte("Group,Title,TOTP\nRoot,x,\n"), bytes.Repeat([]byte(","), 16<<20)...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Import("", file, nil); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if made := (after.TotalAlloc - before.TotalAlloc) >> 20; made > 256 {
		t.Errorf("%d MB for a file of 16", made)
	}
}
