SET LOCAL statement_timeout = 0;

-- A row for each account that there is or, as long as the claim of its key is undecided, may come to be. An account's
-- own row comes with the response: until then this one keeps its place among those that the organisation may have.
CREATE TABLE account_place (
    -- The account's.
    id              uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    -- Of the claim that may be given back yet; null once the account is there.
    key             uuid
);

CREATE INDEX account_place_open ON account_place (organisation_id) WHERE key IS NOT NULL;

-- How many rows of account_place an organisation has: changed in the transactions that add or take these, under the
-- lock of this row. Nothing that changes is indexed, and there is room for that in its page.
CREATE TABLE account_place_count (
    organisation_id uuid   PRIMARY KEY,
    taken           bigint NOT NULL
)
WITH (fillfactor = 50);

-- Accounts that exist.
INSERT INTO account_place (id, organisation_id) SELECT id, organisation_id FROM account;
INSERT INTO account_place_count (organisation_id, taken)
SELECT organisation_id, count(*) FROM account_place GROUP BY organisation_id;
