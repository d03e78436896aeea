package gateway

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

type (
	// Desk is to whom people complain, as the notice that hangs on a wall says it (hospital-1). What is empty is not
	// said.
	Desk struct {
		Organisation string `json:"organisation" doc:"Name of the organisation"`
		Office       string `json:"office" doc:"The department that takes complaints"`
		Phone        string `json:"phone" doc:"Its telephone, for people"`
		Reception    string `json:"reception" doc:"Where and when it receives people"`
	}
	deskOutput struct{ Body Desk }
)

func (g *Gateway) routeDesk() {
	registerForEverybody(g, huma.Operation{
		OperationID: "show-desk",
		Method:      http.MethodGet,
		Path:        "/public/desk",
		Summary:     "受理投诉的部门、电话和接待时间地点",
	}, func(context.Context, *struct{}) (*deskOutput, error) { return &deskOutput{Body: g.Desk}, nil })
}
