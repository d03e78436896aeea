package checker

import "testing"

// The examples are RFC 8785's own (3.2.2, 3.2.3 and appendix B).
func TestCanonical(t *testing.T) {
	for _, row := range []struct{ raw, want string }{
		{
			`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
				`"literals":[null,true,false]}`,
			`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}`,
		},
		{
			`{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}`,
			`{"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		},
		{
			`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`,
			`{"\r":2,"1":4,"` + "\u0080" + `":6,"ö":7,"€":1,"😀":5,"` + "\ufb33" + `":3}`,
		},
		{
			`[-0, 1e21, 123456789012345680000, 1e-7, 0.000001]`,
			`[0,1e+21,123456789012345680000,1e-7,0.000001]`,
		},
		{
			`"<&>"`,
			`"<&>"`,
		},
	} {
		got, err := canonicalJSON([]byte(row.raw))
		if err != nil || string(got) != row.want {
			t.Errorf("%s:\n got %s\nwant %s (%v)", row.raw, got, row.want, err)
		}
	}
	if _, err := canonicalJSON([]byte(`{} {}`)); err == nil {
		t.Error("two values are no JSON")
	}
}
