-- +goose Up

-- Steps are counted under the unit that had the matter then: the rows that reports count are made anew from the journals.
UPDATE cases SET figures_seq = 0;
