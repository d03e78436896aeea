package temporal_test

import (
	"context"
	"errors"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	sdktemporal "go.temporal.io/sdk/temporal"

	"duban/workflows/namespace"
)

// A namespace that the server was not started with is made on the running server: cases can start in it at once,
// and set what they set.
func TestANamespaceIsPreparedOnARunningServer(t *testing.T) {
	r, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	number := sdktemporal.NewSearchAttributeKeyKeyword("SecondNumber")
	second := namespace.Options{
		Name:             "second",
		Retention:        3 * day,
		SearchAttributes: map[string]enumspb.IndexedValueType{number.GetName(): number.GetValueType()},
	}
	for range 2 { // preparing again changes nothing
		if err := namespace.Prepare(ctx, r.client, second); err != nil {
			t.Fatal(err)
		}
	}
	c, err := client.Dial(client.Options{HostPort: r.HostPort(), Namespace: second.Name, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, err = c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		TaskQueue:             queue,
		TypedSearchAttributes: sdktemporal.NewSearchAttributes(number.ValueSet("1")),
	}, "Any")
	if err != nil {
		t.Errorf("a workflow that sets %s is refused: %v", number.GetName(), err)
	}

	second.SearchAttributes[number.GetName()] = enumspb.INDEXED_VALUE_TYPE_DATETIME
	if err := namespace.Prepare(ctx, r.client, second); !errors.Is(err, namespace.ErrOtherType) {
		t.Errorf("the attribute as another type: %v", err)
	}
}
