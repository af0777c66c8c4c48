-- The account that ties this database to one ledger: at most one row, made at the first start.
CREATE TABLE genesis (
    only_row   boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    account_id uuid        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- When the account was known to be in the ledger. From then on a ledger without it is the wrong one.
    written_at timestamptz
);
