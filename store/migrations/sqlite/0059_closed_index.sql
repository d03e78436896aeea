-- +goose Up

-- What was closed in a period is read in the order of closing.
CREATE INDEX figure_cases_closed ON figure_cases (closed, case_id, policy, received)
    WHERE known_to = 9223372036854775807 AND closed IS NOT NULL;
