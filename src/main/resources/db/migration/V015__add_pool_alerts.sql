-- The highest threshold of use, in percent, that was told and is not armed again; 0 when none is.
ALTER TABLE seat_pool ADD COLUMN alerted integer NOT NULL DEFAULT 0;
