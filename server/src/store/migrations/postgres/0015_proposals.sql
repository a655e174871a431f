-- What family proposed and the resident nods to: it stands in the household's own row, as the baskets do.
ALTER TABLE household ADD COLUMN proposals JSONB NOT NULL DEFAULT '[]';
