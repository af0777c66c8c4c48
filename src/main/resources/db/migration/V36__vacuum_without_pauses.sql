-- Autovacuum pauses after each 80 KB that it changes, by default; where many keys come and go a round through this table took 40
-- seconds, and what had been purged meanwhile took the room of as many keys that live. Without pauses it takes one or two.
ALTER TABLE idempotency_key SET (autovacuum_vacuum_cost_delay = 0);
