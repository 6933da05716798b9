// chittyauth: what is behind which command and which route. The words themselves are in manifest.json.
#include <chitty/plugin.hpp>

#include "commands/commands.hpp"
#include "service/identity.hpp"
#include "service/routes.hpp"

namespace commands = chitty::auth::commands;
namespace service = chitty::auth::service;

CHITTY_PLUGIN(.commands = {{"auth register", commands::register_person},
                           {"auth token provision", commands::provision_token},
                           {"auth token list", commands::list_tokens},
                           {"auth token revoke", commands::revoke_token},
                           {"auth token refresh", commands::refresh_token},
                           {"auth token validate", commands::validate_token},
                           {"auth token stats", commands::token_stats},
                           {"auth service-token create", commands::create_service_token},
                           {"auth service-token rotate", commands::rotate_service_token},
                           {"auth service-token list", commands::list_service_tokens},
                           {"auth sync notion", commands::sync_notion}},
              .routes = {{"register", service::register_person},
                         {"show-registration", service::show_registration},
                         {"provision", service::provision},
                         {"validate", service::validate},
                         {"refresh", service::refresh},
                         {"list-tokens", service::list_tokens},
                         {"token-stats", service::token_stats},
                         {"revoke", service::revoke},
                         {"revoke-by-path", service::revoke_by_path},
                         {"create-service-token", service::create_service_token},
                         {"list-service-tokens", service::list_service_tokens},
                         {"rotate-service-token", service::rotate_service_token},
                         {"authenticate-service", service::authenticate_service},
                         {"suspend-subject", service::suspend_subject},
                         {"resume-subject", service::resume_subject},
                         {"health", service::health}},
              .identity = {.check = chitty::auth::who_is, .used = chitty::auth::note_uses})
