// A case of chittycases: its record, and the text of its documents, page by page. Another service, perhaps elsewhere, perhaps not there.
#ifndef CHITTYCHAT_COMMANDS_CASE_SOURCE_HPP
#define CHITTYCHAT_COMMANDS_CASE_SOURCE_HPP

#include <chitty/host.hpp>

#include "../retrieval/passages.hpp"

namespace chittychat {

class CaseSource {
 public:
  struct Case {
    std::string id, title;
    std::int64_t documents = 0;
    Page record;  // number 0: its facts, one sentence each
  };

  explicit CaseSource(chitty::Host& host) : host_(host) {}

  // NOT_FOUND: there is no such case of the caller's; CONFIGURATION: chittycases is not installed.
  chitty::Result<Case> find(const std::string& id);

  // The pages that have a word of the question, and the record: at most 200 pages.
  chitty::Result<std::vector<Page>> pages_about(const Case& about, std::string_view question);

  // The text of all documents, in their order: at most `most` bytes. How many pages there are beyond that is in `left_out`.
  struct All {
    std::vector<Page> pages;
    std::size_t documents = 0, unread = 0;  // of how many there is no text
    bool cut = false;
  };
  chitty::Result<All> all_pages(const Case& about, std::size_t most);

 private:
  chitty::Result<chitty::json::object> ask(const std::string& target);

  chitty::Host& host_;
};

}  // namespace chittychat

#endif  // CHITTYCHAT_COMMANDS_CASE_SOURCE_HPP
