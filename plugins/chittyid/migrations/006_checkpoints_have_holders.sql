-- Whose a checkpoint is, so that what one person keeps can be counted (service.quotas).
ALTER TABLE id_checkpoints ADD COLUMN subject TEXT;
UPDATE id_checkpoints SET subject = (SELECT subject FROM id_sessions WHERE id_sessions.id = id_checkpoints.session);
CREATE INDEX id_checkpoints_by_subject ON id_checkpoints (subject);

-- down
DROP INDEX id_checkpoints_by_subject;
ALTER TABLE id_checkpoints DROP COLUMN subject;
