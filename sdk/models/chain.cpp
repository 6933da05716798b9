#include <chitty/models/chain.hpp>
#include <charconv>

namespace chitty::models {

namespace {

std::int64_t retry_after(const ResponseStream& reply) {
  const auto text = reply.header("retry-after");
  std::int64_t seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && seconds > 0 && seconds < 86'400 ? seconds * 1000 : 0;
}

}  // namespace

std::int64_t tokens_of(const ChatRequest& request) {
  std::size_t bytes = 0;
  for (const auto& each : request.messages) bytes += each.content.size() + 16;
  return static_cast<std::int64_t>(bytes / 4 + 1);
}

json::array hops_text(const std::vector<Hop>& hops) {
  json::array out;
  for (const auto& hop : hops) out.push_back(json::object{{"name", hop.name}, {"asked", hop.asked}, {"error", hop.error}, {"latencyMs", hop.whole_ms}});
  return out;
}

Result<ChatAnswer> Chain::ask_one(const Endpoint& endpoint, const ChatRequest& request, Hop& hop, bool& shown) const {
  const auto began = now();
  CHITTY_TRY(auto reply, send(endpoint, body_of(request, endpoint.model)));
  if (reply.status() >= 400) {
    hop.retry_after_ms = retry_after(reply);
    std::string body(4096, '\0');
    const auto got = reply.read(body.data(), body.size());
    body.resize(got ? *got : 0);
    return make_error(Code::refused, "it answered " + std::to_string(reply.status()) + (body.empty() ? "" : ": " + words_of_error(body)));
  }
  ChatReader reader(reply.header("content-type").find("text/event-stream") != std::string::npos);
  std::string buffer(16 << 10, '\0');
  for (;;) {
    CHITTY_TRY(const auto got, reply.read(buffer.data(), buffer.size()));
    if (got == 0) break;
    CHITTY_TRY(const auto text, reader.feed(std::string_view(buffer).substr(0, got)));
    if (!text.empty() && hop.first_ms == 0) hop.first_ms = std::max<std::int64_t>(1, now() - began);
    if (!text.empty() && show) {
      shown = true;
      CHITTY_DO(show(text));
    }
    if (now() - began > endpoint.timeout_ms) return make_error(Code::timeout, "no whole answer within " + std::to_string(endpoint.timeout_ms / 1000) + " s");
    if (cancelled && cancelled()) return make_error(Code::cancelled, "cancelled");
  }
  CHITTY_TRY(auto answer, reader.end());
  hop.tokens = answer.prompt_tokens + answer.answer_tokens;
  if (hop.tokens == 0) hop.tokens = tokens_of(request) + static_cast<std::int64_t>(answer.text.size() / 4);
  if (const auto why = !show && fault ? fault(answer) : std::string(); !why.empty()) return make_error(Code::malformed, why);
  return answer;
}

Result<ChainAnswer> Chain::ask(const ChatRequest& request) const {
  ChainAnswer made;
  for (const auto& endpoint : endpoints) {
    auto& hop = made.hops.emplace_back(Hop{.name = endpoint.name});
    if (endpoint.context_tokens > 0 && tokens_of(request) + request.max_tokens > endpoint.context_tokens) {
      hop.error = "what is asked does not fit into its " + std::to_string(endpoint.context_tokens) + " tokens";
      continue;
    }
    if (admit) {
      CHITTY_TRY(hop.error, admit(endpoint));
      if (!hop.error.empty()) continue;
    }
    hop.asked = true;
    const auto began = now();
    bool shown = false;
    auto answer = ask_one(endpoint, request, hop, shown);
    hop.whole_ms = now() - began;
    // Stopped by the person, or held back by a dry run: nobody is at fault, and nobody else is asked.
    if (!answer && answer.error().code == Code::cancelled) return answer.error();
    if (!answer) hop.error = answer.error().message.empty() ? "it failed" : answer.error().message;
    if (!answer && answer.error().retry_after.count() > 0) hop.retry_after_ms = answer.error().retry_after.count();
    if (outcome) CHITTY_DO(outcome(endpoint, hop));
    if (answer) {
      made.answer = *std::move(answer), made.name = endpoint.name;
      return made;
    }
    if (shown) {
      auto error = answer.error();
      error.details["interrupted"] = true;
      return error;
    }
  }
  const auto last = made.hops.empty() ? std::string("there is none") : made.hops.back().name + ": " + made.hops.back().error;
  auto error = make_error(Code::unreachable, "no model has answered (" + last + ")");
  error.details["hops"] = hops_text(made.hops);
  return error;
}

}  // namespace chitty::models
