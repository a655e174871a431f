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

-- Whoever notes a change takes the ward's lock, and only then looks which number is next: no gaps, in the order of the
-- commits. (The other database has one writer.)
CREATE FUNCTION change_takes_its_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM ward w WHERE w.location_id = NEW.location_id AND w.ward_id = NEW.ward_id FOR NO KEY UPDATE;
    SELECT COALESCE(MAX(c.sequence), 0) + 1 INTO NEW.sequence
        FROM change c WHERE c.location_id = NEW.location_id AND c.ward_id = NEW.ward_id;
    RETURN NEW;
END;
$$;

CREATE TRIGGER change_takes_its_turn BEFORE INSERT ON change
    FOR EACH ROW EXECUTE FUNCTION change_takes_its_turn();
