#include "answer.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chitty/models/chat.hpp>

namespace chittychat {

using namespace chitty;

namespace {

// What is shown is what stands there, but for line breaks and what a terminal would obey.
std::string shown(const Quote& quote, std::size_t number) { return "[" + std::to_string(number) + "] " + source_of(quote) + ": \"" + one_line(models::without_controls(quote.text)) + "\"\n"; }

}  // namespace

std::string answer_of_documents(const std::string& why, const std::string& case_title, const std::vector<Quote>& quotes) {
  if (quotes.empty()) return why + ", and nothing that fits is in the documents of the case '" + case_title + "'.\n";
  auto text = why + ". These passages of the case '" + case_title + "' fit best:\n";
  for (std::size_t i = 0; i < quotes.size(); ++i) text += "\n" + shown(quotes[i], i + 1);
  return text;
}

std::string sources(const std::vector<Quote>& quotes, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < std::min(count, quotes.size()); ++i) text += shown(quotes[i], i + 1);
  return text.empty() ? text : "\nSources:\n" + text;
}

json::array records_of(const std::vector<Quote>& quotes, std::size_t count) {
  json::array records;
  for (std::size_t i = 0; i < std::min(count, quotes.size()); ++i) {
    const auto& quote = quotes[i];
    records.push_back(json::object{{"document", quote.document}, {"name", quote.name.substr(0, 250)}, {"page", quote.page}, {"start", quote.start}, {"end", quote.end}, {"text", quote.text}});
  }
  return records;
}

}  // namespace chittychat
