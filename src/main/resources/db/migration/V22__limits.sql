-- How much of what it may make an organisation may have. Only added to, as all that operators change: the latest row
-- of a kind counts, and null in it stands for the deployment's default.
CREATE TABLE organisation_limit (
    -- Of the organisation that was made with it, or of its change.
    id              uuid    NOT NULL,
    kind            text    NOT NULL CHECK (kind IN ('accounts', 'programs', 'requests_in_flight')),
    sequence        bigint  GENERATED ALWAYS AS IDENTITY,
    organisation_id uuid    NOT NULL,
    most            integer CHECK (most >= 0),
    PRIMARY KEY (id, kind)
);

CREATE INDEX organisation_limit_order ON organisation_limit (organisation_id, kind, sequence);

-- What instances read every two seconds.
CREATE INDEX organisation_limit_requests ON organisation_limit (organisation_id, sequence DESC)
    WHERE kind = 'requests_in_flight';

CREATE OR REPLACE VIEW organisation_now AS
SELECT o.id,
    coalesce((SELECT c.name FROM organisation_change c WHERE c.organisation_id = o.id AND c.name IS NOT NULL
        ORDER BY c.sequence DESC LIMIT 1), o.name) AS name,
    coalesce((SELECT c.status FROM organisation_change c WHERE c.organisation_id = o.id AND c.status IS NOT NULL
        ORDER BY c.sequence DESC LIMIT 1), 'active') AS status,
    o.created_at,
    o.sequence,
    (SELECT l.most FROM organisation_limit l WHERE l.organisation_id = o.id AND l.kind = 'accounts'
        ORDER BY l.sequence DESC LIMIT 1) AS accounts_limit,
    (SELECT l.most FROM organisation_limit l WHERE l.organisation_id = o.id AND l.kind = 'programs'
        ORDER BY l.sequence DESC LIMIT 1) AS programs_limit,
    (SELECT l.most FROM organisation_limit l WHERE l.organisation_id = o.id AND l.kind = 'requests_in_flight'
        ORDER BY l.sequence DESC LIMIT 1) AS requests_in_flight_limit
FROM organisation o;
