// chittyid: what is behind which command and which route. The words themselves are in manifest.json.
#include "commands/commands.hpp"
#include "service/authority.hpp"
#include "service/routes.hpp"

#include <chitty/plugin.hpp>

namespace commands = chitty::id::commands;
namespace service = chitty::id::service;

CHITTY_PLUGIN(
    .commands = {{"id mint", commands::mint},
                 {"id verify", commands::verify},
                 {"id list", commands::list},
                 {"id session sync", commands::sync_session},
                 {"id session list", commands::list_sessions},
                 {"id session export", commands::export_session},
                 {"id credential issue", commands::issue_credential},
                 {"id credential verify", commands::verify_credential},
                 {"id credential list", commands::list_credentials},
                 {"id credential revoke", commands::revoke_credential}},
    .routes = {{"mint", service::mint},
               {"moved-mint", service::moved_mint},
               {"mint-batch", service::mint_batch},
               {"list", service::list},
               {"show", service::show},
               {"verify", service::verify},
               {"audit", service::audit},
               {"validate", service::validate},
               {"info", service::info},
               {"spec", service::spec},
               {"health", service::health},
               {"jwks", chitty::id::jwks},
               {"did-document", chitty::id::did_document},
               {"sync-session", service::sync_session},
               {"init-session", service::init_session},
               {"update-session", service::update_session},
               {"list-sessions", service::list_sessions},
               {"show-session", service::show_session},
               {"issue-credential", service::issue_credential},
               {"list-credentials", service::list_credentials},
               {"revoke-credential", service::revoke_credential},
               {"verify-credential", service::verify_credential},
               {"verify-token", service::verify_token},
               {"status-list", service::status_list}},
    .start = chitty::id::start)
