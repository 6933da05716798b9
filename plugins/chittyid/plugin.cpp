// chittyid: what is behind which command and which route. The words themselves are in manifest.json.
#include "commands/commands.hpp"
#include "service/authority.hpp"
#include "service/person.hpp"
#include "service/routes.hpp"

#include <chitty/plugin.hpp>
#include <chitty/routes.hpp>

namespace commands = chitty::id::commands;
namespace service = chitty::id::service;

CHITTY_PLUGIN(
    .commands = {{"id mint", commands::mint},
                 {"id verify", commands::verify},
                 {"id list", commands::list},
                 {"id session sync", commands::sync_session},
                 {"id session list", commands::list_sessions},
                 {"id session export", commands::export_session},
                 {"id key list", commands::list_keys},
                 {"id key rotate", commands::rotate_key},
                 {"id credential issue", commands::issue_credential},
                 {"id credential verify", commands::verify_credential},
                 {"id credential list", commands::list_credentials},
                 {"id credential revoke", commands::revoke_credential}},
    .routes = {{"mint", service::mint},
               {"moved-mint", service::moved_mint},
               {"fallback", service::fallback},
               {"mint-batch", service::mint_batch},
               {"list", service::list},
               {"show", service::show},
               {"verify", service::verify},
               {"audit", service::audit},
               {"validate", service::validate},
               {"info", service::info},
               {"spec", service::spec},
               {"health", chitty::health},
               {"jwks", service::jwks},
               {"list-keys", service::list_keys},
               {"rotate-key", service::rotate_key},
               {"did-document", chitty::id::did_document},
               {"name-owner", service::name_owner},
               {"sync-session", service::sync_session},
               {"init-session", service::init_session},
               {"update-session", service::update_session},
               {"list-sessions", service::list_sessions},
               {"show-session", service::show_session},
               {"session-status", service::session_status},
               {"session-health", service::session_health},
               {"checkpoint-session", service::checkpoint_session},
               {"invalidate-session", service::invalidate_session},
               {"retry-session", service::retry_session},
               {"cleanup-sessions", service::cleanup_sessions},
               {"issue-credential", service::issue_credential},
               {"list-credentials", service::list_credentials},
               {"revoke-credential", service::revoke_credential},
               {"verify-credential", service::verify_credential},
               {"verify-token", service::verify_token},
               {"status-list", service::status_list}},
    .start = chitty::id::start)
