package gateway

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"duban/complaint"
	"duban/web/words"
)

// problemOfHuma takes the place of huma's own errors, which repeat what the client sent.
func problemOfHuma(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
	r := &request{language: words.DefaultLanguage()}
	if ctx != nil {
		r = requestOf(ctx.Context())
	}
	code := complaint.Invalid
	switch {
	case status == http.StatusRequestEntityTooLarge:
		code = tooLarge
	case status == http.StatusUnsupportedMediaType:
		code = unsupported
	case status >= http.StatusInternalServerError:
		return r.problemOfRefusal(complaint.Refuse(internal, "server.internal", nil))
	}
	refusal := complaint.Refuse(code, "request.not_as_documented", nil)
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			refusal = refusalOfHumaError(d.ErrorDetail())
			refusal.Code = code
			break
		}
	}
	return r.problemOfRefusal(refusal)
}

// refusalOfHumaError makes a validation error a refusal. The names it gives are the schema's; what the client sent is
// left out, even the name of an unknown field.
func refusalOfHumaError(d *huma.ErrorDetail) *complaint.Error {
	path := d.Location
	for _, where := range []string{"body.", "query.", "path.", "header."} {
		path = strings.TrimPrefix(path, where)
	}
	if path == "body" {
		path = ""
	}
	message, _, _ := strings.Cut(d.Message, ": ") // what follows a colon may be the value
	switch {
	case strings.HasPrefix(message, "unexpected property"), strings.HasPrefix(message, "unknown query"):
		parent, _, nested := cutAtLast(path, ".")
		if !nested {
			parent = ""
		}
		return complaint.Refuse(complaint.Invalid, "request.unknown_field", nil).At(parent)
	case strings.HasPrefix(message, "expected required property"):
		name := strings.TrimSuffix(strings.TrimPrefix(message, "expected required property "), " to be present")
		return refuseMissing(name).At(strings.Trim(path+"."+name, "."))
	case strings.HasPrefix(message, "required"):
		return refuseMissing(path).At(path)
	case strings.HasPrefix(message, "expected"):
		return refuseWrongValue(path, message).At(path)
	}
	if strings.HasPrefix(d.Location, "body") || path == "" {
		return complaint.Refuse(complaint.Invalid, "request.malformed", nil).At(path)
	}
	return refuseWrongParameter(path, message).At(path)
}

// refuseWrongParameter says what was to stand in an address or a header, where it could not be read at all.
func refuseWrongParameter(name, message string) *complaint.Error {
	args := complaint.Args{"field": name}
	switch {
	case strings.HasPrefix(message, "invalid integer"), strings.HasPrefix(message, "invalid float"):
		return complaint.Refuse(complaint.Invalid, "value.no_number", args)
	case strings.HasPrefix(message, "invalid boolean"):
		return complaint.Refuse(complaint.Invalid, "value.no_boolean", args)
	case strings.HasPrefix(message, "invalid date/time"):
		return complaint.Refuse(complaint.Invalid, "value.no_time", args)
	}
	return complaint.Refuse(complaint.Invalid, "value.wrong", args)
}

// refuseWrongValue says what the schema asks of a value, where huma's message has one number for it.
func refuseWrongValue(field, message string) *complaint.Error {
	rule, number, _ := cutAtLast(message, " ")
	limit, err := strconv.Atoi(number)
	if err != nil {
		rule = ""
	}
	switch rule {
	case "expected length <=":
		return complaint.Refuse(complaint.Invalid, "value.too_long", complaint.Args{"field": field, "count": limit})
	case "expected length >=":
		return complaint.Refuse(complaint.Invalid, "value.too_short", complaint.Args{"field": field, "count": limit})
	case "expected number <=":
		return complaint.Refuse(complaint.Invalid, "value.too_great", complaint.Args{"field": field, "most": limit})
	case "expected number >=":
		return complaint.Refuse(complaint.Invalid, "value.too_small", complaint.Args{"field": field, "least": limit})
	}
	return complaint.Refuse(complaint.Invalid, "value.wrong", complaint.Args{"field": field})
}

func cutAtLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
