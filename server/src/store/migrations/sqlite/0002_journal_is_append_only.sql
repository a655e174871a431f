-- Transfers are never changed and never removed; a correction is a new transfer.
CREATE TRIGGER transfer_is_never_changed BEFORE UPDATE ON transfer
BEGIN
    SELECT RAISE(ABORT, 'transfers are never changed');
END;

CREATE TRIGGER transfer_is_never_removed BEFORE DELETE ON transfer
BEGIN
    SELECT RAISE(ABORT, 'transfers are never removed');
END;
