#include "../mail/text.hpp"
#include "agents.hpp"

namespace chittyrouter {

namespace {

std::string subject_of(const Letter& letter) {
  const auto lower_case = lower(letter.subject);
  return lower_case.starts_with("re:") ? letter.subject : "Re: " + (letter.subject.empty() ? "your message" : letter.subject);
}

std::string greeting(const Letter& letter) { return letter.from_name.empty() ? "Hello," : "Dear " + letter.from_name + ","; }

std::string sentence_for(const std::string& category) {
  if (category == "court") return "We have received the notice and are reviewing it.";
  if (category == "litigation") return "We have received your message and are reviewing it with our client.";
  if (category == "contract") return "We have received the document and will come back to you with our comments.";
  if (category == "evidence") return "We have received the material and have recorded when it arrived.";
  if (category == "billing") return "We have received your message and have passed it on to our accounts.";
  if (category == "scheduling") return "Thank you for your message. We will confirm a time shortly.";
  if (category == "compliance") return "We have received your request and will answer within the time that applies to it.";
  return "Thank you for your message. We will come back to you shortly.";
}

}  // namespace

Answer answer_to(const Letter& letter, const Triage& triaged, bool legal) {
  Answer made;
  if (letter.automatic) return made.why = "it was sent by a machine or a list (RFC 3834)", made;
  if (triaged.category == "spam" || triaged.category == "newsletter") return made.why = "it is " + triaged.category, made;
  const auto& to = letter.reply_to.empty() ? letter.from : letter.reply_to;
  if (to.find('@') == to.npos || to.find_first_of(" \t<>,;:\"()\\") != to.npos) return made.why = "it has no plain address to answer to", made;
  made.respond = true;
  made.subject = subject_of(letter);
  made.body = greeting(letter) + "\n\n" + sentence_for(triaged.category) + "\n";
  if (legal)
    made.body +=
        "\nThis acknowledges receipt only. It accepts no service, waives no right or objection and agrees to no date or term. All rights are reserved.\n";
  made.body += "\nKind regards\n";
  return made;
}

}  // namespace chittyrouter
