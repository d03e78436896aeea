-- +goose Up

-- Reports also count how often matters were passed on: the rows that they count are made anew from the journals.
UPDATE cases SET figures_seq = 0;
