-- Whether the row was made again from what the ledger has: its name and metadata are unknown then, until the
-- request that opened the account is repeated.
ALTER TABLE account ADD COLUMN recovered boolean NOT NULL DEFAULT false;

-- How far the ledger has been compared with this database: one row. It is written in the transactions that write
-- the missing rows, so that a database that lost its last seconds has lost them here as well.
CREATE TABLE sweep (
    only_row              boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    -- The ledger's timestamps of the youngest rows compared: nanoseconds since the Unix epoch.
    accounts_until_nanos  bigint      NOT NULL DEFAULT 0,
    transfers_until_nanos bigint      NOT NULL DEFAULT 0,
    -- Which instance is at it, and when it last made a step.
    swept_by              uuid,
    swept_at              timestamptz,
    -- When the end of the ledger was last reached.
    finished_at           timestamptz
);

INSERT INTO sweep DEFAULT VALUES;

-- What the ledger has and nobody here owns. A row goes once its reason has gone.
CREATE TABLE ledger_orphan (
    id               uuid        NOT NULL,
    kind             text        NOT NULL CHECK (kind IN ('account', 'transfer')),
    reason           text        NOT NULL,
    -- An unsigned 32-bit integer.
    ledger_number    bigint      NOT NULL,
    code             integer     NOT NULL,
    program_id       uuid,
    created_at_nanos bigint      NOT NULL,
    found_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, kind)
);

CREATE INDEX ledger_orphan_created_at ON ledger_orphan (created_at_nanos DESC);

-- Of the transfers of one ledger number the first one stands for all: there may be millions.
CREATE UNIQUE INDEX ledger_orphan_transfer ON ledger_orphan (ledger_number) WHERE kind = 'transfer';
