-- Transfers are never changed and never removed; a correction is a new transfer.
CREATE FUNCTION transfer_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'transfers are never changed or removed';
END;
$$;

CREATE TRIGGER transfer_is_never_changed BEFORE UPDATE ON transfer
    FOR EACH ROW EXECUTE FUNCTION transfer_is_append_only();

CREATE TRIGGER transfer_is_never_removed BEFORE DELETE ON transfer
    FOR EACH ROW EXECUTE FUNCTION transfer_is_append_only();

CREATE TRIGGER transfer_is_never_emptied BEFORE TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION transfer_is_append_only();
