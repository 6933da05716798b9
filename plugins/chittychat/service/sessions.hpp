// Conversations of the caller, and their messages, as rows. A conversation is its owner's alone.
#ifndef CHITTYCHAT_SERVICE_SESSIONS_HPP
#define CHITTYCHAT_SERVICE_SESSIONS_HPP

#include <chittychat_names.hpp>

namespace chittychat {

inline std::string owner(chitty::Service& service) { return service.caller().subject; }

// Columns as schema/session.json and schema/message.json say; each ends with its table.
extern const std::string_view select_session, select_message;

// NOT_FOUND in words. An empty `id` is the last one.
chitty::Result<chitty::Row> session_of_caller(chitty::Service& service, const std::string& id);

// As schema/session.json: whether it waits for an answer depends on the time.
chitty::json::object shown_session(chitty::Service& service, const chitty::Row& row);
// As schema/message.json.
chitty::json::object shown_message(const chitty::Row& row);

struct NewSession {
  std::string title{}, model{}, system_prompt{}, case_id{}, case_title{};
};
// Within a transaction. Its ID.
chitty::Result<std::string> begin_session(chitty::Service& service, const NewSession& given);

}  // namespace chittychat

#endif  // CHITTYCHAT_SERVICE_SESSIONS_HPP
