package gateway

import "testing"

// What is tried first is refused, however it is disguised; what people make up themselves is not.
func TestCommonPasswords(t *testing.T) {
	for _, common := range []string{
		"Password2024!", "P@ssw0rd123456", "ｐａｓｓｗｏｒｄ１２３４", "qwertyuiop123", "1qaz2wsx3edc", "QAZwsx!@#123",
		"woaini1314520",
		"admin@123456", "abcabcabcabc", "zyxwvutsrq99", "Welcome2Duban!", "密码密码管理员2026", "asdfghjkl;'", "xyxyxyxyxyxy",
		"Guanliyuan#888", "iloveyou5201314", "passwordpassword", "123456789abcdef",
	} {
		if !isCommonPassword(common) {
			t.Errorf("%s is taken", common)
		}
	}
	for _, own := range []string{
		password, "an invented long secret", "明月几时有把酒问青天", "Tr0ub4dor&3x", "kv7pq2mzxw9r", "mima-shi-tangtou-yu-cha",
		"correcthorsebattery", "YellowTram!Seven",
	} {
		if isCommonPassword(own) {
			t.Errorf("%s is refused", own)
		}
	}
}
