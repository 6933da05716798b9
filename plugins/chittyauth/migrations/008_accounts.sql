-- Accounts as an administrator lists them: by when they were registered, the newest first (service/account.cpp).
CREATE INDEX auth_registrations_by_time ON auth_registrations ((created_at || '~' || id));

-- down
DROP INDEX auth_registrations_by_time;
