package program

import (
	"time"

	enumspb "go.temporal.io/api/enums/v1"

	"duban/workflows"
	"duban/workflows/namespace"
)

// retention is how long an archived case can be inspected in the Temporal UI. The journal is kept for ever.
const retention = 400 * 24 * time.Hour

// NamespaceOptions is what Temporal's namespace of cases must offer.
func NamespaceOptions() namespace.Options {
	attributes := map[string]enumspb.IndexedValueType{}
	for _, key := range []interface {
		GetName() string
		GetValueType() enumspb.IndexedValueType
	}{
		workflows.AttrPolicy, workflows.AttrNumber, workflows.AttrStep, workflows.AttrUnit, workflows.AttrSeverity,
		workflows.AttrDue, workflows.AttrOverdue,
	} {
		attributes[key.GetName()] = key.GetValueType()
	}
	return namespace.Options{Name: workflows.Namespace, Retention: retention, SearchAttributes: attributes}
}
