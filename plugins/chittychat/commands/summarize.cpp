// chitty chat summarize: sentences of a case's documents; with a model, what it makes of them.
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chittychat_names.hpp>

#include "../budget.hpp"
#include "../chosen.hpp"
#include "../retrieval/summary.hpp"
#include "answer.hpp"
#include "case_source.hpp"
#include "replies.hpp"
#include "talk.hpp"

namespace chittychat::commands {

using namespace chitty;

namespace {

constexpr std::size_t most_text = 16u << 20;

// Nothing was shown, and why: then the sentences speak for themselves.
Result<std::string> by_model(Host& host, const std::vector<models::Configured>& all, const CaseSource::Case& about, const std::vector<Quote>& quotes, bool& shown) {
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/settings")));
  CHITTY_TRY(const auto settings, object_of(reply));
  const auto asked = chosen_first(all, text_in(settings, "model"));
  CHITTY_TRY(const auto mark, new_secret(host.crypto(), 12));
  CHITTY_TRY(const auto context, context_of({.system_prompt = text_in(settings, "systemPrompt"), .case_title = about.title, .question = "Summarize the case in at most ten sentences, by the passages alone.", .mark = mark, .quotes = quotes, .earlier = {}, .window = asked.front().context_tokens}));
  auto chain = models::chain_of(host, asked, true);
  chain.show = [&](std::string_view text) { return shown = true, host.bytes(models::without_controls(text)); };
  const auto answered = chain.ask(context.request);
  if (answered && !shown) CHITTY_DO(host.bytes(models::without_controls(answered->answer.text)));
  if (answered) return shown = true, std::string();
  if (shown) (void)host.bytes("\n");
  if (shown || answered.error().code == Code::cancelled) return answered.error();
  return answered.error().message;
}

}  // namespace

Result<Reply> summarize(const Summarize& args, Host& host) {
  CHITTY_TRY(const auto all, models_of(host));
  CaseSource cases(host);
  CHITTY_TRY(const auto about, cases.find(args.case_));
  CHITTY_TRY(const auto text, cases.all_pages(about, most_text));
  std::vector<Quote> quotes;
  for (const auto& sentence : summary_of(text.pages, static_cast<std::size_t>(args.sentences))) quotes.push_back(quote_of(text.pages, sentence));
  if (text.unread > 0) host.note(std::to_string(text.unread) + " of " + std::to_string(text.documents) + " documents have no text yet");
  if (text.cut) host.note("Only the first 16 MiB of text were read");
  std::string head = about.title + "\n\n";
  for (const auto& fact : sentences_of({about.record})) head += one_line(std::string_view(about.record.text).substr(fact.start, fact.end - fact.start)) + "\n";
  CHITTY_DO(host.bytes(models::without_controls(head)));
  std::string why = args.no_model ? "No model was asked" : "No model is configured";
  if (!quotes.empty() && !args.no_model && !all.empty()) {
    CHITTY_DO(host.bytes("\n"));
    bool shown = false;
    CHITTY_TRY(why, by_model(host, all, about, quotes, shown));
    if (shown) return host.bytes("\n" + sources(quotes, quotes.size())), Reply::nothing();
  }
  if (quotes.empty()) {
    CHITTY_DO(host.bytes("\nThere is no text in its documents to summarize.\n"));
    return Reply::nothing();
  }
  CHITTY_DO(host.bytes("\n" + why + ". These are sentences of its documents, as they stand there:\n\n"));
  for (const auto& quote : quotes) CHITTY_DO(host.bytes("\"" + one_line(models::without_controls(quote.text)) + "\" (" + source_of(quote) + ")\n"));
  return Reply::nothing();
}

}  // namespace chittychat::commands
