#include "talk.hpp"

#include <algorithm>
#include <chitty/answers.hpp>
#include <chitty/members.hpp>

#include "../budget.hpp"
#include "../chosen.hpp"
#include "../retrieval/quoted.hpp"
#include "../retrieval/ranking.hpp"
#include "answer.hpp"
#include "case_source.hpp"
#include "replies.hpp"

namespace chittychat {

using namespace chitty;

namespace {

constexpr std::size_t most_answer = 256u << 10, most_quotes = 6, passage_bytes = 700;

// Roles take turns: what stayed without an answer goes together with what came after it.
std::vector<models::ChatMessage> in_turn(const json::array& earlier, std::int64_t before) {
  std::vector<models::ChatMessage> made;
  for (const auto& each : earlier) {
    if (!each.is_object() || number_in(each.get_object(), "seq") >= before) continue;
    const auto role = text_in(each, "role"), content = text_in(each, "content");
    if (content.empty()) continue;
    if (!made.empty() && made.back().role == role)
      made.back().content += "\n\n" + content;
    else if (!made.empty() || role == "user")
      made.push_back({role, content});
  }
  return made;
}

std::int64_t lease_of(const std::vector<models::Configured>& models) {
  std::int64_t lease = 60'000;
  for (const auto& each : models) lease += each.timeout_ms;
  return std::min<std::int64_t>(lease, 3'600'000);
}

}  // namespace

Result<std::vector<models::Configured>> models_of(Host& host) {
  const auto settings = host.remote();
  return models::configured(host, settings ? text_in(*settings, "models") : std::string(), "chittychat");
}

Result<Said> Talk::say(const Turn& turn, const std::string& message) {
  json::object order{{"message", message}, {"leaseMs", lease_of(models_)}};
  if (!turn.session.empty()) order["sessionId"] = turn.session;
  if (turn.fresh) order["new"] = true;
  CHITTY_TRY(const auto reply, host_.send(post("/chat", std::move(order))));
  CHITTY_TRY(const auto begun, object_of(reply));
  auto made = answer(turn, begun, message);
  // Whatever has stopped it, what came is kept; and the conversation is free again.
  if (host_.cancelled()) made.stopped = host_.go_on() || made.stopped;
  if (made.stopped && made.text.empty()) made.status = "interrupted";
  if (made.stopped) made.failed.reset();
  if (made.by.empty()) made.by = "nobody";
  Said said{text_in(object_at(begun, "session"), "id"), made.failed, made.stopped};
  CHITTY_DO(keep(text_in(begun, "turn"), made));
  return said;
}

Talk::Answer Talk::answer(const Turn& turn, const json::object& begun, const std::string& message) {
  Answer made;
  const auto session = object_at(begun, "session");
  const auto case_id = text_in(session, "caseId");
  auto case_title = text_in(session, "caseTitle");
  bool has_case = !case_id.empty();
  if (has_case) {
    CaseSource cases(host_);
    const auto about = cases.find(case_id);
    const auto pages = about ? cases.pages_about(*about, message) : Result<std::vector<Page>>(about.error());
    if (about && !about->title.empty()) case_title = about->title;
    if (pages) {
      for (const auto& passage : best_for(message, *pages, passages_of(*pages, passage_bytes), most_quotes)) {
        auto quote = quote_of(*pages, passage);
        if (holds(quote, (*pages)[passage.page])) made.quotes.push_back(std::move(quote));
      }
    } else if (!host_.cancelled()) {
      has_case = false;
      made.note = "The documents of the case could not be read: " + pages.error().message;
      host_.note(made.note);
    }
  }
  if (turn.no_model || models_.empty()) {
    without_model(made, turn.no_model ? "No model was asked" : "No model is configured", case_title, has_case);
  } else if (!by_model(made, turn, begun, message) && !made.stopped) {
    const auto why = made.failed ? made.failed->message : std::string("no model has answered");
    if (has_case) {
      made.failed.reset();
      auto words = why;
      words[0] = static_cast<char>(words[0] >= 'a' && words[0] <= 'z' ? words[0] - 'a' + 'A' : words[0]);
      without_model(made, words, case_title, true);
    } else {
      made.status = "failed", made.by = "nobody", made.note = why.substr(0, 900);
    }
  }
  return made;
}

void Talk::without_model(Answer& made, const std::string& why, const std::string& case_title, bool has_case) {
  made.by = has_case ? "documents" : "nobody";
  made.used = made.quotes.size();
  const auto text = has_case ? answer_of_documents(why, case_title, made.quotes) : why + (made.note.empty() ? " and no case is connected" : "") + ", so there is nothing to answer from.\n";
  if (const auto done = show(made, text); !done) made.failed = done.error();
  if (!has_case && made.note.empty() && !std::exchange(advised_, true)) host_.note("Connect a case: chitty chat connect case CASE. Or set a chain of models: chitty config set chittyos.services.chittychat.models NAME,NAME");
}

Result<void> Talk::show(Answer& made, std::string_view text) {
  auto harmless = models::without_controls(text);
  const bool too_long = made.text.size() + harmless.size() > most_answer;
  if (too_long) {
    auto end = most_answer - made.text.size();
    while (end > 0 && (static_cast<unsigned char>(harmless[end]) & 0xC0) == 0x80) --end;  // not within a character
    harmless.resize(end);
  }
  made.text += harmless;
  CHITTY_DO(host_.bytes(harmless));
  return too_long ? Result<void>(make_error(Code::malformed, "the answer is longer than 256 KiB")) : Result<void>();
}

bool Talk::by_model(Answer& made, const Turn& turn, const json::object& begun, const std::string& message) {
  const auto asked = chosen_first(models_, turn.model.empty() ? text_in(begun, "model") : turn.model);
  const auto mark = new_secret(host_.crypto(), 12);
  if (!mark) return made.failed = mark.error(), false;
  const auto seen = host_.send(get("/session/" + encode(text_in(object_at(begun, "session"), "id"))));
  const auto session = seen ? object_of(*seen) : Result<json::object>(seen.error());
  if (!session) return made.stopped = session.error().code == Code::cancelled, made.failed = session.error(), false;
  const auto context = context_of({.system_prompt = text_in(begun, "systemPrompt"), .case_title = text_in(object_at(begun, "session"), "caseTitle"), .question = message, .mark = *mark, .quotes = made.quotes, .earlier = in_turn(array_in(*session, "events"), number_in(begun, "seq")), .window = asked.front().context_tokens});
  if (!context) return made.failed = context.error(), false;
  auto chain = models::chain_of(host_, asked, true);
  chain.show = [&](std::string_view text) { return show(made, text); };
  const auto outcome = chain.outcome;
  chain.outcome = [&](const models::Endpoint& endpoint, const models::Hop& hop) {
    made.first_ms = hop.first_ms, made.model = endpoint.model;
    return outcome(endpoint, hop);
  };
  const auto answered = chain.ask(context->request);
  if (made.text.empty() && answered) (void)show(made, answered->answer.text);  // it came whole
  const bool spoke = !made.text.empty();
  if (answered) made.prompt_tokens = answered->answer.prompt_tokens, made.answer_tokens = answered->answer.answer_tokens;
  made.stopped = !answered && answered.error().code == Code::cancelled;
  if (!answered) made.failed = answered.error();
  if (answered && !spoke) made.failed = make_error(Code::malformed, "the model answered nothing");
  if (made.stopped) made.failed.reset();
  made.by = spoke || made.stopped ? "model" : "nobody";
  if (made.model.empty()) made.model = asked.front().model;
  if (spoke && !made.text.ends_with('\n')) (void)host_.bytes("\n");
  if (!answered || !spoke) made.status = spoke || made.stopped ? "interrupted" : "failed";
  if (made.failed && spoke) made.note = made.failed->message.substr(0, 900);
  if (answered && answered->answer.finish_reason == "length") made.note = "The answer was cut at what was reserved for it.", host_.note(made.note);
  if (spoke && answered) {
    made.used = context->quotes;
    const std::vector<Quote> told(made.quotes.begin(), made.quotes.begin() + static_cast<std::ptrdiff_t>(made.used));
    if (made.used > 0)
      for (const auto& quoted : false_quotations(made.text, told)) {
        const auto warning = "In no passage that the model was given stands: \"" + quoted + "\"";
        host_.note(warning);
        if (made.note.size() + warning.size() < 900) made.note += (made.note.empty() ? "" : " ") + warning;
      }
    if (const auto shown = sources(made.quotes, made.used); !shown.empty()) (void)host_.bytes(shown);
  }
  return spoke;
}

Result<void> Talk::keep(const std::string& turn, const Answer& made) {
  const auto content = std::string_view(made.text).substr(0, made.text.find_last_not_of('\n') + 1);
  json::object body{{"content", content}, {"status", made.status}, {"answeredBy", made.by}, {"quotes", records_of(made.quotes, made.used)}, {"promptTokens", made.prompt_tokens}, {"answerTokens", made.answer_tokens}, {"firstMs", made.first_ms}};
  if (made.by == "model") body["model"] = made.model.substr(0, 200);
  if (!made.note.empty()) body["note"] = made.note;
  const auto kept = host_.send(post("/chat/" + encode(turn), std::move(body)));
  return kept ? Result<void>() : Result<void>(kept.error());
}

}  // namespace chittychat
