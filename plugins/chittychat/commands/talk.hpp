// One turn of a conversation: what the person says is kept, passages are looked up, a model is asked, its words are shown as they come, and
// kept, whole or as far as they came.
#ifndef CHITTYCHAT_COMMANDS_TALK_HPP
#define CHITTYCHAT_COMMANDS_TALK_HPP

#include <chitty/host.hpp>
#include <chitty/models/configured.hpp>

#include "../retrieval/passages.hpp"

namespace chittychat {

// The person's models, as the setting `models` names them.
chitty::Result<std::vector<chitty::models::Configured>> models_of(chitty::Host& host);

struct Turn {
  std::string session{};  // empty: the last conversation, or a new one where there is none
  bool fresh = false;     // a new one
  std::string model{};    // this time; empty: as the conversation says
  bool no_model = false;  // the documents alone
};

struct Said {
  std::string session;
  std::optional<chitty::Error> failed{};  // what came was kept; the conversation goes on
  bool stopped = false;                   // by Ctrl-C
};

class Talk {
 public:
  Talk(chitty::Host& host, std::vector<chitty::models::Configured> models) : host_(host), models_(std::move(models)) {}

  // An Error when nothing was kept.
  chitty::Result<Said> say(const Turn& turn, const std::string& message);

 private:
  struct Answer {
    std::string text, status = "whole", by, model, note;
    std::vector<Quote> quotes;
    std::size_t used = 0;  // of the quotes
    std::int64_t prompt_tokens = 0, answer_tokens = 0, first_ms = 0;
    std::optional<chitty::Error> failed{};
    bool stopped = false;
  };

  Answer answer(const Turn& turn, const chitty::json::object& begun, const std::string& message);
  // By the documents, or by nobody.
  void without_model(Answer& made, const std::string& why, const std::string& case_title, bool has_case);
  // False: no model has said anything.
  bool by_model(Answer& made, const Turn& turn, const chitty::json::object& begun, const std::string& message);
  chitty::Result<void> show(Answer& made, std::string_view text);
  chitty::Result<void> keep(const std::string& turn, const Answer& made);

  chitty::Host& host_;
  std::vector<chitty::models::Configured> models_;
  bool advised_ = false;  // how to get an answer, said once
};

}  // namespace chittychat

#endif  // CHITTYCHAT_COMMANDS_TALK_HPP
