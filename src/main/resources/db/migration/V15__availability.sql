-- The processes of the service, and what each of them saw of its availability: one history for all, kept for a year.
CREATE TABLE service_instance (
    id         uuid        PRIMARY KEY,
    version    text        NOT NULL,
    started_at timestamptz NOT NULL,
    -- The last heartbeat, which comes every 5 s. What goes on in one that was killed ended then.
    last_seen  timestamptz NOT NULL,
    -- When it ended in an orderly way.
    stopped_at timestamptz
);

CREATE INDEX service_instance_last_seen ON service_instance (last_seen);

-- The time for which a component had one status, in the eyes of one instance. The periods of both follow each other
-- without a gap.
CREATE TABLE availability_period (
    instance_id uuid        NOT NULL,
    component   text        NOT NULL,
    number      integer     NOT NULL,
    status      text        NOT NULL CHECK (status IN ('available', 'degraded', 'unavailable')),
    cause       text,
    from_at     timestamptz NOT NULL,
    -- Null while it goes on.
    to_at       timestamptz,
    PRIMARY KEY (instance_id, component, number),
    CHECK ((status = 'available') = (cause IS NULL)),
    CHECK (to_at >= from_at)
);

CREATE INDEX availability_period_from_at ON availability_period (from_at);
CREATE INDEX availability_period_of_component ON availability_period (instance_id, component, from_at);
CREATE INDEX availability_period_trouble ON availability_period (from_at) WHERE status <> 'available';
CREATE INDEX availability_period_open ON availability_period (instance_id) WHERE to_at IS NULL;
