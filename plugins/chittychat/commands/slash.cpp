#include "slash.hpp"

#include <chitty/members.hpp>

#include "connecting.hpp"
#include "replies.hpp"

namespace chittychat {

using namespace chitty;

namespace {

constexpr std::string_view help =
    "/case CASE     connect a case\n"
    "/model MODEL   ask this model\n"
    "/system TEXT   what the model is told first, in this conversation\n"
    "/new           begin a new conversation\n"
    "/help          this list\n"
    "/quit          end, as Ctrl-D does\n"
    "Alt-Enter, or a backslash before Enter, begins a new line. Ctrl-C stops an answer.\n";

Result<void> tell_system(Host& host, const std::string& prompt, Turn& turn) {
  json::object given{{"systemPrompt", prompt}};
  auto request = turn.session.empty() ? post("/session/create", given) : post("/session/" + encode(turn.session), given);
  if (!turn.session.empty()) request.method = "PATCH";
  CHITTY_TRY(const auto reply, host.send(request));
  CHITTY_TRY(const auto session, object_of(reply));
  turn.session = text_in(session, "id"), turn.fresh = false;
  host.note("Set the system prompt of this conversation");
  return {};
}

}  // namespace

Result<Slash> slash(Host& host, const std::string& message, Turn& turn) {
  if (!message.starts_with('/') || message.starts_with("//") || message.find('\n') != message.npos) return Slash{};
  const auto word = message.substr(0, message.find(' '));
  auto rest = word.size() < message.size() ? message.substr(word.size() + 1) : std::string();
  while (rest.starts_with(' ')) rest.erase(0, 1);
  const Slash done{.taken = true};
  if (word == "/quit" || word == "/exit") return Slash{.taken = true, .ends = true};
  if (word == "/new") return turn.session.clear(), turn.fresh = true, host.note("The next message begins a new conversation"), done;
  if (word == "/help") {
    CHITTY_DO(host.bytes(help));
    return done;
  }
  if ((word == "/case" || word == "/model" || word == "/system") && rest.empty()) return host.note(word + " needs a word behind it; /help lists what can be said"), done;
  if (word == "/model") return turn.model = rest, host.note("Asking " + rest + " from now on"), done;
  if (word == "/system") {
    CHITTY_DO(tell_system(host, rest, turn));
    return done;
  }
  if (word == "/case") {
    CHITTY_TRY(const auto connected, connect_to(host, rest, turn.session, turn.fresh));
    turn.session = text_in(connected, "id"), turn.fresh = false;
    host.note("Connected the case '" + text_in(connected, "caseTitle") + "'");
    return done;
  }
  // A path, say, is a message as any other.
  if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", 1) != word.npos) return Slash{};
  host.note("There is no " + word + "; /help lists what there is, and // sends a message that begins with /");
  return done;
}

}  // namespace chittychat
