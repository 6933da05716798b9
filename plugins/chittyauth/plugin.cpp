// chittyauth: what is behind which command and which route. The words themselves are in manifest.json.
#include <chitty/plugin.hpp>
#include <chitty/routes.hpp>

#include "commands/commands.hpp"
#include "commands/oauth_commands.hpp"
#include "service/identity.hpp"
#include "service/oauth_key.hpp"
#include "service/oauth_routes.hpp"
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
                           {"auth sync notion", commands::sync_notion},
                           {"auth sign-in", commands::sign_in},
                           {"auth oauth authorize", commands::authorize},
                           {"auth oauth callback", commands::callback},
                           {"auth oauth refresh", commands::refresh},
                           {"auth oauth clients list", commands::list_clients},
                           {"auth oauth clients create", commands::create_client},
                           {"auth oauth clients remove", commands::remove_client}},
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
                         {"health", chitty::health},
                         {"oauth-metadata", service::oauth_metadata},
                         {"oauth-keys", service::oauth_keys},
                         {"oauth-authorize", service::authorize},
                         {"oauth-authorize-form", service::authorize_by_form},
                         {"oauth-consent", service::consent},
                         {"oauth-show-sign-in", service::show_sign_in},
                         {"oauth-sign-in", service::sign_in},
                         {"oauth-sign-in-code", service::make_sign_in_code},
                         {"oauth-token", service::oauth_token},
                         {"oauth-begin-device", service::begin_device},
                         {"oauth-device-page", service::device_page},
                         {"oauth-answer-device", service::answer_device},
                         {"oauth-revoke", service::oauth_revoke},
                         {"oauth-introspect", service::oauth_introspect},
                         {"oauth-register", service::register_client},
                         {"oauth-list-clients", service::list_clients},
                         {"oauth-create-client", service::create_client},
                         {"oauth-remove-client", service::remove_client}},
              .start = chitty::auth::prepare_oauth_key,
              .identity = {.check = chitty::auth::who_is, .used = chitty::auth::note_uses})
