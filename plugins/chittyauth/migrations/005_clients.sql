-- Who stands for a client: 1 when an administrator added it. Any other registered itself, or was added by a person like all.
ALTER TABLE oauth_clients ADD COLUMN vouched BIGINT NOT NULL DEFAULT 0;
UPDATE oauth_clients SET vouched = 1 WHERE created_by = 'owner'
  OR created_by IN (SELECT subject FROM auth_tokens WHERE scopes LIKE '%"admin:*"%');

-- down
ALTER TABLE oauth_clients DROP COLUMN vouched;
