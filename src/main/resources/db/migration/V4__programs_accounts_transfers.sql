-- Currencies that accounts can be kept in. Both columns are immutable: the exponent gives every stored amount
-- its meaning.
CREATE TABLE currency (
    code     text     PRIMARY KEY CHECK (code ~ '^[A-Z][A-Z0-9_]{2,15}$'),
    exponent smallint NOT NULL CHECK (exponent BETWEEN 0 AND 18)
);

-- ISO 4217, list one (currencies and funds) as it stands in 2026; without the codes that have no minor unit by
-- definition (precious metals, bond-market units, SDR, SUCRE, ADB unit of account, testing, "none").
-- Two digits behind the point.
INSERT INTO currency (code, exponent)
SELECT code, 2 FROM regexp_split_to_table(trim('
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
    CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
    RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH
    USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
', E' \n'), '\s+') AS code;

-- None.
INSERT INTO currency (code, exponent)
SELECT code, 0 FROM regexp_split_to_table(trim('
    BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
', E' \n'), '\s+') AS code;

-- Three.
INSERT INTO currency (code, exponent)
SELECT code, 3 FROM regexp_split_to_table(trim('
    BHD IQD JOD KWD LYD OMR TND
', E' \n'), '\s+') AS code;

-- Four.
INSERT INTO currency (code, exponent)
SELECT code, 4 FROM regexp_split_to_table(trim('
    CLF UYW
', E' \n'), '\s+') AS code;

-- A private code, which every installation has.
INSERT INTO currency (code, exponent) VALUES ('USD_GT', 2);

-- Groups accounts of an organisation. Rows are written by the idempotency engine, so that no constraint but
-- the key may be able to fail: foreign keys were checked before.
CREATE TABLE program (
    id               uuid   PRIMARY KEY,
    organisation_id  uuid   NOT NULL,
    name             text   NOT NULL,
    -- An array of currency codes; null is "any".
    currencies       jsonb,
    metadata         jsonb,
    -- What was asked, in canonical form, by which a late reuse of its idempotency key is told from a retry.
    content          text   NOT NULL,
    -- Nanoseconds since the Unix epoch.
    created_at_nanos bigint NOT NULL,
    -- The order of lists.
    sequence         bigint GENERATED ALWAYS AS IDENTITY
);

CREATE INDEX program_organisation ON program (organisation_id, sequence DESC);

-- TigerBeetle's "ledger": one number for each (organisation, currency), never used for anything else again.
-- Numbers below 1000 are the service's own.
CREATE SEQUENCE ledger_number_sequence AS integer START 1000 MINVALUE 1000 NO CYCLE;

CREATE TABLE ledger_number (
    number          integer PRIMARY KEY,
    organisation_id uuid    NOT NULL,
    currency        text    NOT NULL REFERENCES currency (code),
    UNIQUE (organisation_id, currency)
);

-- What the ledger does not keep of an account, and the facts that never change, so that a transfer can be
-- checked without asking the ledger first.
CREATE TABLE account (
    id               uuid     PRIMARY KEY,
    organisation_id  uuid     NOT NULL,
    program_id       uuid     NOT NULL,
    -- The account type's code, in the ledger as well.
    type             integer  NOT NULL,
    ledger_number    integer  NOT NULL,
    name             text,
    metadata         jsonb,
    -- The ledger's timestamp: nanoseconds since the Unix epoch, unique.
    created_at_nanos bigint   NOT NULL
);

CREATE INDEX account_organisation ON account (organisation_id, created_at_nanos DESC);
CREATE INDEX account_program ON account (program_id, created_at_nanos DESC);

-- The words of a transfer. The transfer itself is in the ledger, and one without words has no row here.
CREATE TABLE transfer_text (
    id              uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    description     text,
    reference       text,
    metadata        jsonb
);
