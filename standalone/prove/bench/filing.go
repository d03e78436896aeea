package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"duban/activities"
	"duban/complaint"
	"duban/internal/seed"
	"duban/record"
	"duban/store"
)

// fileAndOpenCase files and opens a case through the store's own door and says what it waits for next. Its workflow is
// for the caller to start.
func fileAndOpenCase(
	ctx context.Context, s *store.Store, acts *activities.Acts,
) (complaint.CaseID, complaint.Wake, error) {
	id, now := complaint.CaseID(uuid.NewString()), acts.Now()
	in, err := newIntake(ctx, s, id, now)
	if err != nil {
		return id, complaint.Wake{}, err
	}
	if _, err = s.FileCase(ctx, in, complaint.Wall{}); err != nil {
		return id, complaint.Wake{}, err
	}
	opened, err := acts.Act(ctx, activities.ActRequest{
		Case:  id,
		Order: complaint.Order{ID: "system/open", Actor: complaint.System, Command: complaint.Open{}},
		At:    complaint.Instant(now),
		Clock: complaint.Instant(now),
	})
	if err != nil {
		return id, complaint.Wake{}, err
	}
	return id, *opened.Orders.Wake, nil
}

// newIntake is what an agent takes down on the telephone.
func newIntake(ctx context.Context, s *store.Store, id complaint.CaseID, now time.Time) (record.Intake, error) {
	rules, err := s.PolicyInForce(ctx, "logistics")
	if err != nil {
		return record.Intake{}, err
	}
	agent := seed.DemoUserID("logistics.agent")
	text := func(scope complaint.TextScope, body string) complaint.Text {
		salt := []byte(uuid.NewString())
		return complaint.Text{
			ID:     complaint.TextCommitment(salt, body),
			Case:   id,
			Author: agent,
			Scope:  scope,
			Salt:   salt,
			Body:   body,
		}
	}
	subject, content := text(complaint.ScopeCase, "纸箱淋湿"), text(complaint.ScopeCase, "外包装淋湿，内物受损")
	identity := text(complaint.ScopeIdentity, `{"name":"张三","phone":"13800000000"}`)
	filed := complaint.Filed{
		Policy:     rules.Ref(),
		Channel:    "hotline",
		Category:   "other",
		Severity:   "general",
		ReceivedAt: complaint.Instant(now),
		Subject:    subject.ID,
		Content:    content.ID,
		Parties: []complaint.Party{
			{
				ID:       complaint.Complainant,
				Role:     complaint.Complainant,
				Kind:     complaint.KindText,
				Identity: identity.ID,
			},
			{
				ID:   "respondent-1",
				Role: complaint.Respondent,
				Kind: complaint.KindUnit,
				Unit: seed.DemoUnitID("logistics", "branch"),
			},
		},
	}
	rules.FillFilingOmissions(&filed)
	return record.Intake{
		Filing: complaint.Filing{
			Case:    id,
			By:      agent,
			Filed:   filed,
			FiledAt: now,
		},
		Texts:  []complaint.Text{subject, content, identity},
		People: []complaint.Identity{{Party: complaint.Complainant, Name: "张三", Phone: "13800000000"}},
		Request: record.Request{
			Actor: agent,
			Key:   string(id),
			Case:  id,
			At:    now,
		},
		ReceiptHash: string(id),
	}, nil
}
